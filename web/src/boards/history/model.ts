/** What a version is called, when it was, and how a board differs from now; shows nothing. */
import type * as Y from "yjs";
import { differing, elementsOf, read } from "../canvas/elements";
import type { Flat } from "../canvas/flat";
import type { Stretch, Version } from "./api";
import type { Moment } from "./timeline";

/** In the zone of whoever reads it. */
export function momentWords(at: Date, zone: string, locale: string): string {
  const look = { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" } as const;
  try {
    return new Intl.DateTimeFormat(locale, { ...look, timeZone: zone }).format(at);
  } catch {
    return new Intl.DateTimeFormat(locale, look).format(at); // a zone that this browser has not heard of
  }
}

type VersionWord = "named" | "start" | "end" | "before" | "beforeUnnamed";

export function versionWord({ occasion, label }: Pick<Version, "occasion" | "label">): VersionWord {
  if (occasion === "session_start") return "start";
  if (occasion === "session_end") return "end";
  if (occasion === "restore") return label === "" ? "beforeUnnamed" : "before";
  return "named";
}

const bytesOf = (text: string): Uint8Array => Uint8Array.from(atob(text), (sign) => sign.codePointAt(0) ?? 0);

export interface Past {
  base: Uint8Array;
  moments: Moment[];
  names: Readonly<Record<string, string>>;
}

/** Pieces that follow each other as one. */
export function joined(stretches: readonly Stretch[]): Past {
  return {
    base: bytesOf(stretches[0]?.base ?? ""),
    moments: stretches.flatMap(({ entries }) => entries.map(({ seq, personId, at, update }) => ({ seq, person: personId, at: new Date(at), update: bytesOf(update) }))),
    names: Object.assign({}, ...stretches.map(({ names }) => names)) as Record<string, string>,
  };
}

interface Counts {
  added: number;
  removed: number;
  changed: number;
}

/** What is drawn by id; words on a shape are part of it. */
function drawn(doc: Y.Doc): Map<string, Flat[]> {
  const elements = elementsOf(doc);
  const there = new Map<string, Flat>();
  for (const id of elements.keys()) {
    const flat = read(elements, id);
    if (flat !== null && flat["d"] === false) there.set(id, flat);
  }
  const things = new Map<string, Flat[]>();
  for (const [id, flat] of there) {
    const container = flat["containerId"];
    const thing = typeof container === "string" && there.has(container) ? container : id;
    things.set(thing, thing === id ? [flat, ...(things.get(id) ?? [])] : [...(things.get(thing) ?? []), flat]);
  }
  return things;
}

const isChanged = (then: readonly Flat[], now: readonly Flat[]): boolean => then.length !== now.length || then.some((flat, at) => differing(flat, now[at] ?? {}).length > 0);

export function countsBetween(then: Y.Doc, now: Y.Doc): Counts {
  const [before, after] = [drawn(then), drawn(now)];
  const counts = { added: 0, removed: 0, changed: 0 };
  for (const [id, flats] of after) {
    const last = before.get(id);
    if (last === undefined) counts.added += 1;
    else if (isChanged(last, flats)) counts.changed += 1;
  }
  for (const id of before.keys()) if (!after.has(id)) counts.removed += 1;
  return counts;
}
