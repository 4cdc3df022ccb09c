/** What became of mentorships by the month of their beginning; answers of people only as means of many. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Evaluation, OutcomeMonth } from "./api";
import { decimal, monthName, percent } from "./model";
import { Part, Scrolled } from "./parts";
import classes from "./Reports.module.css";

const MEASURED = ["fit", "going", "relation", "effect"] as const;

function Answer({ row, measured }: { row: OutcomeMonth; measured: (typeof MEASURED)[number] }): ReactNode {
  const { t, i18n } = useTranslation("reports");
  const found = row.answers.find((one) => one.measured === measured);
  if (!found) return <td className={classes["soft"]}>{t("outcomes.few")}</td>;
  return (
    <td>
      {measured === "fit" ? percent(found.mean, i18n.language) : decimal(found.mean, i18n.language)} <span className={classes["soft"]}>({decimal(found.people, i18n.language)})</span>
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
      <td className={row.goalPercent === null ? classes["soft"] : undefined}>{row.goalPercent === null ? t("outcomes.few") : percent(row.goalPercent / 100, i18n.language)}</td>
      {MEASURED.map((measured) => (
        <Answer key={measured} row={row} measured={measured} />
      ))}
    </tr>
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
      {seen.hiddenPairs > 0 && <p className={classes["hint"]}>{t("hiddenPairs", { count: seen.hiddenPairs })}</p>}
    </Part>
  );
}
