/** One topic of an agenda, written in place. */
import { ActionIcon, Checkbox, Menu, NumberInput, Textarea } from "@mantine/core";
import { ArrowDown, ArrowUp, EllipsisVertical, GripVertical, X } from "lucide-react";
import type { KeyboardEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isolated } from "../../core/names";
import { shortDate } from "../../core/when";
import { type Drag, besideRow, useDragging, useMark } from "../drag";
import type { Item } from "../items";
import { LONGEST_TITLE, MOST_MINUTES, type Topic } from "./topics";
import classes from "./Space.module.css";
import { useAt } from "./use";

interface Shown {
  topic: Topic;
  at: number;
  /** What it stands for, if it stands for an action item; undefined: it is gone. */
  action: Item | undefined;
  title: string;
  isDone: boolean;
}

interface RowProps {
  shown: Shown;
  before: string | null;
  /** Changes the action item that it stands for. */
  onAction: (change: { title?: string; status?: "done" | "todo" }, isTyping?: boolean) => void;
}

function useTopicDrag({ topic, at }: Shown): ReturnType<typeof useDragging> {
  const { table, view } = useAt();
  const mark = useMark();
  const rowOf = (id: string): Element | null => document.querySelector(`[data-topic="${id}"]`);
  return useDragging({
    landing: (x, y) => {
      const row = document.elementFromPoint(x, y)?.closest<HTMLElement>("[data-topic]");
      const id = row?.dataset["topic"];
      return row && id !== undefined && id !== topic.id ? besideRow(row, id, y) : null;
    },
    mark: (to) => mark(to === null ? null : rowOf(to.id), to?.side ?? ""),
    onLand: (to) => {
      const other = view.topics.findIndex(({ id }) => id === to.id);
      if (other !== -1) table.move(topic.id, other + Number(to.side === "after") - Number(other > at));
    },
  });
}

/** Who added it, and from when it was left over. */
function Origin({ topic }: { topic: Topic }): ReactNode {
  const { t, i18n } = useTranslation("space");
  const { nameOf, me } = useAt();
  const name = topic.by === null ? null : nameOf(topic.by);
  const by = topic.by === me ? t("agenda.byYou") : name !== null && t("agenda.by", { name: isolated(name) });
  return (
    <span className={classes["origin"]}>
      {topic.action !== null && <span className={classes["mark"]}>{t("agenda.action")}</span>}
      {topic.from !== null && (
        <span className={classes["mark"]} data-testid="topic-from">
          {t("agenda.from", { day: shortDate(new Date(topic.from), i18n.language) })}
        </span>
      )}
      {by && <span>{by}</span>}
    </span>
  );
}

function More({ shown, name }: { shown: Shown; name: string }): ReactNode {
  const { t } = useTranslation("space");
  const { table, view } = useAt();
  const { topic, at } = shown;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("agenda.moreOf", { title: name })} data-testid="topic-more">
          <EllipsisVertical size={17} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<ArrowUp size={16} aria-hidden="true" />} disabled={at === 0} onClick={() => table.move(topic.id, at - 1)} data-testid="topic-up">
          {t("agenda.up")}
        </Menu.Item>
        <Menu.Item leftSection={<ArrowDown size={16} aria-hidden="true" />} disabled={at === view.topics.length - 1} onClick={() => table.move(topic.id, at + 1)} data-testid="topic-down">
          {t("agenda.down")}
        </Menu.Item>
        <Menu.Item color="clay" leftSection={<X size={16} aria-hidden="true" />} onClick={() => table.remove(topic.id)} data-testid="topic-remove">
          {t("agenda.remove", { title: name })}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

const STEPS: Record<string, -1 | 1> = { ArrowUp: -1, ArrowDown: 1 };

