/** A mentee's goals: written, put in order by drag or arrow keys, removed and brought back. */
import { ActionIcon, Button, Textarea, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { ChevronDown, ChevronUp, GripVertical, Plus, Undo2, X } from "lucide-react";
import { type CSSProperties, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Goal } from "./api";
import { useFieldWord } from "./fieldWord";
import { IndustrySelect } from "./IndustrySelect";
import { LONGEST_GOAL, MOST_GOALS, MOST_SKILLS, SHORTEST_GOAL, insertAt, moveTo, removeAt } from "./model";
import { useReorder } from "./reorder";
import { SkillsField } from "./SkillsField";
import { StepHead } from "./StepHead";
import classes from "./Goals.module.css";

interface GoalsStepProps {
  goals: readonly Goal[];
  onChange: (goals: Goal[]) => void;
  fields: Readonly<Record<string, string>>;
}

const EMPTY: Goal = { text: "", industry: null, skills: [] };

interface GoalCardProps {
  goal: Goal;
  at: number;
  of: number;
  fields: Readonly<Record<string, string>>;
  onChange: (goal: Goal) => void;
  onRemove: () => void;
  handle: ReturnType<ReturnType<typeof useReorder>["handle"]>;
}

function GoalDetails({ goal, at, fields, onChange }: Pick<GoalCardProps, "goal" | "at" | "fields" | "onChange">): ReactNode {
  const { t } = useTranslation("profiles");
  return (
    <div className={classes["details"]}>
      <IndustrySelect label={t("goals.industry")} hint={t("goals.industryHint")} value={goal.industry ?? null} onChange={(industry) => onChange({ ...goal, industry })} />
      <SkillsField
        label={t("goals.skills")}
        hint={t("goals.skillsHint")}
        value={goal.skills ?? []}
        most={MOST_SKILLS.goal}
        onChange={(skills) => onChange({ ...goal, skills })}
        error={fields[`goals[${at}].skills`]}
        testId={`goal-skills-${at + 1}`}
      />
    </div>
  );
}

function GoalCard({ goal, at, of, fields, onChange, onRemove, handle }: GoalCardProps): ReactNode {
  const { t } = useTranslation("profiles");
  const [isOpen, setOpen] = useState(at === 0 || Boolean(goal.industry) || (goal.skills ?? []).length > 0);
  const word = useFieldWord();
  const place = { at: at + 1, of };
  const examples = t("goals.example", { returnObjects: true });
  return (
    <>
      <div className={classes["head"]}>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          className={classes["handle"]}
          aria-label={t("goals.move", place)}
          aria-describedby="goals-move-hint"
          data-testid={`goal-move-${at + 1}`}
          disabled={of < 2}
          {...handle}
        >
          <GripVertical size={20} aria-hidden="true" />
        </ActionIcon>
        <strong className={classes["number"]}>{t("goals.one", place)}</strong>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("goals.remove", place)} onClick={onRemove} data-testid={`goal-remove-${at + 1}`}>
          <X size={20} aria-hidden="true" />
        </ActionIcon>
      </div>
      <Textarea
        aria-label={`${t("goals.one", place)}: ${t("goals.text")}`}
        placeholder={examples[at % examples.length] ?? ""}
        value={goal.text}
        onChange={(event) => onChange({ ...goal, text: event.currentTarget.value })}
        autosize
        minRows={2}
        maxLength={LONGEST_GOAL}
        size="md"
        dir="auto"
        error={word({ said: fields[`goals[${at}].text`], text: goal.text, least: SHORTEST_GOAL, most: LONGEST_GOAL })}
        data-testid={`goal-${at + 1}`}
      />
      <UnstyledButton className={classes["fold"]} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? <ChevronUp size={17} aria-hidden="true" /> : <ChevronDown size={17} aria-hidden="true" />} {t(isOpen ? "goals.less" : "goals.more")}
      </UnstyledButton>
      {isOpen && <GoalDetails goal={goal} at={at} fields={fields} onChange={onChange} />}
    </>
  );
}

/** Goals have no names of their own; these follow them through every move. */
function useKeys(count: number): [number[], (keys: number[]) => void] {
  const [keys, setKeys] = useState<number[]>(() => Array.from({ length: count }, (_, at) => at));
  return [keys, setKeys];
}

let lastKey = 1000;
const newKey = (): number => (lastKey += 1);

interface Removed {
  goal: Goal;
  at: number;
}

export function GoalsStep({ goals: given, onChange, fields }: GoalsStepProps): ReactNode {
  const { t } = useTranslation("profiles");
  const goals = given.length > 0 ? given : [EMPTY];
  const [storedKeys, setKeys] = useKeys(goals.length);
  const keys = goals.map((_, at) => storedKeys[at] ?? -at - 1);
  const [removed, setRemoved] = useState<Removed | null>(null);
  const [said, setSaid] = useState("");
  const put = (next: readonly Goal[], nextKeys: number[]): void => {
    setKeys(nextKeys);
    onChange([...next]);
  };
  const move = (from: number, to: number): void => {
    put(moveTo(goals, from, to), moveTo(keys, from, to));
    setSaid(t("goals.moved", { at: to + 1, of: goals.length }));
  };
  const reorder = useReorder(goals.length, move);
  const remove = (at: number): void => {
    const goal = goals[at];
    if (goal && goal.text.trim() !== "") setRemoved({ goal, at });
    put(removeAt(goals, at), removeAt(keys, at));
  };
  const undo = (): void => {
    if (removed) put(insertAt(given, removed.at, removed.goal), insertAt(given.length > 0 ? keys : [], removed.at, newKey()));
    setRemoved(null);
  };
  return (
    <>
      <StepHead title={t("goals.title")} hint={t("goals.hint")} />
      <p id="goals-move-hint" className={classes["moveHint"]} hidden={goals.length < 2}>
        {t("goals.moveHint")}
      </p>
      <ol className={classes["list"]} {...reorder.list}>
        {goals.map((goal, at) => {
          const isDragged = reorder.dragged?.at === at;
          const style = isDragged ? ({ "--dragged": `${reorder.dragged?.y ?? 0}px` } as CSSProperties) : undefined;
          return (
            <li key={keys[at]} className={classes["goal"]} data-dragged={isDragged} style={style}>
              <GoalCard
                goal={goal}
                at={at}
                of={goals.length}
                fields={fields}
                onChange={(changed) => put(goals.with(at, changed), keys)}
                onRemove={() => remove(at)}
                handle={reorder.handle(at)}
              />
            </li>
          );
        })}
      </ol>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
      {fields["goals"] && (
        <p className={classes["error"]} role="alert">
          {fields["goals"]}
        </p>
      )}
      {removed && (
        <div className={classes["removed"]} role="status">
          <span>{t("goals.removed")}</span>
          <Button size="sm" variant="light" leftSection={<Undo2 size={17} aria-hidden="true" />} onClick={undo} data-testid="goal-undo">
            {t("goals.undo")}
          </Button>
        </div>
      )}
      {goals.length < MOST_GOALS ? (
        <Button variant="light" size="sm" className={classes["add"]} leftSection={<Plus size={18} aria-hidden="true" />} onClick={() => put([...goals, EMPTY], [...keys, newKey()])} data-testid="goal-add">
          {t("goals.add")}
        </Button>
      ) : (
        <p className={classes["moveHint"]}>{t("goals.most")}</p>
      )}
    </>
  );
}
