/** A programme's questions about groups, as its coordinators write them. */
import { ActionIcon, Button, TextInput, Textarea } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { Plus, Trash2 } from "lucide-react";
import { type FormEvent, type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "../../core/errors";
import { useSay } from "../../core/explain";
import { Notice } from "../../core/ui/Notice";
import type { FairnessQuestion } from "./api";
import { LONGEST_QUESTION, MOST_QUESTIONS, choicesIn } from "./model";
import classes from "./Reports.module.css";
import { usePutQuestions } from "./use";

interface Draft {
  key: string;
  text: string;
  choices: string;
}

interface EditorProps {
  draft: Draft;
  place: number;
  errors: Readonly<Record<string, string>>;
  onChange: (part: Partial<Draft>) => void;
  onRemove: () => void;
}

function Editor({ draft, place, errors, onChange, onRemove }: EditorProps): ReactNode {
  const { t } = useTranslation("reports");
  const number = place + 1;
  const ofChoices = Object.entries(errors).find(([field]) => field.startsWith(`questions[${place}].choices`))?.[1];
  return (
    <fieldset className={classes["question"]} data-testid="group-question">
      <div className={classes["questionHead"]}>
        <strong>{t("questions.number", { number })}</strong>
        <ActionIcon variant="subtle" color="clay" size="lg" aria-label={t("questions.remove", { number })} onClick={onRemove}>
          <Trash2 size={18} aria-hidden="true" />
        </ActionIcon>
      </div>
      <TextInput label={t("questions.text")} placeholder={t("questions.textPlaceholder")} dir="auto" maxLength={LONGEST_QUESTION} value={draft.text} error={errors[`questions[${place}].text`]} onChange={(event) => onChange({ text: event.currentTarget.value })} data-testid="group-text" />
      <Textarea label={t("questions.choices")} placeholder={t("questions.choicesPlaceholder")} dir="auto" autosize minRows={3} value={draft.choices} error={ofChoices} onChange={(event) => onChange({ choices: event.currentTarget.value })} data-testid="group-choices" />
    </fieldset>
  );
}

export function QuestionsForm({ programmeId, asked, onDone }: { programmeId: string; asked: readonly FairnessQuestion[]; onDone: () => void }): ReactNode {
  const { t } = useTranslation("reports");
  const core = useTranslation("core");
  const say = useSay();
  const put = usePutQuestions(programmeId);
  const made = useRef(0);
  const fresh = (): Draft => {
    made.current += 1;
    return { key: `new ${made.current}`, text: "", choices: "" };
  };
  const [drafts, setDrafts] = useState<readonly Draft[]>(() => (asked.length === 0 ? [{ key: "first", text: "", choices: "" }] : asked.map((one) => ({ key: one.id, text: one.text, choices: one.choices.join("\n") }))));
  const errors = put.error instanceof Refused ? put.error.fields : {};
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    put.mutate(
      drafts.map((one) => ({ text: one.text, choices: choicesIn(one.choices) })),
      {
        onSuccess: () => {
          notifications.show({ message: core.t("saved"), color: "olive" });
          onDone();
        },
      },
    );
  };
  return (
    <form className={classes["form"]} onSubmit={submit} noValidate data-testid="group-questions">
      <h3>{t("questions.title")}</h3>
      <p className={classes["hint"]}>{t("questions.hint")}</p>
      {asked.length > 0 && <Notice tone="plain">{t("questions.warn")}</Notice>}
      {drafts.map((draft, place) => (
        <Editor
          key={draft.key}
          draft={draft}
          place={place}
          errors={errors}
          onChange={(part) => setDrafts(drafts.map((one) => (one === draft ? { ...one, ...part } : one)))}
          onRemove={() => setDrafts(drafts.filter((one) => one !== draft))}
        />
      ))}
      {put.error && Object.keys(errors).length === 0 && <Notice>{say(put.error)}</Notice>}
      <div className={classes["deeds"]}>
        <Button variant="light" leftSection={<Plus size={18} aria-hidden="true" />} disabled={drafts.length >= MOST_QUESTIONS} onClick={() => setDrafts([...drafts, fresh()])}>
          {t("questions.add")}
        </Button>
        <Button type="submit" loading={put.isPending} data-testid="group-questions-save">
          {core.t("save")}
        </Button>
        <Button variant="subtle" onClick={onDone}>
          {t("questions.cancel")}
        </Button>
      </div>
    </form>
  );
}
