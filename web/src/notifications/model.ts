/** What the browser decides about notices: the days they are sorted by, what a change of the settings sends. */
import type { Kind, Notice, QuietHours, Settings, Switches, Topic, Wishes } from "./api";

export type Way = "email" | "push";
export const WAYS = ["email", "push"] as const satisfies readonly Way[];
const TOPICS = ["sessions", "requests", "mentorships", "goals", "feedback", "programmes", "invitations", "safety"] as const satisfies readonly Topic[];
/** Beyond it a badge says only that there are more. */
const MOST_ON_BADGE = 99;
export const FIRST_QUIET: QuietHours = { startMinute: 22 * 60, endMinute: 7 * 60 };

type Camel<Text extends string> = Text extends `${infer Head}_${infer Tail}` ? `${Head}${Capitalize<Camel<Tail>>}` : Text;

/** A kind as the words are sorted by: an underscore in a key would mean a variant of it. */
export const camel = <Text extends string>(text: Text): Camel<Text> => text.replaceAll(/_(.)/g, (_, sign: string) => sign.toUpperCase()) as Camel<Text>;

/** Minutes in the largest unit that has no rest. */
export function leadOf(minutes: number): { unit: "minutes" | "hours" | "days"; count: number } {
  if (minutes % 1440 === 0) return { unit: "days", count: minutes / 1440 };
  return minutes % 60 === 0 ? { unit: "hours", count: minutes / 60 } : { unit: "minutes", count: minutes };
}

export const badgeOf = (unread: number): string => (unread > MOST_ON_BADGE ? `${MOST_ON_BADGE}+` : String(unread));

interface Day {
  key: string;
  at: Date;
  notices: Notice[];
}

/** Notices by the reader's day, in their order. */
export function daysOf(notices: readonly Notice[]): Day[] {
  const days = new Map<string, Day>();
  for (const one of notices) {
    const at = new Date(one.createdAt);
    const key = at.toDateString();
    const day = days.get(key) ?? { key, at, notices: [] };
    day.notices.push(one);
    days.set(key, day);
  }
  return [...days.values()];
}

/** The rows of the matrix, topic by topic. */
export const topicsOf = (switches: readonly Switches[]): { topic: Topic; rows: Switches[] }[] =>
  TOPICS.map((topic) => ({ topic, rows: switches.filter((one) => one.topic === topic) })).filter(({ rows }) => rows.length > 0);

export const withSwitch = (settings: Settings, kind: Kind, way: Way, isOn: boolean): Settings => ({
  ...settings,
  switches: settings.switches.map((one) => (one.kind === kind ? { ...one, [way]: isOn } : one)),
});

export const withReminder = (settings: Settings, minutes: number): Settings => ({
  ...settings,
  reminders: settings.reminders.includes(minutes) ? settings.reminders.filter((one) => one !== minutes) : [...settings.reminders, minutes].sort((a, b) => a - b),
});

export const wishesOf = ({ switches, quietHours, digest, reminders }: Settings): Wishes => ({
  switches: switches.map(({ kind, email, push }) => ({ kind, email, push })),
  quietHours,
  digest,
  reminders,
});

/** 75 as a time field wants it: 01:15. */
export const clockOf = (minute: number): string => `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;

/** The other way round; null for what is not filled in. */
export function minuteOf(clock: string): number | null {
  const [hours, minutes] = clock.split(":").map(Number);
  if (hours === undefined || minutes === undefined || Number.isNaN(hours + minutes)) return null;
  return hours * 60 + minutes;
}
