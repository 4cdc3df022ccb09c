/** How far people have come: each step with what it means, for both sides, and month by month. */
import { SegmentedControl } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { percentText } from "../../core/percents";
import { Scrolled } from "../../core/ui/Scrolled";
import type { Evaluation, FunnelMonth, Step } from "./api";
import { PLACES, STEPS, daysTo, decimal, monthName, monthsOf, peopleAt, shareOf, wholeOf } from "./model";
import { Bar, Part } from "./parts";
import classes from "./Reports.module.css";

const SIDES = ["mentee", "mentor"] as const;
type Side = (typeof SIDES)[number];

function Cell({ row, step, side }: { row: FunnelMonth | undefined; step: Step; side: Side }): ReactNode {
  const { t, i18n } = useTranslation("reports");
  if (!row) return <td className={classes["soft"]}>{t("outcomes.few")}</td>;
  const people = peopleAt(row, step);
  const share = shareOf(people, row.people);
  const tone = step === "stalled" ? "stalled" : PLACES.has(step) ? "place" : "plain";
  return (
    <td data-label={t(`sides.${side}`)}>
      <div className={classes["cell"]}>
        <span className={classes["counted"]}>
          <strong>{decimal(people, i18n.language)}</strong> <span className={classes["soft"]}>{percentText(share, i18n.language)}</span>
        </span>
        <Bar share={share} tone={tone} />
      </div>
    </td>
  );
}

function Days({ rows, step }: { rows: readonly (FunnelMonth | undefined)[]; step: Step }): ReactNode {
  const { t, i18n } = useTranslation("reports");
  const words = rows.map((row) => daysTo(row, step)).map((days) => (days === null ? "–" : decimal(days, i18n.language)));
  if (words.every((one) => one === "–")) return <td className={classes["days"]}>{""}</td>;
  return (
    <td className={`${classes["soft"]} ${classes["days"]}`} data-label={`${t("funnel.days")} (${SIDES.map((side) => t(`sides.${side}`)).join(" · ")})`}>
      {words.join(" · ")}
    </td>
  );
}

function Whole({ seen }: { seen: Evaluation }): ReactNode {
  const { t } = useTranslation("reports");
  const rows = SIDES.map((side) => wholeOf(seen.funnels.find((one) => one.side === side)));
  return (
    <Scrolled label={t("funnel.title")}>
      <table className={`${classes["table"]} ${classes["funnel"]}`}>
        <thead>
          <tr>
            <th scope="col">{t("funnel.step")}</th>
            {SIDES.map((side) => (
              <th key={side} scope="col">
                {t(`sides.${side}`)}
              </th>
            ))}
            <th scope="col">
              {t("funnel.days")} <span className={classes["soft"]}>({SIDES.map((side) => t(`sides.${side}`)).join(" · ")})</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {STEPS.map((step) => (
            <tr key={step} className={step === "active" ? classes["gap"] : undefined} data-testid={`step-${step}`}>
              <th scope="row">
                {t(`funnel.steps.${step}`)}
                <small>{t(`funnel.stepHints.${step}`)}</small>
              </th>
              {SIDES.map((side, at) => (
                <Cell key={side} row={rows[at]} step={step} side={side} />
              ))}
              <Days rows={rows} step={step} />
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolled>
  );
}

function ByMonth({ seen }: { seen: Evaluation }): ReactNode {
  const { t, i18n } = useTranslation("reports");
  const [side, setSide] = useState<Side>("mentee");
  const funnel = seen.funnels.find((one) => one.side === side);
  const months = monthsOf(funnel);
  return (
    <details className={classes["details"]} data-testid="funnel-months">
      <summary>{t("funnel.byMonth")}</summary>
      <SegmentedControl value={side} onChange={(value) => setSide(SIDES.find((one) => one === value) ?? "mentee")} data={SIDES.map((value) => ({ value, label: t(`sides.${value}`) }))} aria-label={t("funnel.byMonth")} />
      {months.length > 0 && (
        <Scrolled label={t("funnel.byMonth")}>
          <table className={`${classes["table"]} ${classes["wide"]}`}>
            <thead>
              <tr>
                <th scope="col">{t("month")}</th>
                {STEPS.map((step) => (
                  <th key={step} scope="col">
                    {t(`funnel.steps.${step}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {months.map((row) => (
                <tr key={row.month}>
                  <th scope="row">{monthName(row.month ?? "", i18n.language)}</th>
                  {STEPS.map((step) => (
                    <td key={step}>{decimal(peopleAt(row, step), i18n.language)}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </Scrolled>
      )}
      {funnel !== undefined && funnel.hidden > 0 && <p className={classes["hint"]}>{t("hidden", { count: funnel.hidden, least: seen.leastCohort })}</p>}
    </details>
  );
}

export function FunnelPart({ programmeId, seen }: { programmeId: string; seen: Evaluation }): ReactNode {
  const { t } = useTranslation("reports");
  return (
    <Part title={t("funnel.title")} hint={t("funnel.hint")} file={{ programmeId, sheet: "funnel", window: seen.window }} testId="funnel">
      {seen.funnels.every((one) => one.rows.length === 0) ? (
        <p className={classes["hint"]}>{t("youngHint", { count: seen.leastCohort })}</p>
      ) : (
        <>
          <Whole seen={seen} />
          <ByMonth seen={seen} />
        </>
      )}
    </Part>
  );
}

export function ReasonsPart({ programmeId, seen }: { programmeId: string; seen: Evaluation }): ReactNode {
  const { t } = useTranslation("reports");
  const most = Math.max(1, ...seen.reasons.map((one) => one.pairs));
  return (
    <Part title={t("reasons.title")} hint={t("reasons.hint")} file={{ programmeId, sheet: "reasons", window: 0 }} testId="reasons">
      {seen.reasons.length === 0 ? (
        <p>{t("reasons.none")}</p>
      ) : (
        <table className={classes["table"]}>
          <tbody>
            {seen.reasons.map((one) => (
              <tr key={one.reason}>
                <th scope="row">{t(`reasons.of.${one.reason}`)}</th>
                <td>
                  <div className={classes["cell"]}>
                    {t("reasons.pairs", { count: one.pairs })}
                    <Bar share={one.pairs / most} />
                  </div>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Part>
  );
}
