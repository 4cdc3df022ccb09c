/** The room's lock and its dialog, and a word to those whom the encryption shuts out. */
import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { ShieldAlert } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { shownName } from "../core/names";
import { useStore } from "../core/store";
import { Lock } from "../secrecy/Lock";
import { SecrecyDialog, useUnableWords } from "../secrecy/SecrecyDialog";
import { standingOf, unableOf } from "../secrecy/words";
import type { CallState } from "./model";
import classes from "./Room.module.css";
import type { Visit } from "./visit";

interface ProtectionProps {
  visit: Visit;
  call: CallState;
  onFailed: (error: unknown) => void;
}

export function Protection({ visit, call, onFailed }: ProtectionProps): ReactNode {
  const { t } = useTranslation("secrecy");
  const core = useTranslation("core");
  const [isOpen, setOpen] = useState(false);
  const { secrecy } = visit.call;
  const safety = useStore(secrecy.safety);
  const protection = call.protection ?? "transport";
  const unable = unableOf(call.peers).map((name) => shownName(name, core.t("somebody")));
  const isHost = call.role === "host";
  const words = useUnableWords(protection, secrecy.isPossible, isHost, unable);
  return (
    <>
      <Lock standing={standingOf(protection, secrecy.isPossible, safety.isCompared)} onClick={() => setOpen(true)} />
      {words !== null && (
        <div className={classes["banner"]} role="status" data-testid="unable">
          <ShieldAlert size={18} aria-hidden="true" />
          {words}
          <Button size="xs" color="clay" onClick={() => setOpen(true)}>
            {t("banner.more")}
          </Button>
        </div>
      )}
      <SecrecyDialog
        isOpen={isOpen}
        protection={protection}
        isPossible={secrecy.isPossible}
        isHost={isHost}
        isAlone={call.peers.length === 0}
        safety={safety}
        unable={unable}
        onCompared={(isCompared) => secrecy.setCompared(isCompared)}
        onSwitch={(wanted) => void visit.call.setProtection(wanted).catch(onFailed)}
        onClose={() => setOpen(false)}
      />
    </>
  );
}

/** Shows a change of the encryption until it is dismissed, or, when it only got better, for a while. */
export function useProtectionNotices(news: readonly { word: string; said: string }[]): void {
  useEffect(() => {
    for (const { word, said } of news) {
      if (word === "endToEndOff") notifications.show({ message: said, color: "clay", autoClose: false });
      if (word === "endToEndOn" || word === "keyChanged") notifications.show({ message: said, color: "aegean", autoClose: 8_000 });
    }
  }, [news]);
}
