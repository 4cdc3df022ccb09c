/** An element of the canvas as flat values that can be compared, merged and sent one by one; knows nothing of documents. */
import type { OrderedExcalidrawElement } from "@excalidraw/excalidraw/element/types";
import { type Value, fieldsOf } from "./fields";

export type Shown = OrderedExcalidrawElement;

/**
 * `type`, `i` (place in the order), `g` (x, y, width, height, angle), `seed`, `d` (gone), `p` (points), each field under its
 * own name, and `be/<id>` for each element bound to it.
 */
export type Flat = Readonly<Record<string, Value>>;

export const BOUND = "be/";
/** Steps a pixel: what 32-bit floats hold exactly on any canvas that people find their way on. */
const STEPS = 8;
const FARTHEST = 1_000_000;

const rounded = (value: number): number => Math.round(value * STEPS) / STEPS;
const isPlace = (value: unknown): value is number => typeof value === "number" && Math.abs(value) <= FARTHEST;

export function isSame(a: Value | undefined, b: Value | undefined): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, at) => isSame(one as Value, b[at] as Value));
  const [left, right] = [Object.entries(a), b as Record<string, Value>];
  return left.length === Object.keys(right).length && left.every(([key, value]) => isSame(value as Value, right[key]));
}

/** How many numbers a point has: with the pressure of a pen one more. */
export const strideOf = (flat: Flat): 2 | 3 => (flat["type"] === "freedraw" && flat["simulatePressure"] === false ? 3 : 2);

function pointsOf(element: Record<string, unknown>, stride: 2 | 3): number[] {
  const points = element["points"] as readonly (readonly [number, number])[];
  const pressures = element["pressures"] as readonly number[] | undefined;
  return points.flatMap(([x, y], at) => [x, y, pressures?.[at] ?? 0.5].slice(0, stride).map(Math.fround));
}

export function flatOf(shown: Shown): Flat {
  const element = shown as unknown as Record<string, unknown>;
  // A stroke is as large as its points say: not said, or each frame of drawing would say it anew.
  const size = shown.type === "freedraw" ? [0, 0] : [rounded(shown.width), rounded(shown.height)];
  const flat: Record<string, Value> = {
    type: shown.type,
    i: shown.index,
    g: [rounded(shown.x), rounded(shown.y), ...size, Math.fround(shown.angle)],
    seed: shown.seed,
    d: shown.isDeleted,
  };
  for (const [key, { standard }] of fieldsOf(shown.type) ?? []) flat[key] = (element[key] as Value | undefined) ?? standard;
  for (const { id, type } of shown.boundElements ?? []) flat[BOUND + id] = type;
  if ("points" in element) flat["p"] = pointsOf(element, strideOf(flat));
  return flat;
}

/** What an element of a type is when nothing else is said. */
export const standardOf = (type: unknown): Flat => Object.fromEntries([["d", false], ...(fieldsOf(type) ?? []).map(([key, { standard }]) => [key, standard] as const)]);

type Raw = Readonly<Record<string, unknown>>;

const POINTED: ReadonlySet<unknown> = new Set(["line", "arrow", "freedraw"]);

function soundGeometry({ g, i, seed, d }: Raw): Record<string, Value> | null {
  if (!Array.isArray(g) || g.length !== 5 || !g.every(isPlace)) return null;
  return { g, i: typeof i === "string" ? i : null, seed: typeof seed === "number" ? seed : 1, d: d === true };
}

/** Undefined: it needs some and has none that can be drawn. */
function soundPoints(p: unknown, flat: Flat): Record<string, Value> | undefined {
  if (!POINTED.has(flat["type"])) return {};
  const least = flat["type"] === "freedraw" ? 1 : 2;
  return Array.isArray(p) && p.length >= least * strideOf(flat) && p.every(isPlace) ? { p: p as number[] } : undefined;
}

const soundBound = (raw: Raw): [string, Value][] =>
  Object.entries(raw).flatMap(([key, value]): [string, Value][] => (key.startsWith(BOUND) && (value === "arrow" || value === "text") ? [[key, value]] : []));

