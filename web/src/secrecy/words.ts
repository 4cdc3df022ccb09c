/** Which words and which look a session's protection has; pure. */
import type { Protection } from "./orders";

/** How a session stands, as its lock shows it. */
export type Standing = "end_to_end" | "compared" | "transport" | "unable";

export function standingOf(protection: Protection, isPossible: boolean, isCompared: boolean): Standing {
  if (protection === "transport") return "transport";
  if (!isPossible) return "unable";
  return isCompared ? "compared" : "end_to_end";
}

/** The names of those whose browsers cannot do it. */
export const unableOf = (people: readonly { name: string; publicKey: string | null }[]): string[] =>
  people.filter(({ publicKey }) => publicKey === null).map(({ name }) => name);
