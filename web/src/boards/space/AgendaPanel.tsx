/** The agenda of a session and its shared notes, live for everybody of it. */
import { Button, Progress } from "@mantine/core";
import { Plus } from "lucide-react";
import { type KeyboardEvent, type ReactNode, Suspense, lazy, useCallback, useContext, useEffect, useId, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { shownName } from "../../core/names";
import { Loading } from "../../core/ui/Loading";
import { Notice } from "../../core/ui/Notice";
import type { Mentorship } from "../../mentorships/api";
import { StateBar } from "../Bar";
import type { Desk } from "../desk";
import { useHereOf } from "../here";
import { HereContext } from "../use";
import type { Agenda } from "./api";
import classes from "./Space.module.css";
import type { Table, TableView } from "./table";
import { TopicRow } from "./TopicRow";
import { type Topic, plannedMinutes } from "./topics";
import { type At, AtContext, useAt, useTable, useTableView } from "./use";

const AgendaNotes = lazy(async () => ({ default: (await import("./AgendaNotes")).AgendaNotes }));

/** The goals of the mentorship that a session is of. */
export interface Ours {
  desk: Desk;
  pair: Mentorship;
}

interface PanelProps {
  agenda: Agenda;
  me: { id: string; name: string };
  ours: Ours | null;
}

function Planned({ minutes, topics }: { minutes: number; topics: readonly Topic[] }): ReactNode {
  const { t } = useTranslation("space");
  const planned = plannedMinutes(topics);
  if (planned === 0) return null;
  const over = planned - minutes;
  return (
    <div className={classes["planned"]}>
      <Progress value={Math.min(100, (100 * planned) / minutes)} size="sm" radius="xl" color={over > 0 ? "clay" : "olive"} aria-hidden="true" />
      <p className={classes["hint"]} data-testid="planned">
        {over > 0 ? t("agenda.over", { planned, minutes, over }) : t("agenda.planned", { planned, minutes })}
      </p>
    </div>
  );
}

function Topics({ minutes }: { minutes: number }): ReactNode {
  const { t } = useTranslation("space");
  const { table, view, isReadOnly, me, focus } = useAt();
  const here = useContext(HereContext);
  const heading = useId();
  const shown = view.topics.map((topic, at) => {
    const action = topic.action === null ? undefined : here?.view.items.get(topic.action);
    return { topic, at, action, title: action?.title ?? topic.title, isDone: action ? action.status === "done" : topic.isDone };
  });
  return (
    <section className={classes["section"]} aria-labelledby={heading} data-testid="agenda">
      <h2 id={heading}>{t("agenda.title")}</h2>
      <Planned minutes={minutes} topics={view.topics} />
      {shown.length === 0 && <p className={classes["hint"]}>{t(isReadOnly ? "agenda.emptyRead" : "agenda.empty")}</p>}
      <ol className={classes["topics"]}>
        {shown.map((one, at) => (
          <TopicRow key={one.topic.id} shown={one} before={shown[at - 1]?.topic.id ?? null} onAction={(change, isTyping) => one.action && here?.desk.change(one.action, change, isTyping)} />
        ))}
      </ol>
      {!isReadOnly && (
        <span className={classes["adds"]}>
          <Button size="compact-md" variant="light" leftSection={<Plus size={17} aria-hidden="true" />} onClick={() => focus(table.add(me))} data-testid="topic-add">
            {t("agenda.add")}
          </Button>
          {shown.length > 1 && <span className={classes["keys"]}>{t("agenda.keys")}</span>}
        </span>
      )}
    </section>
  );
}

function Notes({ isTracking }: { isTracking: boolean }): ReactNode {
  const { t } = useTranslation("space");
  const { isReadOnly, view } = useAt();
  const heading = useId();
  const lead = isReadOnly ? "notes.read" : isTracking ? "notes.lead" : "notes.leadPlain";
  return (
    <section className={classes["section"]} aria-labelledby={heading}>
      <h2 id={heading}>{t("notes.title")}</h2>
      <p className={classes["hint"]}>{t(lead)}</p>
      <Suspense fallback={<p className={classes["hint"]}>{t("notes.loading")}</p>}>
        <AgendaNotes key={view.health.doc.guid} labelledBy={heading} isTracking={isTracking} />
      </Suspense>
    </section>
  );
}

/** The cursor goes to a topic that is not there yet. */
function useTopicFocus(box: { current: HTMLElement | null }): At["focus"] {
  const [wanted, setWanted] = useState<{ topic: string | null }>({ topic: null });
  useEffect(() => {
    if (wanted.topic !== null) box.current?.querySelector<HTMLElement>(`[data-topic-title="${wanted.topic}"]`)?.focus();
  }, [wanted, box]);
  return useCallback((topic) => setWanted({ topic }), []);
}

/** Where a key takes something back: in the notes the editor does so by itself; the title of an action item is the goals' as long as they have a step. */
function stepsAt(field: Element, table: Table, desk: Desk | null, isRedo: boolean): Table | Desk | null {
  if (field.closest("[data-title-of]") === null) return field.closest(".ProseMirror") === null ? table : null;
  if (desk === null) return table;
  return (isRedo ? desk.view.canRedo : desk.view.canUndo) ? desk : table;
}

const isUndoKey = ({ ctrlKey, metaKey, key }: KeyboardEvent): boolean => (ctrlKey || metaKey) && key.toLowerCase() === "z";

const pressed =
  (table: Table, desk: Desk | null) =>
  (event: KeyboardEvent): void => {
    const steps = isUndoKey(event) && event.target instanceof Element ? stepsAt(event.target, table, desk, event.shiftKey) : null;
    if (steps === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.shiftKey) steps.redo();
    else steps.undo();
  };

interface OpenedProps extends PanelProps {
  table: Table;
}

function useAtOf({ table, me, ours }: OpenedProps, focus: At["focus"]): At {
  const { t } = useTranslation("core");
  const view = useTableView(table);
  const isReadOnly = view.health.role !== "write";
  const other = ours?.pair.other;
  const [otherId, otherName] = other ? [other.id, shownName(other.name, t("somebody"))] : [null, null];
  return useMemo(
    () => ({ table, view, isReadOnly, me: me.id, focus, nameOf: (person) => (person === otherId ? otherName : null) }),
    [table, view, isReadOnly, me.id, focus, otherId, otherName],
  );
}

function Rejected(): ReactNode {
  const { t } = useTranslation("goals");
  const { view, table } = useAt();
  const { rejection } = view.health;
  if (rejection === null) return null;
  return (
    <Notice title={t("rejected.title")}>
      <p>
        {rejection.title} {t("rejected.hint")}
      </p>
      <Button size="compact-md" variant="default" onClick={() => table.live.forgive()}>
        {t("rejected.ok")}
      </Button>
    </Notice>
  );
}

const isEmpty = ({ topics, page, health }: TableView): boolean => health.standing === "opening" && topics.length === 0 && page.length === 0;

function Opened(props: OpenedProps): ReactNode {
  const { table, agenda, ours } = props;
  const desk = ours?.desk ?? null;
  const box = useRef<HTMLDivElement>(null);
  const at = useAtOf(props, useTopicFocus(box));
  useEffect(() => table.workOn(desk), [table, desk]);
  if (isEmpty(at.view)) return <Loading />;
  const { health, canUndo, canRedo } = at.view;
  return (
    <AtContext value={at}>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the keys of all fields within */}
      <div className={classes["panelBody"]} ref={box} onKeyDown={pressed(table, desk)} data-testid="agenda-panel">
        <StateBar health={health} steps={at.isReadOnly ? null : { canUndo, canRedo, undo: () => table.undo(), redo: () => table.redo() }} />
        <Rejected />
        <Topics minutes={agenda.minutes} />
        <Notes isTracking={desk !== null} />
      </div>
    </AtContext>
  );
}

/** Action items are drawn from the goals: what changes there changes here. */
function WithGoals(props: OpenedProps & { ours: Ours }): ReactNode {
  const box = useRef<HTMLDivElement>(null);
  const here = useHereOf(props.ours.desk, props.ours.pair, props.me, box);
  const { standing, role } = here.view.health;
  // What is typed before the goals are there could become no action item.
  if (standing === "opening" && role === null) return <Loading />;
  return (
    <HereContext value={here}>
      <div ref={box}>
        <Opened {...props} />
      </div>
    </HereContext>
  );
}

export function AgendaPanel(props: PanelProps): ReactNode {
  const table = useTable(props.me.id, props.agenda.doc);
  if (table === null) return <Loading />;
  return props.ours === null ? <Opened {...props} table={table} /> : <WithGoals {...props} ours={props.ours} table={table} />;
}
