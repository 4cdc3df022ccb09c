/** A fit question, a pulse, the working-alliance form or a closing survey: one form for all of them. */
import { Button, Title } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { FailedPage } from "../core/ui/FailedPage";
import { Loading } from "../core/ui/Loading";
import { Notice } from "../core/ui/Notice";
import { Panel } from "../core/ui/Panel";
import { AdriftScene } from "../core/ui/scenes";
import { useTitle } from "../core/ui/useTitle";
import type { Question, Survey, SurveyAnswers } from "./api";
import classes from "./Feedback.module.css";
import { isAsked, isComplete, numbersOf, surveyToSend } from "./model";
import { Taps, useName } from "./parts";
import { Back } from "./SessionPage";
import { ToModerators } from "./ToModerators";
import { useAnswer, useSurvey } from "./use";

type QuestionKey = "fit" | "misfit" | "going" | "again" | "rhythm" | "reason" | "useful" | "recommend" | "trust" | "candour" | "respect" | "at_ease" | "care" | "listening" | "goals_clear" | "plan" | "advice" | "movement" | "stretch" | "doors";
type OptionKey = "yes" | "unsure" | "no" | "topics" | "style" | "level" | "hours" | "language" | "contact" | "too_rare" | "right" | "too_often" | "goals_reached" | "no_time" | "not_the_fit" | "silent" | "left" | "other" | "time_over";
type Ends = "going" | "again" | "useful" | "recommend" | "agree";
const ENDS: ReadonlySet<string> = new Set(["going", "again", "useful", "recommend"]);

interface AskProps {
  question: Question;
  answers: SurveyAnswers;
  onChange: (answers: SurveyAnswers) => void;
}

/** The words are known by the keys that the server names; the compiler knows them, too. */
function useWords(): { question: (key: string) => string; option: (key: string) => string; ends: (key: string) => readonly [string, string] } {
  const { t } = useTranslation("feedback");
  return {
    question: (key) => t(`survey.questions.${key as QuestionKey}`),
    option: (key) => t(`survey.options.${key as OptionKey}`),
    ends: (key) => {
      const name: Ends = ENDS.has(key) ? (key as Ends) : "agree";
      return [t(`survey.ends.${name}.0`), t(`survey.ends.${name}.1`)];
    },
  };
}

function Options({ question, answers, onChange }: AskProps): ReactNode {
  const words = useWords();
  const given = answers[question.key];
  const chosen = Array.isArray(given) ? given : given === undefined ? [] : [String(given)];
  const choose = (value: string): void => {
    const next = chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value];
    onChange({ ...answers, [question.key]: question.isSeveral ? next : value });
  };
  return <Taps isWrapped isSeveral={question.isSeveral} name={question.key} legend={words.question(question.key)} taps={question.options.map((value) => ({ value, face: words.option(value) }))} chosen={chosen} onChoose={choose} />;
}

function Numbers({ question, answers, onChange }: AskProps): ReactNode {
  const words = useWords();
  const ends = words.ends(question.key);
  const given = answers[question.key];
  const taps = numbersOf(question).map((one) => ({ value: String(one), face: one }));
  return <Taps name={question.key} legend={words.question(question.key)} taps={taps} chosen={given === undefined ? [] : [String(given)]} onChoose={(value) => onChange({ ...answers, [question.key]: Number(value) })} ends={ends} />;
}

function SurveyForm({ survey, name }: { survey: Survey; name: string }): ReactNode {
  const { t } = useTranslation("feedback");
  const say = useSay();
  const answer = useAnswer(survey.id);
  const [answers, setAnswers] = useState<SurveyAnswers>({});
  const isReady = isComplete(survey.questions, answers);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady && !answer.isPending) answer.mutate(surveyToSend(survey.questions, answers));
  };
  return (
    <form className={classes["form"]} onSubmit={submit} noValidate data-testid="survey-form">
      <p className={classes["hint"]}>
        {t("survey.lead", { name })} {survey.instrument === "closing" && t("survey.optional")}
      </p>
      {survey.questions.filter((one) => isAsked(one, answers)).map((one) => (one.options.length > 0 ? <Options key={one.key} question={one} answers={answers} onChange={setAnswers} /> : <Numbers key={one.key} question={one} answers={answers} onChange={setAnswers} />))}
      {answer.error && <Notice>{say(answer.error)}</Notice>}
      <Button type="submit" size="md" disabled={!isReady} loading={answer.isPending} data-testid="survey-send">
        {t("survey.send")}
      </Button>
    </form>
  );
}

function Shown({ survey }: { survey: Survey }): ReactNode {
  const { t } = useTranslation("feedback");
  const name = useName()(survey.other);
  const title = t(`surveyTitle.${survey.instrument}`, { name });
  useTitle(title);
  return (
    <main className={classes["page"]} id="main">
      <Back />
      <Title order={1}>{title}</Title>
      {survey.isOpen && <SurveyForm survey={survey} name={name} />}
      {!survey.isOpen && <Notice tone={survey.answeredAt === null ? "plain" : "good"}>{t(survey.answeredAt === null ? "survey.over" : "survey.done")}</Notice>}
      <div>
        <ToModerators mentorshipId={survey.mentorshipId} name={name} />
      </div>
    </main>
  );
}

export function SurveyPage({ surveyId }: { surveyId: string }): ReactNode {
  const { t } = useTranslation("feedback");
  const survey = useSurvey(surveyId);
  if (survey.isPending) return <Loading />;
  if (survey.data) return <Shown survey={survey.data} />;
  return (
    <FailedPage of={survey}>
      <Panel title={t("survey.gone")} scene={<AdriftScene />}>
        <p>{t("survey.goneHint")}</p>
        <Back />
      </Panel>
    </FailedPage>
  );
}
