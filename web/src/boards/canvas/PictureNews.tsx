/** What becomes of the images that this person put on the board: on their way, waiting, or not taken and why. */
import { Button, Loader } from "@mantine/core";
import { type ReactNode, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../../core/explain";
import { Notice } from "../../core/ui/Notice";
import classes from "./Canvas.module.css";
import type { Pictures, Refusal } from "./pictures";
import { Untaken } from "./taking";

function Refused({ pictures, refusal }: { pictures: Pictures; refusal: Refusal }): ReactNode {
  const { t } = useTranslation("whiteboards");
  const say = useSay();
  const { why } = refusal;
  return (
    <div className={classes["refused"]} data-testid="picture-refused">
      <Notice title={t("pictures.refused")}>
        {why instanceof Untaken ? t(`pictures.why.${why.reason}`) : say(why)}
        <span className={classes["deeds"]}>
          {refusal.fileId !== null && (
            <Button size="compact-md" variant="light" onClick={() => pictures.again(refusal)} data-testid="picture-again">
              {t("pictures.again")}
            </Button>
          )}
          <Button size="compact-md" variant="subtle" onClick={() => pictures.letBe(refusal)} data-testid="picture-let-be">
            {t("seen")}
          </Button>
        </span>
      </Notice>
    </div>
  );
}

export function PictureNews({ pictures }: { pictures: Pictures }): ReactNode {
  const { t } = useTranslation("whiteboards");
  const { sending, waiting, refusals } = useSyncExternalStore(pictures.subscribe, () => pictures.progress);
  const isMoving = sending > 0;
  return (
    <div className={classes["news"]}>
      <p className={classes["way"]} role="status" data-testid="picture-way" data-sending={sending} data-waiting={waiting}>
        {isMoving && <Loader size="xs" aria-hidden="true" />}
        {isMoving ? t("pictures.sending", { count: sending }) : waiting > 0 && t("pictures.waiting", { count: waiting })}
      </p>
      {refusals.slice(0, 1).map((refusal) => (
        <Refused key={refusals.length} pictures={pictures} refusal={refusal} />
      ))}
    </div>
  );
}
