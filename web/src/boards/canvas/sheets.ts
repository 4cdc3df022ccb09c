/** Templates of boards as plain geometry: which panels lie where, and what lies between them; neither words nor drawing. */
import type { Template } from "../api";

export const SHEETS = ["smart", "grow", "okr", "eisenhower", "retrospective", "days", "wheel"] as const;
export type Sheet = (typeof SHEETS)[number];

export const PANELS = {
  smart: ["specific", "measurable", "achievable", "relevant", "timeBound", "firstStep"],
  grow: ["goal", "reality", "options", "will"],
  okr: ["objective", "keyResult1", "keyResult2", "keyResult3"],
  eisenhower: ["doFirst", "plan", "handOver", "letGo"],
  retrospective: ["wentWell", "wasHard", "puzzles", "changes"],
  days: ["learn", "contribute", "lead"],
  wheel: ["skills", "growth", "people", "recognition", "balance", "health", "money", "meaning"],
} as const satisfies Record<Sheet, readonly string[]>;
export type Panel = (typeof PANELS)[Sheet][number];

/** Those that the goals have a template for as well. */
const OF_GOALS: Partial<Record<Sheet, Template>> = { smart: "smart", grow: "grow", okr: "okr", days: "days" };
export const goalsTemplateOf = (sheet: Sheet): Template | null => OF_GOALS[sheet] ?? null;

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Placed extends Box {
  panel: Panel;
  tint: string;
}

export interface Laid extends Box {
  placed: readonly Placed[];
  /** Of the wheel: circles within each other, and lines through the middle. */
  rings: readonly Box[];
  spokes: readonly (readonly [x: number, y: number])[];
}

const GAP = 28;
/** Above the panels, for the name of the sheet and what it is for. */
export const HEAD = 130;
const TINTS = ["#e3f1ee", "#fdf0d9", "#e6eef9", "#fbe6df", "#eef3dc", "#f2e8f4"] as const;
const tintOf = (at: number): string => TINTS[at % TINTS.length] ?? TINTS[0];

function grid(panels: readonly Panel[], columns: number, width: number, height: number): Placed[] {
  return panels.map((panel, at) => ({ panel, tint: tintOf(at), x: (at % columns) * (width + GAP), y: HEAD + Math.floor(at / columns) * (height + GAP), width, height }));
}

/** The panels beside each other, and one as wide as all of them; `wide` says where it lies. */
function withWide(panels: readonly Panel[], wide: Panel, side: "above" | "below", [width, height, wideHeight]: readonly [number, number, number]): Placed[] {
  const others = panels.filter((one) => one !== wide);
  const whole = others.length * (width + GAP) - GAP;
  const row = grid(others, others.length, width, height).map((one, at) => Object.assign(one, { tint: tintOf(at + 1), y: side === "above" ? one.y + wideHeight + GAP : one.y }));
  return [...row, { panel: wide, tint: tintOf(0), x: 0, y: side === "above" ? HEAD : HEAD + height + GAP, width: whole, height: wideHeight }];
}

const RADIUS = 310;
const RINGS = 5;
const LABEL = { width: 280, height: 120 } as const;
const SIXTEENTH = Math.PI / 8;

function wheel(): Laid {
  const far = RADIUS + 70;
  const [width, height] = [2 * (far + LABEL.width) + GAP, HEAD + 2 * (far + LABEL.height / 2)];
  const [cx, cy] = [width / 2, HEAD + far + LABEL.height / 2];
  const placed = PANELS.wheel.map((panel, at): Placed => {
    const angle = (2 * at + 1) * SIXTEENTH - Math.PI / 2;
    const side = Math.cos(angle) > 0 ? 0 : -LABEL.width;
    return { panel, tint: tintOf(at), x: cx + far * Math.cos(angle) + side, y: cy + far * Math.sin(angle) - LABEL.height / 2, ...LABEL };
  });
  const rings = Array.from({ length: RINGS }, (_, at): Box => {
    const radius = (RADIUS * (RINGS - at)) / RINGS;
    return { x: cx - radius, y: cy - radius, width: 2 * radius, height: 2 * radius };
  });
  const spokes = [0, 2, 4, 6].map((at) => [RADIUS * Math.cos(at * SIXTEENTH), RADIUS * Math.sin(at * SIXTEENTH)] as const);
  return { x: 0, y: 0, width, height, placed, rings, spokes };
}

function panelsOf(sheet: Exclude<Sheet, "wheel">): Placed[] {
  switch (sheet) {
    case "smart":
      return grid(PANELS.smart, 3, 360, 300);
    case "grow":
      return grid(PANELS.grow, 4, 320, 460);
    case "okr":
      return withWide(PANELS.okr, "objective", "above", [360, 380, 200]);
    case "eisenhower":
      return grid(PANELS.eisenhower, 2, 480, 320);
    case "retrospective":
      return withWide(PANELS.retrospective, "changes", "below", [360, 380, 220]);
    case "days":
      return grid(PANELS.days, 3, 360, 460);
  }
}

/** Turned, for who reads from the right. */
const mirrored = <One extends Box>(one: One, width: number): One => ({ ...one, x: width - one.x - one.width });

export function laid(sheet: Sheet, isRtl: boolean): Laid {
  if (sheet === "wheel") return wheel();
  const panels = panelsOf(sheet);
  const width = Math.max(...panels.map((one) => one.x + one.width));
  const height = Math.max(...panels.map((one) => one.y + one.height));
  return { x: 0, y: 0, width, height, placed: isRtl ? panels.map((one) => mirrored(one, width)) : panels, rings: [], spokes: [] };
}

/** The same for whoever draws it: two who choose one at once draw one and not two. */
export const partId = (sheet: Sheet, part: string): string => `sheet-${sheet}-${part}`;
export const isOnBoard = (sheet: Sheet, ids: Iterable<string>): boolean => [...ids].some((id) => id.startsWith(partId(sheet, "")));
