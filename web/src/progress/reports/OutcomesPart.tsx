/** What became of mentorships by the month of their beginning; answers of people only as means of many. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { percentText } from "../../core/percents";
import { Scrolled } from "../../core/ui/Scrolled";
import { shortDate } from "../../core/when";
import type { Evaluation, OutcomeMonth, Round } from "./api";
import { decimal, monthName } from "./model";
import { Part, SaveLink } from "./parts";
import classes from "./Reports.module.css";

const MEASURED = ["fit", "going", "relation", "effect"] as const;

function Answer({ row, measured }: { row: OutcomeMonth; measured: (typeof MEASURED)[number] }): ReactNode {
  const { t, i18n } = useTranslation("reports");
  const found = row.answers.find((one) => one.measured === measured);
  if (!found) return <td className={classes["soft"]}>{t("outcomes.few")}</td>;
  return (
    <td>
      {measured === "fit" ? percentText(found.mean, i18n.language) : decimal(found.mean, i18n.language)} <span className={classes["soft"]}>({decimal(found.people, i18n.language)})</span>
    </td>
  );
}

function Row({ row }: { row: OutcomeMonth }): ReactNode {
  const { t, i18n } = useTranslation("reports");
  const counts = [row.pairs, row.running, row.completed, row.ended, row.metThrice, row.sessions];
  return (
    <tr>
      <th scope="row">{row.month === null ? t("everybody") : monthName(row.month, i18n.language)}</th>
      {counts.map((count, at) => (
        // eslint-disable-next-line react/no-array-index-key
        <td key={at}>{decimal(count, i18n.language)}</td>
      ))}
      <td className={row.goalPercent === null ? classes["soft"] : undefined}>{row.goalPercent === null ? t("outcomes.few") : percentText(row.goalPercent / 100, i18n.language)}</td>
      {MEASURED.map((measured) => (
        <Answer key={measured} row={row} measured={measured} />
      ))}
    </tr>
  );
}

const OF_ROUNDS = ["proposed", "pairs", "running", "completed", "ended", "metThrice"] as const;

function RoundRow({ row }: { row: Round }): ReactNode {
  const { t, i18n } = useTranslation("reports");
  return (
    <tr data-testid="round">
      <th scope="row">{row.madeAt === null ? t("outcomes.noRun") : shortDate(new Date(row.madeAt), i18n.language)}</th>
      {OF_ROUNDS.map((name) => {
        const count = row[name];
        if (count !== null) return <td key={name}>{decimal(count, i18n.language)}</td>;
        return (
          <td key={name} className={classes["soft"]}>
            {name === "proposed" ? "–" : t("outcomes.few")}
          </td>
        );
      })}
    </tr>
  );
}

function Rounds({ programmeId, rounds }: { programmeId: string; rounds: readonly Round[] }): ReactNode {
  const { t } = useTranslation("reports");
  if (rounds.length === 0) return null;
  return (
    <details className={classes["details"]} data-testid="rounds">
      <summary>{t("outcomes.byRun")}</summary>
      <p className={classes["hint"]}>{t("outcomes.byRunHint")}</p>
      <Scrolled label={t("outcomes.byRun")}>
        <table className={`${classes["table"]} ${classes["wide"]}`}>
          <thead>
            <tr>
              <th scope="col">{t("outcomes.run")}</th>
              {OF_ROUNDS.map((name) => (
                <th key={name} scope="col">
                  {t(`outcomes.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rounds.map((row) => (
              <RoundRow key={row.madeAt} row={row} />
            ))}
          </tbody>
        </table>
      </Scrolled>
      <SaveLink programmeId={programmeId} sheet="rounds" window={0}>
        {t("outcomes.saveRuns")}
      </SaveLink>
    </details>
  );
}

function Gathered({ of }: { of: NonNullable<Evaluation["gatherings"]> }): ReactNode {
  const { t, i18n } = useTranslation("reports");
  const counts = { yes: decimal(of.yes, i18n.language), partly: decimal(of.partly, i18n.language), no: decimal(of.no, i18n.language) };
  return (
    <p className={classes["hint"]} data-testid="gatherings">
      <strong>{t("outcomes.gatherings", { count: of.guests })}</strong> {t("outcomes.worth", counts)}
    </p>
  );
}

export function OutcomesPart({ programmeId, seen }: { programmeId: string; seen: Evaluation }): ReactNode {
  const { t } = useTranslation("reports");
  const names = (["pairs", "running", "completed", "ended", "metThrice", "sessions"] as const).map((one) => t(`outcomes.${one}`));
  const answers = MEASURED.map((one) => `${t(`outcomes.${one}`)}${one === "fit" ? "" : ` (${t("outcomes.scale")})`}`);
  return (
    <Part title={t("outcomes.title")} hint={`${t("outcomes.hint")} ${t("outcomes.answersHint")}`} file={{ programmeId, sheet: "outcomes", window: seen.window }} testId="outcomes">
      {seen.outcomes.length === 0 ? (
        <p className={classes["hint"]}>{t("youngHint", { count: seen.leastCohort })}</p>
      ) : (
        <Scrolled label={t("outcomes.title")}>
          <table className={`${classes["table"]} ${classes["wide"]}`}>
            <thead>
              <tr>
                {[t("month"), ...names, `${t("outcomes.goals")} (${t("outcomes.goalsHint")})`, ...answers].map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {seen.outcomes.map((row) => (
                <Row key={row.month} row={row} />
              ))}
            </tbody>
          </table>
        </Scrolled>
      )}
      {seen.gatherings !== null && <Gathered of={seen.gatherings} />}
      <Rounds programmeId={programmeId} rounds={seen.rounds} />
      {seen.hiddenPairs > 0 && <p className={classes["hint"]}>{t("hiddenPairs", { count: seen.hiddenPairs })}</p>}
    </Part>
  );
}