function Title({ shown, before, onAction }: RowProps): ReactNode {
  const { t } = useTranslation("space");
  const { table, isReadOnly, me, focus } = useAt();
  const { topic, title, isDone, at } = shown;
  const write = (raw: string): void => {
    const line = raw.replaceAll(/[\r\n]+/g, " ");
    if (topic.action === null) table.change(topic.id, { title: line }, true);
    else onAction({ title: line }, true);
  };
  const drop = (): void => {
    table.remove(topic.id);
    focus(before);
  };
  const step = (by: -1 | 1): void => {
    table.move(topic.id, Math.max(0, at + by));
    focus(topic.id);
  };
  const deedOf = (event: KeyboardEvent): (() => void) | null => {
    const by = event.altKey ? STEPS[event.key] : undefined;
    if (by !== undefined) return () => step(by);
    if (event.key === "Enter") return () => focus(table.add(me, "", topic.id));
    return event.key === "Backspace" && title === "" && topic.action === null ? drop : null;
  };
  const press = (event: KeyboardEvent): void => {
    const deed = event.nativeEvent.isComposing ? null : deedOf(event);
    if (deed === null) return;
    event.preventDefault();
    deed();
  };
  return (
    <Textarea
      className={classes["topicTitle"] ?? ""}
      data-done={isDone}
      variant="unstyled"
      autosize
      minRows={1}
      dir="auto"
      maxLength={LONGEST_TITLE}
      aria-label={t("agenda.topic")}
      placeholder={t("agenda.hint")}
      value={title}
      disabled={isReadOnly}
      onChange={(event) => write(event.currentTarget.value)}
      onKeyDown={press}
      onFocus={() => table.be(topic.id)}
      onBlur={() => table.be(null)}
      data-topic-title={topic.id}
      data-testid="topic-title"
    />
  );
}

function Minutes({ topic, name }: { topic: Topic; name: string }): ReactNode {
  const { t } = useTranslation("space");
  const { table, isReadOnly } = useAt();
  return (
    <NumberInput
      className={classes["minutes"] ?? ""}
      size="sm"
      aria-label={t("agenda.minutes", { title: name })}
      placeholder={t("agenda.minutesHint")}
      min={1}
      max={MOST_MINUTES}
      allowDecimal={false}
      allowNegative={false}
      clampBehavior="strict"
      hideControls
      value={topic.minutes ?? ""}
      disabled={isReadOnly}
      onChange={(value) => table.change(topic.id, { minutes: typeof value === "number" && value >= 1 ? value : null }, true)}
      data-testid="topic-minutes"
    />
  );
}

function Handle({ name, handle }: { name: string; handle: Drag["handle"] }): ReactNode {
  const { t } = useTranslation("space");
  return (
    <span className={classes["handle"]} title={t("agenda.drag", { title: name })} aria-hidden="true" data-testid="topic-drag" {...handle}>
      <GripVertical size={17} />
    </span>
  );
}

export function TopicRow(props: RowProps): ReactNode {
  const { t } = useTranslation("space");
  const { table, isReadOnly } = useAt();
  const { shown, onAction } = props;
  const { topic, action, title, isDone } = shown;
  const { handle, isDragged } = useTopicDrag(shown);
  const isGone = topic.action !== null && action === undefined;
  const name = title.trim() === "" ? t("agenda.untitled") : isolated(title);
  const turn = (): void => (topic.action === null ? table.change(topic.id, { isDone: !isDone }) : onAction({ status: isDone ? "todo" : "done" }));
  return (
    <li className={classes["topic"]} data-topic={topic.id} data-dragged={isDragged} data-testid="topic">
      {isReadOnly ? <span /> : <Handle name={name} handle={handle} />}
      <Checkbox aria-label={t(topic.action === null ? "agenda.done" : "agenda.doneAction", { title: name })} checked={isDone} disabled={isReadOnly || isGone} onChange={turn} data-testid="topic-done" />
      <div className={classes["topicWords"]}>
        {isGone ? <p className={classes["hint"]}>{t("agenda.actionGone")}</p> : <Title {...props} />}
        <Origin topic={topic} />
      </div>
      <Minutes topic={topic} name={name} />
      {isReadOnly ? <span /> : <More shown={shown} name={name} />}
    </li>
  );
}
