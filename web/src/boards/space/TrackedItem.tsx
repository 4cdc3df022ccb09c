/** An action item within the notes: the same one as among the goals, drawn from there and written there. */
import { ActionIcon, Button, Checkbox, NativeSelect } from "@mantine/core";
import { ChevronDown, ChevronUp, FileX2, Trash2 } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Item } from "../items";
import { Chips, DueField, OwnerField, useTitleOf } from "../parts";
import { TitleField } from "../TitleField";
import { useHere } from "../use";
import classes from "./Space.module.css";
import type { Table } from "./table";
import { type Spot, stepOut, takeOut, trackBelow } from "./tracked";

function Place({ item }: { item: Item }): ReactNode {
  const { t } = useTranslation("space");
  const { desk, view, isReadOnly } = useHere();
  const titleOf = useTitleOf();
  const goals = view.outline.trees.flatMap(({ goal, branches }) => [goal].concat(branches.map(({ milestone }) => milestone))).map((one) => ({ value: one.id, label: one.kind === "goal" ? titleOf(one) : `– ${titleOf(one)}` }));
  const isKnown = goals.some(({ value }) => value === item.parent);
  const data = isKnown ? goals : [{ value: "", label: t("tracked.unsorted") }, ...goals];
  const move = (to: string): void => desk.move(item, to, [...view.items.values()].filter((one) => one.kind === "action" && one.parent === to && one.id !== item.id).length);
  return <NativeSelect label={t("tracked.goal")} size="sm" data={data} value={isKnown ? (item.parent ?? "") : ""} disabled={isReadOnly} onChange={(event) => move(event.currentTarget.value)} data-testid="tracked-goal" />;
}

interface DetailsProps {
  item: Item;
  spot: Spot;
  id: string;
}

function Details({ item, spot, id }: DetailsProps): ReactNode {
  const { t } = useTranslation("space");
  const here = useHere();
  const { desk, isReadOnly } = here;
  const remove = (): void => {
    takeOut(spot);
    desk.remove(item);
  };
  return (
    <div className={classes["trackedDetails"]} id={id}>
      <OwnerField item={item} here={here} testId="tracked-owner" />
      <DueField item={item} here={here} testId="tracked-due" />
      <Place item={item} />
      {!isReadOnly && (
        <span className={classes["deeds"]}>
          <Button size="compact-sm" variant="default" leftSection={<FileX2 size={15} aria-hidden="true" />} onClick={() => takeOut(spot)} data-testid="tracked-out">
            {t("tracked.takeOut")}
          </Button>
          <Button size="compact-sm" variant="subtle" color="clay" leftSection={<Trash2 size={15} aria-hidden="true" />} onClick={remove} data-testid="tracked-remove">
            {t("tracked.remove")}
          </Button>
        </span>
      )}
    </div>
  );
}

/** Its item is not there: it was removed, or has not come yet. */
function Absent({ spot }: { spot: Spot }): ReactNode {
  const { t } = useTranslation("space");
  const { view, isReadOnly } = useHere();
  if (!view.health.isKnown) return <p className={classes["hint"]}>{t("tracked.loading")}</p>;
  return (
    <p className={classes["trackedGone"]} data-testid="tracked-gone">
      {t("tracked.gone")}
      {!isReadOnly && (
        <Button size="compact-sm" variant="subtle" onClick={() => takeOut(spot)}>
          {t("tracked.tidy")}
        </Button>
      )}
    </p>
  );
}

interface TrackedItemProps {
  spot: Spot;
  table: Table;
}

function Line({ item, spot, table }: TrackedItemProps & { item: Item }): ReactNode {
  const { t } = useTranslation("space");
  const { desk, isReadOnly } = useHere();
  const titleOf = useTitleOf();
  const [isOpened, setOpened] = useState(false);
  const id = useId();
  const Turn = isOpened ? ChevronUp : ChevronDown;
  const empty = (): void => {
    takeOut(spot);
    desk.withdraw(item.id);
  };
  const press = (event: KeyboardEvent<HTMLElement>): void => {
    const field = event.target;
    if (!(field instanceof HTMLTextAreaElement) || event.altKey || event.shiftKey) return;
    const [isAtStart, isAtEnd] = [field.selectionEnd === 0, field.selectionStart === field.value.length];
    const side = event.key === "Escape" || (event.key === "ArrowDown" && isAtEnd) ? 1 : event.key === "ArrowUp" && isAtStart ? -1 : 0;
    if (side === 0) return;
    event.preventDefault();
    event.stopPropagation();
    stepOut(spot, side);
  };
  return (
    <>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the keys of the field within lead out of it */}
      <div className={classes["trackedLine"]} onKeyDown={press}>
        <Checkbox aria-label={t("tracked.done", { title: titleOf(item) })} checked={item.status === "done"} indeterminate={item.status === "doing"} disabled={isReadOnly} onChange={() => desk.change(item, { status: item.status === "done" ? "todo" : "done" })} data-testid="tracked-done" />
        <TitleField item={item} onEnter={() => (item.title.trim() === "" ? empty() : trackBelow(table, spot))} onEmptied={empty} />
        <ActionIcon variant="subtle" color="gray" size="lg" aria-expanded={isOpened} aria-controls={id} aria-label={t("tracked.more", { title: titleOf(item) })} onClick={() => setOpened(!isOpened)} data-testid="tracked-more">
          <Turn size={18} aria-hidden="true" />
        </ActionIcon>
      </div>
      <Chips item={item} />
      {isOpened && <Details item={item} spot={spot} id={id} />}
    </>
  );
}

export function TrackedItem({ spot, table }: TrackedItemProps): ReactNode {
  const { t } = useTranslation("space");
  const { view } = useHere();
  const box = useRef<HTMLDivElement>(null);
  const item = view.items.get(spot.action);
  const isHere = item !== undefined;
  useLayoutEffect(() => {
    // Just made by typing: what is typed next is its title, from the very next letter on.
    if (isHere && table.isFresh(spot.action)) box.current?.querySelector("textarea")?.focus();
  }, [isHere, table, spot.action]);
  return (
    <div className={classes["tracked"]} role="group" aria-label={t("tracked.label")} ref={box} data-testid="tracked">
      {item?.kind === "action" ? <Line item={item} spot={spot} table={table} /> : <Absent spot={spot} />}
    </div>
  );
}
