/** Feedback on a session as a form: one tap first, then the rest. */
import { Button, Checkbox, Textarea } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { isRefused } from "../core/errors";
import { useSay } from "../core/explain";
import { Notice } from "../core/ui/Notice";
import type { Answers, Card } from "./api";
import classes from "./Feedback.module.css";
import { HAPPENED, LONGEST_WORDS, MOST_TAGS, PACES, SCALE, TAGS, canSend, draftOf, hasMet, toSend, withTag } from "./model";
import { Taps, useName } from "./parts";
import { useGive } from "./use";

interface PartProps {
  card: Card;
  answers: Answers;
  onChange: (answers: Answers) => void;
}

type Scale = "useful" | "progress" | "heard";

function ScaleTaps({ of, legend, answers, onChange }: Omit<PartProps, "card"> & { of: Scale; legend: string }): ReactNode {
  const { t } = useTranslation("feedback");
  const taps = SCALE.map((word, at) => ({ value: String(at + 1), face: at + 1, label: `${at + 1}: ${t(`card.scale.${word}`)}` }));
  const chosen = answers[of];
  return <Taps name={of} legend={legend} taps={taps} chosen={typeof chosen === "number" ? [String(chosen)] : []} onChoose={(value) => onChange({ ...answers, [of]: Number(value) })} ends={[t("card.scale.far_less"), t("card.scale.far_more")]} />;
}

function Scales({ card, answers, onChange }: PartProps): ReactNode {
  const { t } = useTranslation("feedback");
  const name = useName()(card.other);
  const paces = PACES.map((value) => ({ value, face: t(`card.paces.${value}`) }));
  return (
    <>
      <ScaleTaps of="progress" legend={t(card.side === "mentee" ? "card.progress" : "card.progressMentor", { name })} answers={answers} onChange={onChange} />
      <ScaleTaps of="heard" legend={t("card.heard")} answers={answers} onChange={onChange} />
      <Taps name="pace" legend={t("card.pace")} taps={paces} chosen={answers.pace ? [answers.pace] : []} onChoose={(value) => onChange({ ...answers, pace: PACES.find((one) => one === value) ?? null })} />
    </>
  );
}

function Thanks({ card, answers, onChange }: PartProps): ReactNode {
  const { t } = useTranslation("feedback");
  const name = useName()(card.other);
  const taps = TAGS.map((value) => ({ value, face: t(`card.tags.${value}`) }));
  const tag = (value: string): void => {
    const found = TAGS.find((one) => one === value);
    if (found !== undefined) onChange(withTag(answers, found));
  };
  return (
    <>
      <Taps isSeveral isWrapped name="tag" legend={t("card.thanks", { name })} hint={t("card.thanksHint", { count: MOST_TAGS })} taps={taps} chosen={answers.tags} onChoose={tag} />
      <Textarea autosize minRows={2} maxLength={LONGEST_WORDS} dir="auto" label={t("card.appreciation")} value={answers.appreciation} onChange={(event) => onChange({ ...answers, appreciation: event.currentTarget.value })} data-testid="appreciation" />
      {card.side === "mentee" && answers.appreciation.trim() !== "" && (
        <Checkbox label={t("card.mayBeShown", { name })} description={t("card.mayBeShownHint")} checked={answers.mayBeShown} onChange={(event) => onChange({ ...answers, mayBeShown: event.currentTarget.checked })} data-testid="may-be-shown" />
      )}
    </>
  );
}

function Happened({ answers, onChange }: PartProps): ReactNode {
  const { t } = useTranslation("feedback");
  const taps = HAPPENED.map((value) => ({ value, face: t(`card.whatHappened.${value}`) }));
  return <Taps isWrapped name="happened" legend={t("card.happened")} hint={t("card.happenedHint")} taps={taps} chosen={answers.happened ? [answers.happened] : []} onChoose={(value) => onChange({ ...answers, happened: HAPPENED.find((one) => one === value) ?? null })} />;
}

function Rest({ card, answers, onChange }: PartProps): ReactNode {
  const { t } = useTranslation("feedback");
  const name = useName()(card.other);
  const isMet = hasMet(card, answers);
  return (
    <>
      {isMet && <Scales card={card} answers={answers} onChange={onChange} />}
      {isMet && <p className={classes["hint"]}>{t("card.hidden", { name })}</p>}
      {isMet && <Thanks card={card} answers={answers} onChange={onChange} />}
      <Textarea autosize minRows={2} maxLength={LONGEST_WORDS} dir="auto" label={t("card.note", { name })} description={t("card.noteHint")} value={answers.note} onChange={(event) => onChange({ ...answers, note: event.currentTarget.value })} data-testid="private-note" />
    </>
  );
}

export function SessionForm({ card, onDone }: { card: Card; onDone: () => void }): ReactNode {
  const { t } = useTranslation("feedback");
  const say = useSay();
  const give = useGive(card);
  const [answers, setAnswers] = useState<Answers>(() => draftOf(card));
  const isReady = canSend(card, answers);
  const isMet = hasMet(card, answers);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady && !give.isPending) give.mutate(toSend(card, answers), { onSuccess: onDone });
  };
  const part = { card, answers, onChange: setAnswers };
  return (
    <form className={classes["form"]} onSubmit={submit} noValidate data-testid="feedback-form">
      {!card.isHeld && <Happened {...part} />}
      {isMet && <ScaleTaps of="useful" legend={t("card.useful")} answers={answers} onChange={setAnswers} />}
      {isReady && (
        <div className={classes["more"]}>
          <Rest {...part} />
          {give.error && <Notice>{isRefused(give.error) ? (Object.values(give.error.fields)[0] ?? say(give.error)) : say(give.error)}</Notice>}
          <Button type="submit" size="md" loading={give.isPending} data-testid="feedback-send">
            {t(card.given === null ? "card.send" : "card.change")}
          </Button>
        </div>
      )}
    </form>
  );
}
