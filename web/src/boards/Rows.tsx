/** Action items and milestones as rows. */
import { Button, Checkbox } from "@mantine/core";
import { Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDrag } from "./drag";
import classes from "./Goals.module.css";
import type { Item } from "./items";
import type { Branch } from "./outline";
import { Chips, Deeds, Fields, Handle, More, Notes, useTitleOf } from "./parts";
import { TitleField } from "./TitleField";
import { useHere } from "./use";

/** The row above, for the cursor, when one is taken away. */
const before = (items: readonly Item[], item: Item): string | null => items[items.findIndex(({ id }) => id === item.id) - 1]?.id ?? null;

function ActionRow({ item, among, onRemove }: { item: Item; among: readonly Item[]; onRemove: (item: Item) => void }): ReactNode {
  const { t } = useTranslation("goals");
  const { desk, isReadOnly, focus } = useHere();
  const [isOpened, setOpened] = useState(false);
  const titleOf = useTitleOf();
  const { handle, isDragged } = useDrag(item);
  const addBelow = (): void => focus(desk.add("action", item.parent, {}, item.id));
  const drop = (): void => {
    desk.remove(item);
    focus(before(among, item));
  };
  return (
    <li className={classes["row"]} data-action={item.id} data-dragged={isDragged} data-testid="action">
      <div className={classes["line"]}>
        <Handle item={item} handle={handle} />
        <Checkbox
          aria-label={t("doneOf", { title: titleOf(item) })}
          checked={item.status === "done"}
          indeterminate={item.status === "doing"}
          disabled={isReadOnly}
          onChange={() => desk.change(item, { status: item.status === "done" ? "todo" : "done" })}
          data-testid="done"
        />
        <TitleField item={item} onEnter={addBelow} onEmptied={drop} />
        <Chips item={item} />
        <More item={item} isOpened={isOpened} onToggle={() => setOpened(!isOpened)} />
      </div>
      {isOpened && (
        <div className={classes["details"]} id={`details-${item.id}`}>
          <Fields item={item} />
          <Notes item={item} />
          <Deeds item={item} onRemove={() => onRemove(item)} />
        </div>
      )}
    </li>
  );
}

export function ActionList({ parent, actions, onRemove }: { parent: string; actions: readonly Item[]; onRemove: (item: Item) => void }): ReactNode {
  return (
    <ul className={classes["list"]} data-list-of-action={parent}>
      {actions.map((item) => (
        <ActionRow key={item.id} item={item} among={actions} onRemove={onRemove} />
      ))}
    </ul>
  );
}

export function AddAction({ parent }: { parent: Item }): ReactNode {
  const { t } = useTranslation("goals");
  const { desk, isReadOnly, focus } = useHere();
  const titleOf = useTitleOf();
  if (isReadOnly) return null;
  return (
    <Button size="compact-md" variant="subtle" leftSection={<Plus size={16} aria-hidden="true" />} aria-label={t("addActionTo", { title: titleOf(parent) })} onClick={() => focus(desk.add("action", parent.id))} data-testid="add-action">
      {t("addAction")}
    </Button>
  );
}

export function MilestoneRow({ branch: { milestone, actions }, onRemove }: { branch: Branch; onRemove: (item: Item) => void }): ReactNode {
  const { t } = useTranslation("goals");
  const { desk, isReadOnly, focus } = useHere();
  const [isOpened, setOpened] = useState(false);
  const titleOf = useTitleOf();
  const { handle, isDragged } = useDrag(milestone);
  return (
    <li className={classes["branch"]} data-milestone={milestone.id} data-dragged={isDragged} data-testid="milestone">
      <div className={classes["line"]}>
        <Handle item={milestone} handle={handle} />
        <Checkbox
          radius="xl"
          aria-label={t("doneOf", { title: titleOf(milestone) })}
          checked={milestone.status === "done"}
          indeterminate={milestone.status === "doing"}
          disabled={isReadOnly}
          onChange={() => desk.change(milestone, { status: milestone.status === "done" ? "todo" : "done" })}
        />
        <TitleField item={milestone} className={classes["milestoneTitle"] ?? ""} onEnter={() => focus(desk.add("action", milestone.id))} />
        <Chips item={milestone} />
        <More item={milestone} isOpened={isOpened} onToggle={() => setOpened(!isOpened)} />
      </div>
      {isOpened && (
        <div className={classes["details"]} id={`details-${milestone.id}`}>
          <Fields item={milestone} />
          <Notes item={milestone} />
          <Deeds item={milestone} onRemove={() => onRemove(milestone)} />
        </div>
      )}
      <ActionList parent={milestone.id} actions={actions} onRemove={onRemove} />
      <span>
        <AddAction parent={milestone} />
      </span>
    </li>
  );
}
