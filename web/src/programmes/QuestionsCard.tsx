/** A programme's own questions as its coordinators write them: added, ordered, removed with a way back. */
import { ActionIcon, Button, Card, Checkbox, Group, Select, Switch, TextInput, Textarea, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { ArrowDown, ArrowUp, Plus, Trash2 } from "lucide-react";
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "../core/errors";
import { useSay } from "../core/explain";
import { Notice } from "../core/ui/Notice";
import type { Desk } from "./api";
import { MOST_QUESTIONS, type QuestionDraft, ROLES, choicesOf, draftOf, moved, wordsFor } from "./model";
import classes from "./Programmes.module.css";
import { useChangeProgramme } from "./use";

const KINDS = ["text", "choice", "scale"] as const;

interface EditorProps {
  draft: QuestionDraft;
  place: number;
  last: number;
  error: string | null;
  onChange: (part: Partial<QuestionDraft>) => void;
  onMove: (by: number) => void;
  onRemove: () => void;
}

function Choices({ draft, onChange }: Pick<EditorProps, "draft" | "onChange">): ReactNode {
  const { t } = useTranslation("programmes");
  const [low = "", high = ""] = draft.choices;
  if (draft.kind === "text") return null;
  if (draft.kind === "scale") {
    return (
      <div className={classes["grid"]}>
        <TextInput label={t("rules.low")} dir="auto" maxLength={120} value={low} onChange={(event) => onChange({ choices: [event.currentTarget.value, high] })} />
        <TextInput label={t("rules.high")} dir="auto" maxLength={120} value={high} onChange={(event) => onChange({ choices: [low, event.currentTarget.value] })} />
      </div>
    );
  }
  return <Textarea label={t("rules.choices")} dir="auto" autosize minRows={3} value={draft.choices.join("\n")} onChange={(event) => onChange({ choices: event.currentTarget.value.split("\n") })} />;
}

function Editor({ draft, place, last, error, onChange, onMove, onRemove }: EditorProps): ReactNode {
  const { t } = useTranslation("programmes");
  const number = place + 1;
  const kinds = KINDS.map((value) => ({ value, label: t(`rules.kinds.${value}`) }));
  return (
    <fieldset className={classes["question"]} data-testid="question">
      <div className={classes["questionHead"]}>
        <strong>{t("rules.question", { number })}</strong>
        <ActionIcon variant="subtle" color="gray" size="lg" disabled={place === 0} aria-label={t("rules.up", { number })} onClick={() => onMove(-1)}>
          <ArrowUp size={18} aria-hidden="true" />
        </ActionIcon>
        <ActionIcon variant="subtle" color="gray" size="lg" disabled={place === last} aria-label={t("rules.down", { number })} onClick={() => onMove(1)}>
          <ArrowDown size={18} aria-hidden="true" />
        </ActionIcon>
        <ActionIcon variant="subtle" color="clay" size="lg" aria-label={t("rules.removeQuestion", { number })} onClick={onRemove}>
          <Trash2 size={18} aria-hidden="true" />
        </ActionIcon>
      </div>
      <TextInput label={t("rules.text")} dir="auto" maxLength={300} value={draft.text} onChange={(event) => onChange({ text: event.currentTarget.value })} data-testid="question-text" />
      <Select label={t("rules.kind")} data={kinds} value={draft.kind} allowDeselect={false} onChange={(kind) => onChange({ kind: KINDS.find((one) => one === kind) ?? "text" })} />
      <Choices draft={draft} onChange={onChange} />
      <Checkbox.Group label={t("rules.for")} value={draft.roles} onChange={(roles) => onChange({ roles: ROLES.filter((role) => roles.includes(role)) })}>
        <Group mt="xs">
          {ROLES.map((role) => (
            <Checkbox key={role} value={role} label={t(`role.${role}`)} />
          ))}
        </Group>
      </Checkbox.Group>
      <Switch label={t("rules.required")} checked={draft.isRequired} onChange={(event) => onChange({ isRequired: event.currentTarget.checked })} />
      {error !== null && <Notice>{error}</Notice>}
    </fieldset>
  );
}

export function QuestionsCard({ desk }: { desk: Desk }): ReactNode {
  const { t } = useTranslation("programmes");
  const core = useTranslation("core");
  const say = useSay();
  const change = useChangeProgramme(desk.programme.id);
  const [drafts, setDrafts] = useState<readonly QuestionDraft[]>(() => desk.questions.map(draftOf));
  const [removed, setRemoved] = useState<{ draft: QuestionDraft; place: number } | null>(null);
  const made = useRef(0);
  const fields = change.error instanceof Refused ? change.error.fields : {};
  const add = (): void => {
    made.current += 1;
    setDrafts([...drafts, { key: `new ${made.current}`, id: null, text: "", kind: "text", roles: [...ROLES], choices: [], isRequired: false }]);
  };
  const edit = (place: number, part: Partial<QuestionDraft>): void => setDrafts(drafts.map((one, at) => (at === place ? { ...one, ...part } : one)));
  const remove = (place: number, draft: QuestionDraft): void => {
    setRemoved({ draft, place });
    setDrafts(drafts.filter((one) => one !== draft));
  };
  const bringBack = (): void => {
    if (removed) setDrafts([...drafts.slice(0, removed.place), removed.draft, ...drafts.slice(removed.place)]);
    setRemoved(null);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const questions = drafts.map((one) => ({ id: one.id, text: one.text, kind: one.kind, roles: one.roles, choices: choicesOf(one), isRequired: one.isRequired }));
    change.mutate(
      { questions },
      {
        onSuccess: (saved) => {
          setDrafts(saved.questions.map(draftOf));
          setRemoved(null);
          notifications.show({ message: core.t("saved"), color: "olive" });
        },
      },
    );
  };
  return (
    <Card className={classes["card"]}>
      <Title order={2}>{t("rules.questions")}</Title>
      <p className={classes["hint"]}>{drafts.length === 0 ? t("rules.noQuestions") : t("rules.questionsHint")}</p>
      <form className={classes["form"]} onSubmit={submit} noValidate>
        {drafts.map((draft, place) => (
          <Editor key={draft.key} draft={draft} place={place} last={drafts.length - 1} error={wordsFor(fields, place)} onChange={(part) => edit(place, part)} onMove={(by) => setDrafts(moved(drafts, place, by))} onRemove={() => remove(place, draft)} />
        ))}
        {removed && (
          <div className={classes["deeds"]} role="status">
            <span>{t("rules.removed")}</span>
            <Button variant="subtle" size="sm" onClick={bringBack}>
              {t("rules.undo")}
            </Button>
          </div>
        )}
        {change.error && <Notice>{say(change.error)}</Notice>}
        <div className={classes["save"]}>
          <Button variant="light" leftSection={<Plus size={18} aria-hidden="true" />} disabled={drafts.length >= MOST_QUESTIONS} onClick={add} data-testid="question-add">
            {t("rules.addQuestion")}
          </Button>
          <Button type="submit" loading={change.isPending} data-testid="questions-save">
            {core.t("save")}
          </Button>
        </div>
      </form>
    </Card>
  );
}
