/** What a record of somebody's connection says, in words and lines; pure. */
import type { Schemas } from "../core/api";

export type CallRecord = Schemas["RecordOut"];

type Heard = "clear" | "mostly" | "patchy" | "broken" | "unknown";

/** User satisfaction by the score, ITU-T G.107 Annex B: satisfied, some not, many not. */
const CLEAR_FROM = 4;
const MOSTLY_FROM = 3.6;
const PATCHY_FROM = 3.1;

export function heard(mos: number | null): Heard {
  if (mos === null) return "unknown";
  if (mos >= CLEAR_FROM) return "clear";
  if (mos >= MOSTLY_FROM) return "mostly";
  return mos >= PATCHY_FROM ? "patchy" : "broken";
}

interface Lines {
  rttMs: (number | null)[];
  /** The worse direction of each moment, 0 to 1. */
  loss: (number | null)[];
  height: (number | null)[];
}

export function linesOf({ moments }: Pick<CallRecord, "moments">): Lines {
  return {
    rttMs: moments.map(({ rttMs }) => rttMs),
    loss: moments.map(({ lossUp, lossDown }) => (lossUp === null && lossDown === null ? null : Math.max(lossUp ?? 0, lossDown ?? 0))),
    height: moments.map(({ height }) => height),
  };
}

export function minutesOf({ joinedAt, leftAt }: Pick<CallRecord, "joinedAt" | "leftAt">): number {
  return Math.max(1, Math.round((Date.parse(leftAt) - Date.parse(joinedAt)) / 60_000));
}
