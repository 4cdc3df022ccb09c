/** Elements in the document `board:<id>`: one map each, a key for what changes together; reads only what is sound. */
import * as Y from "yjs";
import type { Value } from "./fields";
import { BOUND, type Flat, isSame, sound, standardOf, strideOf } from "./flat";

const BOUND_MAP = "be";
/** A stroke grows by chunks at its end. */
const STROKE = "pts";
const FLOAT_BYTES = 4;

type Elements = Y.Map<unknown>;

export const elementsOf = (doc: Y.Doc): Elements => doc.getMap("elements");

function packed(numbers: readonly number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(numbers).buffer);
}

function unpacked(bytes: Uint8Array): number[] {
  const whole = bytes.slice(0, bytes.length - (bytes.length % FLOAT_BYTES));
  return [...new Float32Array(whole.buffer)];
}

/** Only the last part can be there in half when two wrote at once; each chunk is whole points. */
function strokeOf(raw: unknown): number[] | undefined {
  if (!(raw instanceof Y.Array)) return undefined;
  return raw.toArray().flatMap((chunk) => (chunk instanceof Uint8Array ? unpacked(chunk) : []));
}

export function read(elements: Elements, id: string): Flat | null {
  const map = elements.get(id);
  if (!(map instanceof Y.Map)) return null;
  const raw: Record<string, unknown> = {};
  for (const [key, value] of map.entries()) if (key !== BOUND_MAP && key !== STROKE && !key.startsWith(BOUND)) raw[key] = value;
  const bound: unknown = map.get(BOUND_MAP);
  if (bound instanceof Y.Map) for (const [other, type] of bound.entries()) raw[BOUND + other] = type;
  if (raw["type"] === "freedraw") raw["p"] = strokeOf(map.get(STROKE));
  else if (raw["p"] instanceof Uint8Array) raw["p"] = unpacked(raw["p"]);
  return sound(raw);
}

/** Keys that differ. */
export function differing(before: Flat, now: Flat): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])].filter((key) => !isSame(before[key], now[key]));
}

function bind(map: Y.Map<unknown>, key: string, type: Value | undefined): void {
  let bound = map.get(BOUND_MAP);
  if (!(bound instanceof Y.Map)) bound = map.set(BOUND_MAP, new Y.Map());
  const id = key.slice(BOUND.length);
  if (type === undefined) (bound as Y.Map<unknown>).delete(id);
  else (bound as Y.Map<unknown>).set(id, type);
}

function draw(map: Y.Map<unknown>, before: readonly number[], now: readonly number[], isNew: boolean): void {
  const stroke = map.get(STROKE);
  const isLonger = !isNew && stroke instanceof Y.Array && now.length >= before.length && before.every((one, at) => one === now[at]);
  if (isLonger) (stroke as Y.Array<Uint8Array>).push([packed(now.slice(before.length))]);
  else map.set(STROKE, Y.Array.from([packed(now)]));
}

function writePoints(map: Y.Map<unknown>, before: Flat, now: Flat, isNew: boolean): void {
  const points = (now["p"] ?? []) as readonly number[];
  if (now["type"] === "freedraw") draw(map, (before["p"] ?? []) as readonly number[], points, isNew || strideOf(before) !== strideOf(now));
  else map.set("p", packed(points));
}

/** Writes what differs from `before`; of a new element what goes without saying is not said. */
export function write(elements: Elements, id: string, before: Flat | null, now: Flat): void {
  const found = elements.get(id);
  const map: Y.Map<unknown> = found instanceof Y.Map ? found : new Y.Map();
  const isNew = map !== found;
  if (isNew) elements.set(id, map);
  for (const key of differing(before ?? standardOf(now["type"]), now)) {
    if (key.startsWith(BOUND)) bind(map, key, now[key]);
    else if (key === "p") writePoints(map, before ?? {}, now, isNew);
    else map.set(key, now[key]);
  }
}
