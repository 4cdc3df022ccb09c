/** For whoever wants their phone beside them: a code and a link for it, and what is there already. */
import { Button, Loader, Modal } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../../core/explain";
import { CopyField } from "../../core/ui/CopyField";
import { Notice } from "../../core/ui/Notice";
import type { CallState } from "../model";
import type { Visit } from "../visit";
import classes from "./Companion.module.css";
import { QrCode } from "./QrCode";
import { phoneLink } from "./squares";

const MINUTE_S = 60;

type Way = { is: "coming" } | { is: "failed"; why: unknown } | { is: "old" } | { is: "good"; secret: string; lastsS: number };

/** A link that is asked for when it is to be seen, and is gone when it is of no use any more. */
function useWay(visit: Visit): Way {
  const [way, setWay] = useState<Way>({ is: "coming" });
  useEffect(() => {
    let isCurrent = true;
    let timer: number | undefined;
    visit.call.inviteCompanion().then(
      (found) => {
        if (!isCurrent) return;
        setWay({ is: "good", ...found });
        timer = window.setTimeout(() => setWay({ is: "old" }), 1_000 * found.lastsS);
      },
      (why: unknown) => isCurrent && setWay({ is: "failed", why }),
    );
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [visit]);
  return way;
}

function Good({ roomId, secret, lastsS }: { roomId: string; secret: string; lastsS: number }): ReactNode {
  const { t } = useTranslation("signaling");
  const link = phoneLink(window.location.origin, roomId, secret);
  return (
    <>
      <QrCode text={link} label={t("companion.dialog.code")} />
      <CopyField label={t("companion.dialog.link")} value={link} testId="companion-link" />
      <p className={classes["faint"]}>{t("companion.dialog.good", { count: Math.round(lastsS / MINUTE_S) })}</p>
    </>
  );
}

function Inviting({ visit, call, onAgain }: { visit: Visit; call: CallState; onAgain: () => void }): ReactNode {
  const { t } = useTranslation("signaling");
  const say = useSay();
  const way = useWay(visit);
  return (
    <>
      <p>{t("companion.dialog.lead")}</p>
      {way.is === "coming" && <Loader type="dots" mx="auto" aria-hidden="true" />}
      {way.is === "good" && <Good roomId={visit.roomId} {...way} />}
      {way.is === "failed" && <Notice>{say(way.why)}</Notice>}
      {way.is === "old" && <Notice tone="plain">{t("companion.dialog.old")}</Notice>}
      {(way.is === "failed" || way.is === "old") && <Button onClick={onAgain}>{t("companion.dialog.again")}</Button>}
      <p className={classes["faint"]}>{t("companion.dialog.kept")}</p>
      {call.protection === "end_to_end" && <p className={classes["faint"]}>{t("companion.dialog.sealed")}</p>}
    </>
  );
}

interface DialogProps {
  visit: Visit;
  call: CallState;
  isOpen: boolean;
  onClose: () => void;
  onTakeAway: () => void;
}

export function CompanionDialog({ visit, call, isOpen, onClose, onTakeAway }: DialogProps): ReactNode {
  const { t } = useTranslation("signaling");
  const [asked, setAsked] = useState(0);
  const isHere = call.cameras.some(({ companionOf }) => companionOf === call.selfId);
  return (
    <Modal opened={isOpen} onClose={onClose} title={t("companion.open")} closeButtonProps={{ "aria-label": t("room.close") }}>
      <div className={classes["dialog"]} data-testid="companion-dialog">
        {isHere ? (
          <div className={classes["here"]} role="status" data-testid="companion-here">
            {t("companion.dialog.here")}
            <Button color="clay" variant="light" onClick={onTakeAway} data-testid="companion-take-away">
              {t("companion.takeAway")}
            </Button>
          </div>
        ) : (
          <Inviting visit={visit} call={call} onAgain={() => setAsked(asked + 1)} key={asked} />
        )}
      </div>
    </Modal>
  );
}
