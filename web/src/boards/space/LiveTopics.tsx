/** The topics of a session's agenda, live, told to whoever shows them elsewhere: titles of action items are the goals'. */
import { useLayoutEffect, useMemo } from "react";
import type { Item } from "../items";
import { useShown } from "../open";
import { useDesk } from "../use";
import { useAgenda } from "./session";
import type { Topic } from "./topics";
import { useTable } from "./use";

export interface TopicLine {
  id: string;
  title: string;
  minutes: number | null;
  isDone: boolean;
}

export interface TopicsHere {
  topics: readonly TopicLine[];
  startsAt: string;
  minutes: number;
  /** Says that a topic was talked about, or not; null: this person only reads. */
  tick: ((id: string, isDone: boolean) => void) | null;
}

interface LiveTopicsProps {
  bookingId: string;
  person: string;
  /** Called at each change; null: not known yet. The same function each time. */
  onChange: (here: TopicsHere | null) => void;
}

const NO_ITEMS: ReadonlyMap<string, Item> = new Map();

const itemOf = ({ action }: Topic, items: ReadonlyMap<string, Item>): Item | undefined => (action === null ? undefined : items.get(action));

function lineOf(topic: Topic, item: Item | undefined): TopicLine {
  const { id, title, minutes, isDone } = topic;
  return item === undefined ? { id, title, minutes, isDone } : { id, minutes, title: item.title, isDone: item.status === "done" };
}

function useTopics(bookingId: string, person: string): TopicsHere | null {
  const agenda = useAgenda(bookingId).data ?? null;
  const table = useTable(person, agenda?.doc ?? null);
  const view = useShown(table);
  // The goals are opened only where a topic stands for one of their action items.
  const needsGoals = view !== null && view.topics.some(({ action }) => action !== null);
  const desk = useDesk(person, needsGoals ? (agenda?.mentorshipId ?? null) : null);
  const items = useShown(desk)?.items ?? NO_ITEMS;
  return useMemo(() => {
    if (agenda === null || table === null || view === null) return null;
    const turn = (topic: Topic, isDone: boolean): void => {
      const item = itemOf(topic, items);
      if (desk === null || item === undefined) table.change(topic.id, { isDone });
      else desk.change(item, { status: isDone ? "done" : "todo" });
    };
    const tick = (id: string, isDone: boolean): void => view.topics.filter((one) => one.id === id).forEach((one) => turn(one, isDone));
    return {
      topics: view.topics.map((topic) => lineOf(topic, itemOf(topic, items))),
      startsAt: agenda.startsAt,
      minutes: agenda.minutes,
      tick: view.health.role === "write" ? tick : null,
    };
  }, [agenda, table, view, desk, items]);
}

/** Draws nothing: whoever shows the topics stays where they are while documents open. */
export function LiveTopics({ bookingId, person, onChange }: LiveTopicsProps): null {
  const here = useTopics(bookingId, person);
  // Drawn with the change itself, or a box that is ticked would be seen unticked again for a moment.
  useLayoutEffect(() => onChange(here), [here, onChange]);
  useLayoutEffect(() => () => onChange(null), [onChange]);
  return null;
}
