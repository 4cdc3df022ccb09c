/** All feedback of a person: what waits for an answer, what was said before, and a mentor's figures. */
import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../accounts/use";
import { Loading } from "../core/ui/Loading";
import { Failed } from "../core/ui/Failed";
import { HarbourScene } from "../core/ui/scenes";
import { useTitle } from "../core/ui/useTitle";
import classes from "./Feedback.module.css";
import { FiguresCard } from "./FiguresCard";
import { HostFiguresCard } from "./HostFiguresCard";
import { openCount, sorted } from "./model";
import { CardRow, GatheringRow, SurveyRow } from "./rows";
import { useFeedback } from "./use";

function Empty(): ReactNode {
  const { t } = useTranslation("feedback");
  return (
    <div className={classes["empty"]} data-testid="feedback-empty">
      <HarbourScene className={classes["scene"]} />
      <Title order={2}>{t("none")}</Title>
      <p className={classes["hint"]}>{t("noneHint")}</p>
    </div>
  );
}

function Lists(): ReactNode {
  const { t } = useTranslation("feedback");
  const found = useFeedback();
  if (found.isPending) return <Loading />;
  if (!found.data) return <Failed of={found} />;
  const { toAnswer, gatherings, surveys, past } = sorted(found.data);
  const waiting = openCount(found.data);
  return (
    <>
      {waiting === 0 && <Empty />}
      {waiting > 0 && (
        <section className={classes["part"]}>
          <Title order={2}>{t("toAnswer")}</Title>
          <ul className={classes["rows"]}>
            {toAnswer.map((card) => (
              <CardRow key={card.bookingId} card={card} />
            ))}
            {gatherings.map((card) => (
              <GatheringRow key={card.gatheringId} card={card} />
            ))}
            {surveys.map((survey) => (
              <SurveyRow key={survey.id} survey={survey} />
            ))}
          </ul>
        </section>
      )}
      {past.length > 0 && (
        <section className={classes["part"]}>
          <Title order={2}>{t("earlier")}</Title>
          <ul className={classes["rows"]}>
            {past.map((card) => (
              <CardRow key={card.bookingId} card={card} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

export function FeedbackPage(): ReactNode {
  const { t } = useTranslation("feedback");
  const me = useMe().data;
  useTitle(t("title"));
  return (
    <main className={classes["page"]} id="main">
      <header>
        <Title order={1}>{t("title")}</Title>
        <p className={classes["lead"]}>{t("lead")}</p>
      </header>
      <Lists />
      {me?.roles.includes("mentor") && (
        <>
          <FiguresCard />
          <HostFiguresCard />
        </>
      )}
    </main>
  );
}
