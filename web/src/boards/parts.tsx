/** What rows of every kind show alike: where they can be grabbed, whose and when they are, who is at them, what can be done. */
import { ActionIcon, Button, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { ArrowDown, ArrowLeftToLine, ArrowRightToLine, ArrowUp, CalendarDays, ChevronDown, ChevronUp, GripVertical, NotebookPen, Trash2, UserRound } from "lucide-react";
import { type ReactNode, Suspense, lazy } from "react";
import { useTranslation } from "react-i18next";
import { isolated, shownName } from "../core/names";
import { plainDate } from "../core/when";
import type { Drag } from "./drag";
import classes from "./Goals.module.css";
import { type Item, MOST_WEIGHT, OWNERS, STATUSES, isOpen } from "./items";
import { OnBoard } from "./OnBoard";
import { shifted, stepped } from "./places";
import { type Here, useHere } from "./use";

/** The editor is most of this page's weight, and most visits open no notes. */
const NotesEditor = lazy(async () => ({ default: (await import("./NotesEditor")).NotesEditor }));

/** A row's title for a sentence. */
export function useTitleOf(): (item: Item) => string {
  const { t } = useTranslation("goals");
  return (item) => (item.title.trim() === "" ? t("untitled") : isolated(item.title));
}

export function Handle({ item, handle }: { item: Item; handle: Drag["handle"] }): ReactNode {
  const { isReadOnly } = useHere();
  const titleOf = useTitleOf();
  const { t } = useTranslation("goals");
  if (isReadOnly) return <span />;
  // The keyboard has Alt with the arrows, and buttons in the details: this is for pointers only.
  return (
    <span className={classes["handle"]} title={t("drag", { title: titleOf(item) })} aria-hidden="true" data-testid="drag" {...handle}>
      <GripVertical size={17} />
    </span>
  );
}

export function Chips({ item }: { item: Item }): ReactNode {
  const { t, i18n } = useTranslation("goals");
  const { sides, view, today } = useHere();
  const fellows = view.at.get(item.id) ?? [];
  const isLate = item.due !== null && item.due < today && isOpen(item);
  const day = item.due === null ? "" : plainDate(item.due, i18n.language);
  return (
    <span className={classes["chips"]}>
      {fellows.map(({ person, name }) => (
        <span key={person} className={classes["at"]} data-testid="fellow-at">
          {t("at", { name: isolated(shownName(name, t("somebody", { ns: "core" }))) })}
        </span>
      ))}
      {item.hasNotes && <NotebookPen size={15} role="img" aria-label={t("hasNotes")} />}
      {item.due !== null && (
        <span className={classes["chip"]} data-late={isLate} data-testid="due-chip">
          <CalendarDays size={15} aria-hidden="true" /> {t(isLate ? "late" : "dueOn", { day })}
        </span>
      )}
      {item.owner !== null && (
        <span className={classes["chip"]} data-testid="owner-chip">
          <UserRound size={15} aria-hidden="true" /> <bdi>{sides[item.owner]}</bdi>
        </span>
      )}
      <OnBoard item={item} />
      {view.health.unsaved.has(item.id) && <span className={classes["unsaved"]} role="img" aria-label={t("state.unsaved")} data-testid="unsaved" />}
    </span>
  );
}

export function More({ item, isOpened, onToggle }: { item: Item; isOpened: boolean; onToggle: () => void }): ReactNode {
  const { t } = useTranslation("goals");
  const Icon = isOpened ? ChevronUp : ChevronDown;
  return (
    <ActionIcon variant="subtle" color="gray" size="lg" aria-expanded={isOpened} aria-controls={`details-${item.id}`} aria-label={t("more", { title: useTitleOf()(item) })} onClick={onToggle} data-testid={`${item.kind}-more`}>
      <Icon size={18} aria-hidden="true" />
    </ActionIcon>
  );
}

function Moves({ item }: { item: Item }): ReactNode {
  const { t } = useTranslation("goals");
  const { desk, view } = useHere();
  const places = [
    { word: t("up"), Icon: ArrowUp, to: stepped(view.outline, item, -1), id: "up" },
    { word: t("down"), Icon: ArrowDown, to: stepped(view.outline, item, 1), id: "down" },
    { word: t("before"), Icon: ArrowLeftToLine, to: shifted(view.outline, item, -1), id: "before" },
    { word: t("after"), Icon: ArrowRightToLine, to: shifted(view.outline, item, 1), id: "after" },
  ];
  return places
    .filter(({ id }) => item.kind !== "goal" || id === "up" || id === "down")
    .map(({ word, Icon, to, id }) => (
      <Button key={id} size="compact-sm" variant="default" leftSection={<Icon size={15} aria-hidden="true" />} disabled={to === null} onClick={() => to && desk.move(item, to.parent, to.at)} data-testid={`move-${id}`}>
        {word}
      </Button>
    ));
}

export function Deeds({ item, onRemove }: { item: Item; onRemove: () => void }): ReactNode {
  const { t } = useTranslation("goals");
  const { isReadOnly } = useHere();
  const titleOf = useTitleOf();
  if (isReadOnly) return null;
  return (
    <div className={classes["deeds"]}>
      <Moves item={item} />
      <Button size="compact-sm" variant="subtle" color="clay" leftSection={<Trash2 size={15} aria-hidden="true" />} aria-label={t("removeOf", { title: titleOf(item) })} onClick={onRemove} data-testid="remove">
        {t("remove")}
      </Button>
    </div>
  );
}

interface FieldProps {
  item: Item;
  here: Pick<Here, "desk" | "sides" | "isReadOnly">;
  testId: string;
}

export function DueField({ item, here: { desk, isReadOnly }, testId }: FieldProps): ReactNode {
  const { t } = useTranslation("goals");
  return <TextInput type="date" label={t("due")} size="sm" value={item.due ?? ""} disabled={isReadOnly} min="2000-01-01" max="2099-12-31" onChange={(event) => desk.change(item, { due: event.currentTarget.value || null })} data-testid={testId} />;
}

export function OwnerField({ item, here: { desk, sides, isReadOnly }, testId }: FieldProps): ReactNode {
  const { t } = useTranslation("goals");
  const owners = [{ value: "", label: t("both") }, ...OWNERS.map((side) => ({ value: side, label: sides[side] }))];
  return <NativeSelect label={t("owner")} size="sm" data={owners} value={item.owner ?? ""} disabled={isReadOnly} onChange={(event) => desk.change(item, { owner: OWNERS.find((side) => side === event.currentTarget.value) ?? null })} data-testid={testId} />;
}

/** Whose, when, how far, how heavy. */
export function Fields({ item }: { item: Item }): ReactNode {
  const { t } = useTranslation("goals");
  const here = useHere();
  const { desk, isReadOnly } = here;
  return (
    <div className={classes["fields"]}>
      <DueField item={item} here={here} testId="due" />
      <OwnerField item={item} here={here} testId="owner" />
      <NativeSelect
        label={t("status")}
        size="sm"
        data={STATUSES.map((value) => ({ value, label: t(`statuses.${value}`) }))}
        value={item.status}
        disabled={isReadOnly}
        onChange={(event) => desk.change(item, { status: STATUSES.find((status) => status === event.currentTarget.value) ?? "todo" })}
        data-testid="status"
      />
      {item.kind !== "goal" && (
        <NumberInput label={t("weight")} size="sm" min={1} max={MOST_WEIGHT} allowDecimal={false} clampBehavior="strict" value={item.weight} disabled={isReadOnly} onChange={(value) => typeof value === "number" && value >= 1 && desk.change(item, { weight: value }, true)} data-testid="weight" />
      )}
    </div>
  );
}

export function Notes({ item }: { item: Item }): ReactNode {
  const { t } = useTranslation("goals");
  const { desk, view } = useHere();
  const notes = desk.notes(item);
  if (notes === null) return null;
  return (
    <div>
      <p className={classes["noteLabel"]} id={`notes-${item.id}`}>
        {t("notes")}
      </p>
      <Suspense fallback={<p className={classes["hint"]}>{t("notesLoading")}</p>}>
        <NotesEditor key={view.health.doc.guid} notes={notes} item={item} />
      </Suspense>
    </div>
  );
}
