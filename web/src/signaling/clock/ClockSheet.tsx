/** What opens under the clock: the plan of the session as boxes and rows, what is up next, and a countdown for everybody. */
import { useNumerals } from "../../core/numerals";
import { Button, Checkbox, NumberInput, Switch, UnstyledButton } from "@mantine/core";
import { ChevronRight, Square } from "lucide-react";
import { type CSSProperties, type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { TopicsHere } from "../../boards/space/LiveTopics";
import { isolated, shownName } from "../../core/names";
import { countdownText } from "../../scheduling/clock";
import { NextButton } from "../../scheduling/NextButton";
import type { Visit } from "../visit";
import classes from "./Clock.module.css";
import { COUNTDOWN_MINUTES, type Current, MINUTE_MS, MOST_COUNTDOWN_MINUTES, type Running, type Span, type Topic, minutesLeft, minutesOver, nextOf } from "./model";
import { type ClockDeeds, useClockDeeds, useSpanText, useTitleOf } from "./use";

interface SheetProps {
  visit: Visit;
  here: TopicsHere | null;
  span: Span | null;
  current: Current | null;
  running: Running | null;
  isChimeWanted: boolean;
  onChime: (isWanted: boolean) => void;
  /** To book the next one; null where there is none to book. */
  onNext: (() => void) | null;
}

function Whole({ span, minutes }: { span: Span; minutes: number }): ReactNode {
  const { t } = useTranslation("signaling");
  const spanText = useSpanText();
  return (
    <div>
      <p className={classes["big"]}>{spanText(span)}</p>
      {span.phase !== "before" && <p className={classes["hint"]}>{t("clock.elapsed", { elapsed: Math.floor(span.elapsedMs / MINUTE_MS), minutes })}</p>}
      {span.phase === "over" && <p className={classes["hint"]}>{t("clock.overHint")}</p>}
    </div>
  );
}

/** How far a topic's own minutes are used, 0 to 100; those gone by without being chosen count as done. */
function usedPercent(topic: Topic, current: Current | null): number {
  if (topic.isDone) return 100;
  if (current?.topic.id !== topic.id || current.leftMs === null || topic.minutes === null) return 0;
  return Math.min(100, Math.max(0, 100 - (100 * current.leftMs) / (topic.minutes * MINUTE_MS)));
}

function Boxes({ topics, current }: { topics: readonly Topic[]; current: Current | null }): ReactNode {
  const withTime = topics.filter(({ minutes }) => minutes !== null);
  if (withTime.length === 0) return null;
  return (
    <div className={classes["boxes"]} aria-hidden="true" data-testid="clock-boxes">
      {withTime.map((topic) => (
        <span key={topic.id} className={classes["box"]} data-current={topic.id === current?.topic.id} style={{ "--minutes": topic.minutes, "--part": `${usedPercent(topic, current)}%` } as CSSProperties}>
          <span className={classes["fill"]} />
        </span>
      ))}
    </div>
  );
}

function useMinutesText(topic: Topic, current: Current | null): string | null {
  const { t } = useTranslation("signaling");
  if (topic.id !== current?.topic.id || current.leftMs === null) return topic.minutes === null ? null : t("clock.minutes", { count: topic.minutes });
  const over = minutesOver(current.leftMs);
  if (current.leftMs > 0) return t("clock.topicLeft", { count: minutesLeft(current.leftMs) });
  return over === 0 ? t("clock.topicAtEnd") : t("clock.topicOver", { count: over });
}

interface RowProps {
  topic: Topic;
  current: Current | null;
  deeds: ClockDeeds;
  tick: TopicsHere["tick"];
}

function Row({ topic, current, deeds, tick }: RowProps): ReactNode {
  const { t } = useTranslation("signaling");
  const minutes = useMinutesText(topic, current);
  const isCurrent = topic.id === current?.topic.id;
  const title = useTitleOf()(topic);
  return (
    <li className={classes["topic"]} data-current={isCurrent} data-done={topic.isDone} data-testid="clock-topic">
      <Checkbox aria-label={t("clock.done", { title: isolated(title) })} checked={topic.isDone} disabled={tick === null} onChange={(event) => tick?.(topic.id, event.currentTarget.checked)} data-testid="clock-done" />
      <UnstyledButton className={classes["choose"]} aria-current={isCurrent} onClick={() => deeds.choose(topic)} data-testid="clock-choose">
        <bdi className={classes["title"]}>{title}</bdi>
        {minutes !== null && <span className={classes["minutes"]}>{minutes}</span>}
      </UnstyledButton>
    </li>
  );
}

const isOverTime = (current: Current | null): boolean => (current?.leftMs ?? 0) < 0;

function Steps({ topics, current, deeds }: { topics: readonly Topic[]; current: Current | null; deeds: ClockDeeds }): ReactNode {
  const { t } = useTranslation("signaling");
  const titleOf = useTitleOf();
  const next = nextOf(topics, current?.topic ?? null);
  return (
    <div className={classes["deeds"]}>
      {next !== null && (
        <Button size="sm" rightSection={<ChevronRight size={17} aria-hidden="true" className={classes["flip"]} />} onClick={() => deeds.choose(next)} maw="100%" data-testid="clock-next">
          {t("clock.next", { title: isolated(titleOf(next)) })}
        </Button>
      )}
      {current?.isChosen && (
        <Button size="sm" variant="subtle" onClick={() => deeds.choose(null)} data-testid="clock-plan">
          {t("clock.byPlan")}
        </Button>
      )}
    </div>
  );
}

function Plan({ here, current, deeds }: { here: TopicsHere; current: Current | null; deeds: ClockDeeds }): ReactNode {
  const { t } = useTranslation("signaling");
  if (here.topics.length === 0) return <p className={classes["hint"]}>{t("clock.noTopics")}</p>;
  return (
    <>
      <Boxes topics={here.topics} current={current} />
      <ol className={classes["topics"]}>
        {here.topics.map((topic) => (
          <Row key={topic.id} topic={topic} current={current} deeds={deeds} tick={here.tick} />
        ))}
      </ol>
      {isOverTime(current) && <p className={classes["hint"]}>{t("clock.topicOverHint")}</p>}
      <Steps topics={here.topics} current={current} deeds={deeds} />
    </>
  );
}

function Typed({ onStart }: { onStart: (minutes: number) => void }): ReactNode {
  const { t } = useTranslation("signaling");
  const [minutes, setMinutes] = useState<number | "">("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (minutes !== "") onStart(minutes);
  };
  return (
    <form className={classes["typed"]} onSubmit={submit}>
      <NumberInput size="sm" label={t("clock.typed")} min={1} max={MOST_COUNTDOWN_MINUTES} allowDecimal={false} allowNegative={false} clampBehavior="strict" value={minutes} onChange={(value) => setMinutes(typeof value === "number" && value >= 1 ? value : "")} data-testid="countdown-minutes" />
      <Button type="submit" size="sm" variant="light" disabled={minutes === ""} data-testid="countdown-start">
        {t("clock.start")}
      </Button>
    </form>
  );
}

function Counting({ running, deeds }: { running: Running | null; deeds: ClockDeeds }): ReactNode {
  const { t } = useTranslation("signaling");
  const core = useTranslation("core");
  const numerals = useNumerals();
  if (running !== null) {
    return (
      <>
        <p className={classes["big"]} role="timer" data-testid="countdown-left">
          {running.is === "over" ? t("clock.timeUp") : numerals(countdownText(running.leftMs))}
        </p>
        <p className={classes["hint"]}>{t("clock.startedBy", { name: isolated(shownName(running.byName, core.t("somebody"))), count: Math.round(running.wholeS / 60) })}</p>
        <Button size="sm" variant="light" leftSection={<Square size={14} aria-hidden="true" />} onClick={deeds.stop} data-testid="countdown-stop">
          {t("clock.stop")}
        </Button>
      </>
    );
  }
  return (
    <>
      <div className={classes["deeds"]}>
        {COUNTDOWN_MINUTES.map((minutes) => (
          <Button key={minutes} size="sm" variant="light" onClick={() => deeds.start(minutes)} data-testid={`countdown-${minutes}`}>
            {t("clock.minutes", { count: minutes })}
          </Button>
        ))}
      </div>
      <Typed onStart={deeds.start} />
    </>
  );
}

export function ClockSheet({ visit, here, span, current, running, isChimeWanted, onChime, onNext }: SheetProps): ReactNode {
  const { t } = useTranslation("signaling");
  const deeds = useClockDeeds(visit);
  return (
    <div className={classes["sheet"]}>
      {here !== null && span !== null && (
        <section className={classes["part"]} aria-label={t("clock.plan")}>
          <Whole span={span} minutes={here.minutes} />
          <Plan here={here} current={current} deeds={deeds} />
        </section>
      )}
      <section className={classes["part"]} aria-labelledby="countdown-title">
        <h2 id="countdown-title">{t("clock.countdown")}</h2>
        <Counting running={running} deeds={deeds} />
      </section>
      <div className={classes["part"]}>
        <Switch label={t("clock.chime")} checked={isChimeWanted} onChange={(event) => onChime(event.currentTarget.checked)} data-testid="clock-chime" />
        {onNext && (
          <div className={classes["deeds"]}>
            <NextButton onClick={onNext} />
          </div>
        )}
      </div>
    </div>
  );
}
