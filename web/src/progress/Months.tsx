/** Sessions planned and held, month by month: a mark a session, and the same in words. */
import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { dateRange } from "../core/when";
import type { Month } from "./api";
import { FEW_MONTHS, type Mark, lastMoment, marksOf, numbered } from "./model";
import classes from "./Progress.module.css";

const STEP = 22;
const RADIUS = 7.5;
const MARKS = ["held", "open", "extra"] as const satisfies readonly Mark[];
const NAMES = { held: "held", open: "open", extra: "beyond" } as const satisfies Record<Mark, string>;

/** Told apart by shape: a full disc, an empty ring, a disc with a cross. */
function Marked({ mark, at }: { mark: Mark; at: number }): ReactNode {
  const x = at * STEP + STEP / 2;
  return (
    <g className={classes["mark"]} data-mark={mark}>
      <circle cx={x} cy={STEP / 2} r={RADIUS} />
      {mark === "extra" && <path d={`M${x - 3.5} ${STEP / 2}h7M${x} ${STEP / 2 - 3.5}v7`} />}
    </g>
  );
}

function Marks({ marks }: { marks: readonly Mark[] }): ReactNode {
  const width = Math.max(marks.length, 1) * STEP;
  return (
    <svg className={classes["marks"]} viewBox={`0 0 ${width} ${STEP}`} width={width} height={STEP} aria-hidden="true" focusable="false">
      {marks.map((mark, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- marks have no other key
        <Marked key={at} mark={mark} at={at} />
      ))}
    </svg>
  );
}

function Row({ month, isOver }: { month: Month & { number: number }; isOver: boolean }): ReactNode {
  const { t, i18n } = useTranslation("progress");
  const { planned, held } = month;
  const words = planned === 0 ? "sessions.noPlan" : held > planned ? "sessions.extra" : "sessions.ofPlanned";
  return (
    <li className={classes["month"]} data-testid="progress-month">
      <span className={classes["monthName"]}>
        <strong>{t("sessions.month", { number: month.number })}</strong>
        <span className={classes["soft"]}>{dateRange(new Date(month.beganAt), lastMoment(month), i18n.language)}</span>
      </span>
      <Marks marks={marksOf(month)} />
      <span className={classes["monthWords"]}>
        {t(words, { held, planned })}
        {!month.isOver && !isOver && ` ${t("sessions.soFar")}`}
        {month.pausedDays > 0 && <span className={classes["paused"]}>{t("sessions.paused", { count: month.pausedDays })}</span>}
      </span>
    </li>
  );
}

function Legend(): ReactNode {
  const { t } = useTranslation("progress");
  return (
    <p className={classes["legend"]} aria-hidden="true">
      {MARKS.map((mark) => (
        <span key={mark}>
          <Marks marks={[mark]} /> {t(`sessions.${NAMES[mark]}`)}
        </span>
      ))}
    </p>
  );
}

export function Months({ months, sessionsAMonth, isOver }: { months: readonly Month[]; sessionsAMonth: number; isOver: boolean }): ReactNode {
  const { t } = useTranslation("progress");
  const [isAll, setAll] = useState(false);
  const all = numbered(months);
  const shown = isAll ? all : all.slice(0, FEW_MONTHS);
  return (
    <>
      <p className={classes["hint"]}>{t("sessions.plan", { count: sessionsAMonth })}</p>
      <Legend />
      <ol className={classes["months"]} reversed>
        {shown.map((one) => (
          <Row key={one.number} month={one} isOver={isOver} />
        ))}
      </ol>
      {shown.length < all.length && (
        <Button variant="subtle" size="sm" className={classes["start"]} onClick={() => setAll(true)} data-testid="all-months">
          {t("sessions.all", { count: all.length })}
        </Button>
      )}
    </>
  );
}
