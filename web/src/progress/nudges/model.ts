/** What the browser decides about nudges: what can be done about each, and what a page shows of them. */
import type { Matter, Nudge, OpenAction } from "./api";

/** Where something is done; the words of each are a key of their own. */
export type Way = "book" | "write" | "goals" | "checkIn";

/** How long "not now" is. */
export const LATER_WEEKS = 2;
export const CHECK_IN_PAUSE_WEEKS = 4;
export const PAUSE_WEEKS = 4;
/** On pages that are about something else. */
export const MOST_AT_HOME = 3;
const MOST_ITEMS = 3;
/** As the server has it: the day before an item is due it was told, and there was time after that. */
const OVERDUE_DAYS = 3;
const DAY_MS = 86_400_000;

/** The first is what helps most. */
export function waysOf({ matter, side, other }: Pick<Nudge, "matter" | "side" | "other">): Way[] {
  if (matter === "overdue") return ["goals"];
  if (matter === "check_ins") return ["checkIn"];
  if (side === "mentor" || other === null) return ["write"];
  return matter === "silence" ? ["write", "book"] : ["book", "write"];
}

export const camelOf = (matter: Matter): "silence" | "stalled" | "unbooked" | "overdue" | "checkIns" => (matter === "check_ins" ? "checkIns" : matter);

/** Which sentence it is: silence is told to either side in words of its own. */
export const wordOf = ({ matter, side }: Pick<Nudge, "matter" | "side">): ReturnType<typeof camelOf> | "waiting" => (matter === "silence" && side === "mentee" ? "waiting" : camelOf(matter));

/** A start page says already that nothing is booked, to whoever is a mentee. */
export const atHome = (nudges: readonly Nudge[]): Nudge[] => nudges.filter(({ matter, side }) => !(matter === "unbooked" && side === "mentee"));

export const ofPair = (nudges: readonly Nudge[], mentorshipId: string): Nudge[] => nudges.filter((one) => one.mentorshipId === mentorshipId);

const isToPause = new Set<Matter>(["stalled", "unbooked", "silence"]);
/** Whether a pause of the mentorship answers it, too. */
export const mayPause = ({ matter }: Pick<Nudge, "matter">): boolean => isToPause.has(matter);

/** Items of one mentorship that are past their day, the oldest first. */
export function overdueOf(open: readonly OpenAction[], { mentorshipId, side }: Pick<Nudge, "mentorshipId" | "side">, now: Date): OpenAction[] {
  const today = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  return open
    .filter(({ mentorship, item }) => mentorship === mentorshipId && (item.owner === null || item.owner === side))
    .filter(({ item }) => item.due !== null && today - Date.parse(item.due) >= OVERDUE_DAYS * DAY_MS)
    .slice(0, MOST_ITEMS);
}

export const toggled = (off: readonly Matter[], matter: Matter, isOn: boolean): Matter[] => (isOn ? off.filter((one) => one !== matter) : [...off.filter((one) => one !== matter), matter]);
