/** What is kept of an element beside its place and points, with what it is when nothing is said; refuses what a canvas cannot draw. */

export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

interface Field {
  is: (value: unknown) => boolean;
  standard: Value;
}

const LONGEST_TEXT = 20_000;
const LONGEST_WORD = 200;
const MOST_GROUPS = 50;

const isNumber = (value: unknown): value is number => typeof value === "number" && Number.isFinite(value);
const isWord = (value: unknown): value is string => typeof value === "string" && value.length <= LONGEST_WORD;
const isText = (value: unknown): value is string => typeof value === "string" && value.length <= LONGEST_TEXT;
const isTruth = (value: unknown): value is boolean => typeof value === "boolean";
const isThing = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null && !Array.isArray(value);
const isList = (is: (one: unknown) => boolean, most: number) => (value: unknown): boolean => Array.isArray(value) && value.length <= most && value.every(is);
const orNothing = (is: (value: unknown) => boolean) => (value: unknown): boolean => value === null || is(value);
const within = (from: number, to: number) => (value: unknown): boolean => isNumber(value) && value >= from && value <= to;
const isPair = (value: unknown): boolean => Array.isArray(value) && value.length === 2 && value.every(isNumber);

const isLink = (value: unknown): boolean => isWord(value) && /^(https?:|mailto:|\/)/i.test(value);
const isBinding = (value: unknown): boolean =>
  isThing(value) && isWord(value["elementId"]) && isNumber(value["focus"]) && isNumber(value["gap"]) && (value["fixedPoint"] === undefined || value["fixedPoint"] === null || isPair(value["fixedPoint"]));
const isRoundness = (value: unknown): boolean => isThing(value) && isNumber(value["type"]) && (value["value"] === undefined || isNumber(value["value"]));
const isSegment = (value: unknown): boolean => isThing(value) && isNumber(value["index"]) && isPair(value["start"]) && isPair(value["end"]);
const isCrop = (value: unknown): boolean => isThing(value) && ["x", "y", "width", "height", "naturalWidth", "naturalHeight"].every((key) => isNumber(value[key]));
const isCard = (value: unknown): boolean => isThing(value) && Object.keys(value).length <= 4 && Object.values(value).every(isWord);

const EVERY: Record<string, Field> = {
  strokeColor: { is: isWord, standard: "#1e1e1e" },
  backgroundColor: { is: isWord, standard: "transparent" },
  fillStyle: { is: isWord, standard: "solid" },
  strokeWidth: { is: within(0.1, 100), standard: 2 },
  strokeStyle: { is: isWord, standard: "solid" },
  roughness: { is: within(0, 10), standard: 1 },
  opacity: { is: within(0, 100), standard: 100 },
  roundness: { is: orNothing(isRoundness), standard: null },
  groupIds: { is: isList(isWord, MOST_GROUPS), standard: [] },
  frameId: { is: orNothing(isWord), standard: null },
  link: { is: orNothing(isLink), standard: null },
  locked: { is: isTruth, standard: false },
  customData: { is: orNothing(isCard), standard: null },
};

const TEXT: Record<string, Field> = {
  fontSize: { is: within(1, 1_000), standard: 20 },
  fontFamily: { is: within(1, 100), standard: 5 },
  text: { is: isText, standard: "" },
  originalText: { is: isText, standard: "" },
  textAlign: { is: isWord, standard: "left" },
  verticalAlign: { is: isWord, standard: "top" },
  containerId: { is: orNothing(isWord), standard: null },
  autoResize: { is: isTruth, standard: true },
  lineHeight: { is: within(0.5, 5), standard: 1.25 },
};

const LINE: Record<string, Field> = {
  startBinding: { is: orNothing(isBinding), standard: null },
  endBinding: { is: orNothing(isBinding), standard: null },
  startArrowhead: { is: orNothing(isWord), standard: null },
  endArrowhead: { is: orNothing(isWord), standard: null },
};

const ARROW: Record<string, Field> = {
  ...LINE,
  elbowed: { is: isTruth, standard: false },
  fixedSegments: { is: orNothing(isList(isSegment, 200)), standard: null },
  startIsSpecial: { is: orNothing(isTruth), standard: null },
  endIsSpecial: { is: orNothing(isTruth), standard: null },
};

const IMAGE: Record<string, Field> = {
  fileId: { is: orNothing(isWord), standard: null },
  scale: { is: isPair, standard: [1, 1] },
  crop: { is: orNothing(isCrop), standard: null },
};

const OWN: Record<string, Record<string, Field>> = {
  rectangle: {},
  diamond: {},
  ellipse: {},
  embeddable: {},
  text: TEXT,
  line: LINE,
  arrow: ARROW,
  freedraw: { simulatePressure: { is: isTruth, standard: true } },
  image: IMAGE,
  frame: { name: { is: orNothing(isWord), standard: null } },
};

const BY_TYPE = new Map(Object.entries(OWN).map(([type, own]) => [type, Object.entries({ ...EVERY, ...own })]));

/** The fields of elements of a type; null: no such elements are drawn here. */
export const fieldsOf = (type: unknown): readonly (readonly [string, Field])[] | null => (typeof type === "string" ? (BY_TYPE.get(type) ?? null) : null);
