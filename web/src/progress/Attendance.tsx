/** Which sessions each of the two kept, was late for, or missed: a bar told apart by pattern, and words. */
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import type { Kept, PairProgress } from "./api";
import { isAnyKept, keptOf } from "./model";
import classes from "./Progress.module.css";

const WIDTH = 240;
const HEIGHT = 14;
/** Slanted lines, so far apart. */
const HATCH = 6;

function Bar({ kept, late, missed }: Kept): ReactNode {
  const hatch = useId();
  const unit = WIDTH / Math.max(kept + missed, 1);
  const [onTime, all] = [(kept - late) * unit, kept * unit];
  return (
    <svg className={classes["bar"]} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <defs>
        <pattern id={hatch} width={HATCH} height={HATCH} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect className={classes["hatchGround"]} width={HATCH} height={HATCH} />
          <rect className={classes["hatch"]} width={HATCH / 2} height={HATCH} />
        </pattern>
      </defs>
      <rect className={classes["barMissed"]} width={WIDTH} height={HEIGHT} />
      <rect fill={`url(#${hatch})`} width={all} height={HEIGHT} />
      <rect className={classes["barKept"]} width={onTime} height={HEIGHT} />
    </svg>
  );
}

function Row({ name, kept }: { name: string; kept: Kept }): ReactNode {
  const { t } = useTranslation("progress");
  const late = kept.late > 0 && t("attendance.late", { count: kept.late });
  const missed = kept.missed > 0 && t("attendance.missed", { count: kept.missed });
  const words = [t("attendance.kept", { count: kept.kept }), late, missed].filter(Boolean);
  return (
    <li className={classes["kept"]} data-testid="progress-kept">
      <strong>
        <bdi>{name}</bdi>
      </strong>
      <Bar {...kept} />
      <span className={classes["soft"]}>{words.join(" · ")}</span>
    </li>
  );
}

export function Attendance({ progress, side, other }: { progress: PairProgress; side: "mentor" | "mentee"; other: string }): ReactNode {
  const { t } = useTranslation("progress");
  if (!isAnyKept(progress)) return <p className={classes["hint"]}>{t("attendance.none")}</p>;
  const kept = keptOf(progress, side);
  return (
    <>
      <ul className={classes["keptRows"]}>
        <Row name={t("checkIns.you")} kept={kept.own} />
        <Row name={other} kept={kept.other} />
      </ul>
      <p className={classes["hint"]}>{t("attendance.correct")}</p>
    </>
  );
}
