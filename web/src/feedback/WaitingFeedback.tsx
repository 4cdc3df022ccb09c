/** What waits for an answer, for the start page and the calendar; nothing where nothing does. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Feedback.module.css";
import { sorted } from "./model";
import { CardRow, GatheringRow, SurveyRow } from "./rows";
import { useFeedback } from "./use";

export function WaitingFeedback(): ReactNode {
  const { t } = useTranslation("feedback");
  const found = useFeedback();
  const { toAnswer, gatherings, surveys } = sorted(found.data ?? { sessions: [], surveys: [], gatherings: [] });
  if (toAnswer.length + gatherings.length + surveys.length === 0) return null;
  return (
    <section className={classes["waiting"]} aria-label={t("toAnswer")} data-testid="waiting-feedback">
      <ul className={classes["rows"]}>
        {toAnswer.slice(0, 2).map((card) => (
          <CardRow key={card.bookingId} card={card} />
        ))}
        {gatherings.slice(0, 1).map((card) => (
          <GatheringRow key={card.gatheringId} card={card} />
        ))}
        {surveys.slice(0, 1).map((survey) => (
          <SurveyRow key={survey.id} survey={survey} />
        ))}
      </ul>
    </section>
  );
}
