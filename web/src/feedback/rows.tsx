/** One line for each thing that was asked. */
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { shortDate } from "../core/when";
import { isolated } from "../core/names";
import type { Card, GatheringCard, Survey } from "./api";
import classes from "./Feedback.module.css";
import { useGathered, useName, useQuestion } from "./parts";

export function CardRow({ card }: { card: Card }): ReactNode {
  const { t, i18n } = useTranslation("feedback");
  const day = shortDate(new Date(card.closesAt), i18n.language);
  const isOpen = card.state === "open";
  return (
    <li className={classes["row"]} data-testid="feedback-row" data-state={card.state}>
      <div className={classes["rowWords"]}>
        <strong>{useQuestion()(card)}</strong>
        <p className={classes["meta"]}>{isOpen ? t("until", { day }) : t(`state.${card.state}`, { day })}</p>
      </div>
      <Button size="sm" variant={isOpen ? "filled" : "light"} renderRoot={(props) => <Link to="/feedback/sessions/$bookingId" params={{ bookingId: card.bookingId }} {...props} />}>
        {t(isOpen ? "answer" : "open")}
      </Button>
    </li>
  );
}

export function GatheringRow({ card }: { card: GatheringCard }): ReactNode {
  const { t } = useTranslation("feedback");
  return (
    <li className={classes["row"]} data-testid="gathering-row">
      <div className={classes["rowWords"]}>
        <strong>{t("gathering.question", { title: isolated(card.title) })}</strong>
        <p className={classes["meta"]}>{useGathered()(card)}</p>
      </div>
      <Button size="sm" renderRoot={(props) => <Link to="/feedback/gatherings/$gatheringId" params={{ gatheringId: card.gatheringId }} {...props} />}>
        {t("answer")}
      </Button>
    </li>
  );
}

export function SurveyRow({ survey }: { survey: Survey }): ReactNode {
  const { t, i18n } = useTranslation("feedback");
  return (
    <li className={classes["row"]} data-testid="survey-row">
      <div className={classes["rowWords"]}>
        <strong>{t(`surveyTitle.${survey.instrument}`, { name: useName()(survey.other) })}</strong>
        <p className={classes["meta"]}>{t("until", { day: shortDate(new Date(survey.closesAt), i18n.language) })}</p>
      </div>
      <Button size="sm" renderRoot={(props) => <Link to="/feedback/surveys/$surveyId" params={{ surveyId: survey.id }} {...props} />}>
        {t("answer")}
      </Button>
    </li>
  );
}