/** The same, if it can be drawn: what comes from elsewhere is not trusted. */
export function sound(raw: Raw): Flat | null {
  const fields = fieldsOf(raw["type"]);
  const geometry = soundGeometry(raw);
  if (fields === null || geometry === null) return null;
  const flat: Record<string, Value> = { type: raw["type"] as string, ...geometry, ...Object.fromEntries(soundBound(raw)) };
  for (const [key, { is, standard }] of fields) flat[key] = is(raw[key]) ? (raw[key] as Value) : standard;
  const points = soundPoints(raw["p"], flat);
  return points === undefined ? null : Object.assign(flat, points);
}

const REFERENCES = ["containerId", "frameId", "startBinding", "endBinding"];

function refersTo(value: Value | undefined): string | null {
  if (typeof value === "string") return value;
  const id = value !== null && typeof value === "object" ? (value as Record<string, Value>)["elementId"] : null;
  return typeof id === "string" ? id : null;
}

/** Without what it refers to and is not there: for showing only, it may still be on its way. The same object if nothing is missing. */
export function mended(flat: Flat, has: (id: string) => boolean): Flat {
  const found: Record<string, Value> = { ...flat };
  let isMended = false;
  for (const key of REFERENCES) {
    const id = refersTo(flat[key]);
    if (id === null || has(id)) continue;
    found[key] = null;
    isMended = true;
  }
  for (const key of Object.keys(flat)) {
    if (!key.startsWith(BOUND) || has(key.slice(BOUND.length))) continue;
    delete found[key];
    isMended = true;
  }
  return isMended ? found : flat;
}

const nonce = (): number => Math.floor(Math.random() * 2 ** 31);

function pointed(flat: Flat): Record<string, unknown> {
  const raw = flat["p"] as readonly number[] | undefined;
  if (raw === undefined) return {};
  const stride = strideOf(flat);
  const points: [number, number][] = [];
  const pressures: number[] = [];
  for (let at = 0; at + stride <= raw.length; at += stride) {
    points.push([raw[at] ?? 0, raw[at + 1] ?? 0]);
    if (stride === 3) pressures.push(raw[at + 2] ?? 0.5);
  }
  if (flat["type"] !== "freedraw") return { points };
  const extent = (at: 0 | 1): number => points.reduce((most, one) => Math.max(most, one[at]), -Infinity) - points.reduce((least, one) => Math.min(least, one[at]), Infinity);
  return { points, pressures, width: extent(0), height: extent(1) };
}

/** What the canvas draws; `before` is what it draws now. Versions are this browser's own: they order nothing between people. */
export function elementOf(id: string, flat: Flat, before: Shown | undefined): Shown {
  const fields = Object.fromEntries((fieldsOf(flat["type"]) ?? []).map(([key]) => [key, flat[key]]));
  const [x, y, width, height, angle] = flat["g"] as readonly number[];
  const bound = Object.entries(flat).filter(([key]) => key.startsWith(BOUND));
  if (fields["customData"] === null) delete fields["customData"];
  const local = flat["p"] === undefined ? {} : { lastCommittedPoint: null };
  return {
    ...(flat["type"] === "image" ? { status: "saved" } : local),
    ...before,
    ...fields,
    id,
    type: flat["type"],
    x,
    y,
    width,
    height,
    angle,
    ...pointed(flat),
    seed: flat["seed"],
    index: flat["i"],
    isDeleted: flat["d"],
    boundElements: bound.length === 0 ? null : bound.map(([key, type]) => ({ id: key.slice(BOUND.length), type })),
    version: (before?.version ?? 0) + 1,
    versionNonce: nonce(),
    updated: Date.now(),
  } as unknown as Shown;
}

/** Whether others need to see it yet: a click that draws nothing leaves nothing. */
export function isDrawn(flat: Flat): boolean {
  if (flat["d"] === true) return false;
  if (flat["type"] === "text") return flat["text"] !== "";
  const [, , width = 0, height = 0] = flat["g"] as readonly number[];
  const points = flat["p"] as readonly number[] | undefined;
  if (flat["type"] === "freedraw") return (points?.length ?? 0) >= 2 * strideOf(flat);
  return width !== 0 || height !== 0;
}
