/** Check-ins week by week, a row for each of the two; a week without one is a week, not a miss. */
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { plainDate } from "../core/when";
import type { Week } from "./api";
import { FoldedTable } from "./Figures";
import { isWritten, otherSide } from "./model";
import classes from "./Progress.module.css";

const STEP = 16;
const CELL = 12;
type Side = "mentor" | "mentee";

interface RowProps {
  name: string;
  weeks: readonly Week[];
  side: Side;
}

function Row({ name, weeks, side }: RowProps): ReactNode {
  const { t } = useTranslation("progress");
  const written = weeks.filter((one) => isWritten(one, side)).length;
  const width = weeks.length * STEP;
  return (
    <div className={classes["weeksRow"]}>
      <bdi className={classes["weeksName"]}>{name}</bdi>
      <svg className={classes["weeks"]} viewBox={`0 0 ${width} ${STEP}`} width={width} height={STEP} role="img" aria-label={t("checkIns.ofWeeks", { name, written, weeks: weeks.length })}>
        {weeks.map((one, at) => (
          <g key={one.monday} className={classes["week"]} data-written={isWritten(one, side)} data-paused={one.isPaused}>
            <rect x={at * STEP + 2} y={2} width={CELL} height={CELL} rx={3.5} />
            {isWritten(one, side) && <path d={`M${at * STEP + 5} 8.200l2.200 2.400 4-5`} />}
            {one.isPaused && !isWritten(one, side) && <path d={`M${at * STEP + 6} 5.500v5M${at * STEP + 10} 5.500v5`} />}
          </g>
        ))}
      </svg>
    </div>
  );
}

interface WeeksProps {
  weeks: readonly Week[];
  inARow: number;
  side: Side;
  other: string;
  mentorshipId: string;
  isOver: boolean;
}

export function Weeks({ weeks, inARow, side, other, mentorshipId, isOver }: WeeksProps): ReactNode {
  const { t, i18n } = useTranslation("progress");
  const said = (week: Week, whose: Side): string => t(isWritten(week, whose) ? "checkIns.written" : week.isPaused ? "checkIns.paused" : "checkIns.none");
  const rows = weeks.toReversed().map((one): [string, ...string[]] => [plainDate(one.monday, i18n.language), said(one, side), said(one, otherSide(side))]);
  return (
    <>
      <p className={classes["hint"]} data-testid="weeks-in-a-row">
        {inARow > 0 ? t("checkIns.inARow", { count: inARow }) : t("checkIns.quiet")}
      </p>
      <div className={classes["weeksRows"]}>
        <Row name={t("checkIns.you")} weeks={weeks} side={side} />
        <Row name={other} weeks={weeks} side={otherSide(side)} />
      </div>
      <FoldedTable title={t("checkIns.table")} name={t("checkIns.tableName")} head={[t("checkIns.week"), t("checkIns.you"), other]} rows={rows} testId="weeks-table" />
      {!isOver && (
        <Button size="sm" variant="light" className={classes["start"]} renderRoot={(props) => <Link to="/mentorships/$mentorshipId/goals" params={{ mentorshipId }} {...props} />}>
          {t("checkIns.write")}
        </Button>
      )}
    </>
  );
}
