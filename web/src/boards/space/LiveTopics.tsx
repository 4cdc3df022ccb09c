/** The topics of a session's agenda, live, for whoever shows them elsewhere: titles of action items are the goals'. */
import { type ReactNode, useMemo } from "react";
import type { Desk } from "../desk";
import { useDesk, useView } from "../use";
import type { Agenda } from "./api";
import { useAgenda } from "./session";
import type { Table } from "./table";
import type { Topic } from "./topics";
import { useTable, useTableView } from "./use";

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
  children: (here: TopicsHere | null) => ReactNode;
}

interface OpenedProps extends Omit<LiveTopicsProps, "bookingId"> {
  agenda: Agenda;
  table: Table;
}

const ofTopic = ({ id, title, minutes, isDone }: Topic): TopicLine => ({ id, title, minutes, isDone });

function useHere({ agenda, table }: OpenedProps, lineOf: (topic: Topic) => TopicLine, turn: (topic: Topic, isDone: boolean) => void): TopicsHere {
  const { topics, health } = useTableView(table);
  const isReadOnly = health.role !== "write";
  return useMemo(() => {
    const tick = (id: string, isDone: boolean): void => topics.filter((one) => one.id === id).forEach((one) => turn(one, isDone));
    return { topics: topics.map(lineOf), startsAt: agenda.startsAt, minutes: agenda.minutes, tick: isReadOnly ? null : tick };
  }, [topics, lineOf, turn, isReadOnly, agenda.startsAt, agenda.minutes]);
}

function Plain(props: OpenedProps): ReactNode {
  const { table } = props;
  const turn = useMemo(() => (topic: Topic, isDone: boolean) => table.change(topic.id, { isDone }), [table]);
  return props.children(useHere(props, ofTopic, turn));
}

function WithGoals(props: OpenedProps & { desk: Desk }): ReactNode {
  const { table, desk } = props;
  const { items } = useView(desk);
  const lineOf = useMemo(
    () => (topic: Topic) => {
      const item = topic.action === null ? undefined : items.get(topic.action);
      return item === undefined ? ofTopic(topic) : { ...ofTopic(topic), title: item.title, isDone: item.status === "done" };
    },
    [items],
  );
  const turn = useMemo(
    () => (topic: Topic, isDone: boolean) => {
      const item = topic.action === null ? undefined : items.get(topic.action);
      if (item === undefined) table.change(topic.id, { isDone });
      else desk.change(item, { status: isDone ? "done" : "todo" });
    },
    [table, desk, items],
  );
  return props.children(useHere(props, lineOf, turn));
}

function OfMentorship(props: OpenedProps & { mentorshipId: string }): ReactNode {
  const desk = useDesk(props.person, props.mentorshipId);
  return desk === null ? <Plain {...props} /> : <WithGoals {...props} desk={desk} />;
}

/** The goals are opened only where a topic stands for one of their action items. */
function Opened(props: OpenedProps): ReactNode {
  const { topics } = useTableView(props.table);
  const { mentorshipId } = props.agenda;
  const needsGoals = topics.some(({ action }) => action !== null);
  return needsGoals && mentorshipId !== null ? <OfMentorship {...props} mentorshipId={mentorshipId} /> : <Plain {...props} />;
}

function OfAgenda({ agenda, ...props }: Omit<OpenedProps, "table">): ReactNode {
  const table = useTable(props.person, agenda.doc);
  return table === null ? props.children(null) : <Opened {...props} agenda={agenda} table={table} />;
}

export function LiveTopics({ bookingId, person, children }: LiveTopicsProps): ReactNode {
  const agenda = useAgenda(bookingId).data;
  if (agenda === undefined) return children(null);
  return (
    <OfAgenda agenda={agenda} person={person}>
      {children}
    </OfAgenda>
  );
}
