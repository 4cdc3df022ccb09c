/** A goal with all that leads there. */
import { Button, Progress, Slider, Switch, Textarea, VisuallyHidden } from "@mantine/core";
import { Flag } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDrag } from "./drag";
import classes from "./Goals.module.css";
import { GOAL_WORDS, type Item, LONGEST_WORDS } from "./items";
import { type Tree, hintsOf } from "./outline";
import { Chips, Deeds, Fields, Handle, More, Notes, useTitleOf } from "./parts";
import { ActionList, AddAction, MilestoneRow } from "./Rows";
import { TitleField } from "./TitleField";
import { useHere } from "./use";

function Hints({ tree }: { tree: Tree }): ReactNode {
  const { t } = useTranslation("goals");
  const hints = hintsOf(tree, useHere().today);
  if (hints.length === 0) return null;
  return (
    <div className={classes["hints"]} data-testid="hints">
      <strong>{t("hints.title")}</strong>
      <ul>
        {hints.map((hint) => (
          <li key={hint}>{t(`hints.${hint}`)}</li>
        ))}
      </ul>
    </div>
  );
}

function Smart({ goal }: { goal: Item }): ReactNode {
  const { t } = useTranslation("goals");
  const { desk, isReadOnly } = useHere();
  return (
    <div className={classes["smart"]} role="group" aria-label={t("smart")}>
      {GOAL_WORDS.map((word) => (
        <Textarea key={word} label={t(`words.${word}`)} size="sm" autosize minRows={2} maxRows={8} dir="auto" maxLength={LONGEST_WORDS} value={goal[word]} disabled={isReadOnly} onChange={(event) => desk.change(goal, { [word]: event.currentTarget.value }, true)} data-testid={`word-${word}`} />
      ))}
    </div>
  );
}

function ByHand({ goal, percent }: { goal: Item; percent: number }): ReactNode {
  const { t } = useTranslation("goals");
  const { desk, isReadOnly } = useHere();
  return (
    <>
      <Switch label={t("byHand")} checked={goal.percent !== null} disabled={isReadOnly} onChange={(event) => desk.change(goal, { percent: event.currentTarget.checked ? percent : null })} data-testid="by-hand" />
      {goal.percent !== null && <Slider thumbLabel={t("percentField")} min={0} max={100} step={5} value={goal.percent} disabled={isReadOnly} onChange={(value) => desk.change(goal, { percent: value }, true)} />}
    </>
  );
}

export function GoalCard({ tree, onRemove }: { tree: Tree; onRemove: (item: Item) => void }): ReactNode {
  const { goal, branches, actions, percent } = tree;
  const { t } = useTranslation("goals");
  const { desk, isReadOnly, focus } = useHere();
  const [isOpened, setOpened] = useState(false);
  const title = useTitleOf()(goal);
  const { handle, isDragged } = useDrag(goal);
  return (
    <article className={classes["card"]} aria-labelledby={`goal-${goal.id}`} data-goal={goal.id} data-dragged={isDragged} data-testid="goal">
      <VisuallyHidden component="h2" id={`goal-${goal.id}`}>
        {title}
      </VisuallyHidden>
      <div className={classes["head"]}>
        <Handle item={goal} handle={handle} />
        <TitleField item={goal} className={classes["goalTitle"] ?? ""} onEnter={() => focus(desk.add("action", goal.id))} />
        <More item={goal} isOpened={isOpened} onToggle={() => setOpened(!isOpened)} />
      </div>
      <Chips item={goal} />
      <div className={classes["progress"]}>
        <Progress.Root size="lg" radius="xl">
          <Progress.Section value={percent} color="olive" aria-label={t("progress", { title })} />
        </Progress.Root>
        <span className={classes["percent"]} data-testid="percent">
          {t("percent", { percent })}
        </span>
      </div>
      {isOpened && (
        <div className={classes["details"]} id={`details-${goal.id}`}>
          <Hints tree={tree} />
          <Fields item={goal} />
          <Smart goal={goal} />
          <ByHand goal={goal} percent={percent} />
          <Notes item={goal} />
          <Deeds item={goal} onRemove={() => onRemove(goal)} />
        </div>
      )}
      <ActionList parent={goal.id} actions={actions} onRemove={onRemove} />
      {branches.length > 0 && (
        <ul className={classes["branches"]} data-list-of-milestone={goal.id}>
          {branches.map((branch) => (
            <MilestoneRow key={branch.milestone.id} branch={branch} onRemove={onRemove} />
          ))}
        </ul>
      )}
      {!isReadOnly && (
        <div className={classes["adds"]}>
          <AddAction parent={goal} />
          <Button size="compact-md" variant="subtle" leftSection={<Flag size={16} aria-hidden="true" />} onClick={() => focus(desk.add("milestone", goal.id))} data-testid="add-milestone">
            {t("addMilestone")}
          </Button>
        </div>
      )}
    </article>
  );
}
