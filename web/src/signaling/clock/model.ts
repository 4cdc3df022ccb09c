/** The clock of a session as pure rules: the server's time by the page's clock, the plan of an agenda, what is up now, what is near its end. */
import type { Timer } from "../socket";

export const MINUTE_MS = 60_000;
/** So long before the end it is said that the end is near. */
const SOON_MS = 5 * MINUTE_MS;
/** So long before somebody's next session they are told of it. */
const NEXT_MS = 10 * MINUTE_MS;
/** A countdown that has run out stays in sight so long. */
const OVER_MS = MINUTE_MS;
export const COUNTDOWN_MINUTES = [5, 10, 25] as const;
export const MOST_COUNTDOWN_MINUTES = 240;

/** What the server said of the clock, and when by the clock of this page, which nobody sets. */
export interface Told {
  timer: Timer;
  atMs: number;
}

/** The server's time, in ms since 1970, at a moment of the page's clock: the device's own clock may be wrong. */
export const serverNow = ({ timer, atMs }: Told, pageMs: number): number => Date.parse(timer.now) + (pageMs - atMs);

export interface Topic {
  id: string;
  title: string;
  minutes: number | null;
  isDone: boolean;
}

export interface Session {
  startsAtMs: number;
  minutes: number;
}

export type Phase = "before" | "running" | "soon" | "over";

export interface Span {
  phase: Phase;
  /** Since the beginning; negative before it. */
  elapsedMs: number;
  /** Until the end; negative after it. */
  leftMs: number;
}

export function spanOf({ startsAtMs, minutes }: Session, nowMs: number): Span {
  const elapsedMs = nowMs - startsAtMs;
  const leftMs = minutes * MINUTE_MS - elapsedMs;
  const phase = elapsedMs < 0 ? "before" : leftMs <= 0 ? "over" : leftMs <= SOON_MS ? "soon" : "running";
  return { phase, elapsedMs, leftMs };
}

export interface Current {
  topic: Topic;
  /** Until its minutes are over, negative beyond; null: it has none. */
  leftMs: number | null;
  /** Somebody has chosen it; else it is up by the plan. */
  isChosen: boolean;
}

/** Where the plan is: topics with minutes one after the other from the beginning on, those that are done passed over. */
function planned(topics: readonly Topic[], elapsedMs: number): Current | null {
  let endMs = 0;
  for (const topic of topics) {
    if (topic.minutes === null) continue;
    endMs += topic.minutes * MINUTE_MS;
    if (elapsedMs < endMs && !topic.isDone) return { topic, leftMs: endMs - Math.max(0, elapsedMs), isChosen: false };
  }
  // All planned time is over: what is still open is up, and nobody is told that it is late.
  const open = topics.find(({ isDone }) => !isDone);
  return open === undefined ? null : { topic: open, leftMs: null, isChosen: false };
}

/** What is talked about: what somebody chose, while it is on the agenda, else by the plan. */
export function currentOf(topics: readonly Topic[], { topic: chosen }: Pick<Timer, "topic">, session: Session, nowMs: number): Current | null {
  const topic = chosen === null ? undefined : topics.find(({ id }) => id === chosen.topicId);
  if (chosen === null || topic === undefined) return planned(topics, nowMs - session.startsAtMs);
  const leftMs = topic.minutes === null ? null : Date.parse(chosen.since) + topic.minutes * MINUTE_MS - nowMs;
  return { topic, leftMs, isChosen: true };
}

/** What one click goes on to: the next one that is open, or the first open one before. */
export function nextOf(topics: readonly Topic[], current: Topic | null): Topic | null {
  const at = topics.findIndex(({ id }) => id === current?.id);
  const isOpen = ({ id, isDone }: Topic): boolean => !isDone && id !== current?.id;
  return topics.slice(at + 1).find(isOpen) ?? topics.find(isOpen) ?? null;
}

/** Whole minutes as somebody says them: the last one counts until it is over. */
export const minutesLeft = (leftMs: number): number => Math.max(0, Math.ceil(leftMs / MINUTE_MS));
export const minutesOver = (leftMs: number): number => Math.max(0, Math.floor(-leftMs / MINUTE_MS));

export type Running = { is: "running" | "over"; leftMs: number; wholeS: number; byName: string };

/** The countdown of all as it is now; null: none, or over for long. */
export function countdownOf({ countdown }: Pick<Timer, "countdown">, nowMs: number): Running | null {
  if (countdown === null) return null;
  const leftMs = Date.parse(countdown.endsAt) - nowMs;
  if (leftMs <= -OVER_MS) return null;
  return { is: leftMs > 0 ? "running" : "over", leftMs, wholeS: countdown.wholeS, byName: countdown.byName };
}

/** One's own next session, while it is time to speak of it. */
export function nextIn(starts: readonly string[], nowMs: number): { startsAt: string; minutes: number } | null {
  for (const startsAt of starts) {
    const leftMs = Date.parse(startsAt) - nowMs;
    if (leftMs > 0 && leftMs <= NEXT_MS) return { startsAt, minutes: minutesLeft(leftMs) };
  }
  return null;
}
