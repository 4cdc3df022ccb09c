/** How far the goals were, day by day: a line to look at, a slider to read it by, a table. */
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { plainDate } from "../core/when";
import type { Day } from "./api";
import { FoldedTable } from "./Figures";
import { courseOf, dateAt, lengthOf, valueAt } from "./model";
import classes from "./Progress.module.css";
import { usePercent } from "./words";

const WIDTH = 400;
const HEIGHT = 120;
const EDGES = [0, 50, 100] as const;

function NoGoals({ mentorshipId, isOver }: { mentorshipId: string; isOver: boolean }): ReactNode {
  const { t } = useTranslation("progress");
  return (
    <div className={classes["noGoals"]} data-testid="progress-no-goals">
      <p className={classes["big"]}>{t("goals.none")}</p>
      {!isOver && (
        <>
          <p className={classes["hint"]}>{t("goals.noneHint")}</p>
          <Button size="sm" variant="light" renderRoot={(props) => <Link to="/mentorships/$mentorshipId/goals" params={{ mentorshipId }} {...props} />}>
            {t("goals.write")}
          </Button>
        </>
      )}
    </div>
  );
}

/** "12 action items done · 3 open". */
function useActions(): (day: Day) => string {
  const { t } = useTranslation("progress");
  return ({ done, open }) => `${t("goals.done", { count: done })} · ${t("goals.open", { count: open })}`;
}

function Chart({ days }: { days: readonly Day[] }): ReactNode {
  const { t, i18n } = useTranslation("progress");
  const percent = usePercent();
  const actions = useActions();
  const whole = lengthOf(days);
  const [offset, setOffset] = useState(whole);
  const chosen = Math.min(offset, whole);
  const value = valueAt(days, chosen);
  const date = (at: Date): string => plainDate(at.toISOString().slice(0, 10), i18n.language);
  const { line, area } = courseOf(days, WIDTH, HEIGHT);
  const [first, last] = [dateAt(days, 0), dateAt(days, whole)];
  const known = (at: number): string => percent(days.at(at)?.percent ?? null);
  const words = value ? t("goals.onDay", { date: date(dateAt(days, chosen)), percent: percent(value.percent) }) : "";
  const said = value ? `${words}, ${actions(value)}` : words;
  return (
    <figure className={classes["chart"]} data-testid="goals-chart">
      <div className={classes["plot"]}>
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={t("goals.chart", { from: known(0), to: known(-1), first: date(first), last: date(last) })}>
          {EDGES.map((edge) => (
            <path key={edge} className={classes["grid"]} d={`M0 ${HEIGHT - (HEIGHT * edge) / 100}H${WIDTH}`} />
          ))}
          <path className={classes["area"]} d={area} />
          <path className={classes["line"]} d={line} />
          <path className={classes["cursor"]} d={`M${((WIDTH * chosen) / whole).toFixed(1)} 0V${HEIGHT}`} />
        </svg>
        <div className={classes["edges"]} aria-hidden="true">
          {EDGES.toReversed().map((edge) => (
            <span key={edge}>{percent(edge)}</span>
          ))}
        </div>
        <input className={classes["reader"]} type="range" min={0} max={whole} value={chosen} onChange={(event) => setOffset(Number(event.currentTarget.value))} aria-label={t("goals.pick")} aria-valuetext={said} data-testid="goals-day" />
      </div>
      <p className={classes["ends"]} aria-hidden="true">
        <span>{date(first)}</span>
        <span>{date(last)}</span>
      </p>
      <figcaption className={classes["read"]} data-testid="goals-read">
        <strong>{words}</strong> <span className={classes["soft"]}>{value && actions(value)}</span>
      </figcaption>
    </figure>
  );
}

export function GoalsChart({ days, mentorshipId, isOver }: { days: readonly Day[]; mentorshipId: string; isOver: boolean }): ReactNode {
  const { t, i18n } = useTranslation("progress");
  const percent = usePercent();
  const now = days.at(-1);
  if (!now || days.every((one) => one.percent === null)) return <NoGoals mentorshipId={mentorshipId} isOver={isOver} />;
  const rows = days.toReversed().map((one): [string, ...string[]] => [plainDate(one.day, i18n.language), percent(one.percent), one.done.toLocaleString(i18n.language), one.open.toLocaleString(i18n.language)]);
  return (
    <>
      <p className={classes["figure"]}>
        <strong className={classes["big"]} data-testid="goals-percent">
          {percent(now.percent)}
        </strong>{" "}
        {now.percent !== null && <span className={classes["soft"]}>{t("goals.ofAll")}</span>}
      </p>
      {lengthOf(days) > 0 ? <Chart days={days} /> : <p className={classes["hint"]}>{t("goals.first")}</p>}
      <FoldedTable title={t("goals.table")} name={t("goals.tableName")} head={[t("goals.day"), t("goals.percent"), t("goals.doneColumn"), t("goals.openColumn")]} rows={rows} testId="goals-table" />
    </>
  );
}
