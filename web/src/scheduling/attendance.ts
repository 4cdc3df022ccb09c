/** What the browser decides about attendance: who may be corrected, whether a session took place, what a history tells. */
import type { Attendance, Correction, Mark, Presence } from "./api";

export const LONGEST_CORRECTION = 500;
/** What somebody can say of a person; that nothing took place follows from the host's absence. */
export const CHOICES = ["present", "late", "left_early", "network_fault", "absent"] as const satisfies readonly Presence[];

const WAS_THERE: ReadonlySet<Presence> = new Set(["present", "late", "left_early"]);

/** Nobody met anybody: fewer than two were there. */
export const tookPlace = ({ marks }: Pick<Attendance, "marks">): boolean => marks.length < 2 || marks.filter(({ presence }) => WAS_THERE.has(presence)).length > 1;

export const isCorrected = ({ presence, derived }: Pick<Mark, "presence" | "derived">): boolean => presence !== derived;

export const canCorrect = ({ correctableUntil }: Pick<Attendance, "correctableUntil">, now: Date): boolean => now.getTime() <= Date.parse(correctableUntil);

/** Minutes are the room's own: they say nothing any more where people say otherwise. */
export const minutesOf = (mark: Pick<Mark, "presence" | "derived" | "lateMinutes" | "earlyMinutes">): { late: number; early: number } =>
  isCorrected(mark) ? { late: 0, early: 0 } : { late: mark.lateMinutes, early: mark.earlyMinutes };

/** Oneself first, then the host, then the others as they come. */
export const ownFirst = (marks: readonly Mark[], me: string): Mark[] => [...marks].sort((a, b) => Number(b.person.id === me) - Number(a.person.id === me));

/** In which of five sentences something was said, seen by one of those it concerns. */
export function saidKey({ by, person }: Pick<Correction, "by" | "person">, me: string): "youOfYourself" | "youOfOther" | "otherOfYou" | "otherOfThemself" | "otherOfOther" {
  const isOwn = by?.id === person.id;
  if (by?.id === me) return isOwn ? "youOfYourself" : "youOfOther";
  if (person.id === me) return "otherOfYou";
  return isOwn ? "otherOfThemself" : "otherOfOther";
}

export const byBooking = (all: readonly Attendance[]): ReadonlyMap<string, Attendance> => new Map(all.map((one) => [one.booking, one]));
