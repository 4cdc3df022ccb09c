/** What several pages of programmes show alike: its course, where it stands, questions to answer. */
import { Badge, NumberInput, Radio, Select, Stack, Textarea } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { shortDate } from "../core/when";
import type { Answers, Programme, Question, State } from "./api";
import { COURSE } from "./model";
import classes from "./Programmes.module.css";

const COLOUR: Record<State, string> = { draft: "gray", enrolment: "aegean", matching: "sun", running: "olive", closed: "gray" };

export function StateBadge({ programme }: { programme: Programme }): ReactNode {
  const { t } = useTranslation("programmes");
  return (
    <Badge color={COLOUR[programme.state]} variant="light" size="lg" tt="none" styles={{ label: { color: "var(--ink)" } }} data-testid="programme-state" data-state={programme.state}>
      {programme.isOpen ? t("everybody") : t(`state.${programme.state}`)}
    </Badge>
  );
}

/** The five stations, with the one it is at. */
export function Course({ state }: { state: State }): ReactNode {
  const { t } = useTranslation("programmes");
  const here = COURSE.indexOf(state);
  return (
    <ol className={classes["course"]}>
      {COURSE.map((one, place) => (
        <li key={one} className={classes["station"]} data-past={place < here} aria-current={place === here ? "step" : undefined}>
          {t(`state.${one}`)}
        </li>
      ))}
    </ol>
  );
}

export function DatesLine({ programme }: { programme: Programme }): ReactNode {
  const { t, i18n } = useTranslation("programmes");
  const { enrolmentEndsAt, endsAt } = programme;
  const day = (moment: string): string => shortDate(new Date(moment), i18n.language);
  const words = [
    ...(enrolmentEndsAt === null ? [] : [t("page.enrolmentEnds", { date: day(enrolmentEndsAt) })]),
    ...(endsAt === null ? [] : [t("page.ends", { date: day(endsAt) })]),
  ];
  return words.length === 0 ? null : <p className={classes["meta"]}>{words.join(" · ")}</p>;
}

interface AnswerProps {
  question: Question;
  value: string | number | undefined;
  error: string | undefined;
  onChange: (answer: string | number) => void;
}

function ScaleAnswer({ question, value, error, onChange }: AnswerProps): ReactNode {
  const [low, high] = question.choices;
  return (
    <NumberInput label={question.text} description={low && high ? `1: ${low} · 7: ${high}` : "1 – 7"} min={1} max={7} clampBehavior="blur" allowDecimal={false} withAsterisk={question.isRequired} value={value ?? ""} onChange={onChange} error={error} />
  );
}

function ChoiceAnswer({ question, value, error, onChange }: AnswerProps): ReactNode {
  const { t } = useTranslation("programmes");
  if (question.choices.length > 5) {
    return <Select label={question.text} placeholder={t("answers.choose")} data={question.choices} withAsterisk={question.isRequired} value={String(value ?? "") || null} onChange={(chosen) => onChange(chosen ?? "")} error={error} />;
  }
  return (
    <Radio.Group label={question.text} withAsterisk={question.isRequired} value={String(value ?? "")} onChange={onChange} error={error}>
      <Stack gap="xs" mt="xs">
        {question.choices.map((choice) => (
          <Radio key={choice} value={choice} label={<bdi>{choice}</bdi>} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

function TextAnswer({ question, value, error, onChange }: AnswerProps): ReactNode {
  return <Textarea label={question.text} autosize minRows={2} maxRows={8} dir="auto" maxLength={2000} withAsterisk={question.isRequired} value={String(value ?? "")} onChange={(event) => onChange(event.currentTarget.value)} error={error} />;
}

const KINDS = { scale: ScaleAnswer, choice: ChoiceAnswer, text: TextAnswer } as const;

interface AnswersFieldProps {
  questions: readonly Question[];
  value: Answers;
  onChange: (answers: Answers) => void;
  errors: Readonly<Record<string, string>>;
}

/** A programme's own questions; `errors` as the server names them. */
export function AnswersField({ questions, value, onChange, errors }: AnswersFieldProps): ReactNode {
  return (
    <>
      {questions.map((question) => {
        const Field = KINDS[question.kind];
        return <Field key={question.id} question={question} value={value[question.id]} error={errors[`answers.${question.id}`]} onChange={(answer) => onChange({ ...value, [question.id]: answer })} />;
      })}
    </>
  );
}
