/** What the browser decides about programmes: the next step, weights that keep their sum, how far an import is. */
import type { Answers, Desk, Import, Member, Question, Role, Weights } from "./api";

export const CRITERIA = ["goals", "skills", "style", "availability", "industry", "seniority", "interests", "quality"] as const;
export type Criterion = (typeof CRITERIA)[number];
export const MODES = ["mentor_approves", "self_select", "mutual", "coordinator_assigns"] as const;
export const ROLES = ["mentor", "mentee"] as const;
export const COURSE = ["draft", "enrolment", "matching", "running", "closed"] as const;

export const NAME_MAX_LENGTH = 120;
export const DESCRIPTION_MAX_LENGTH = 4000;
export const MOST_QUESTIONS = 20;
const LARGEST_FILE_BYTES = 20 * 1024 * 1024;

/** Weights in tenths of a percent, which sum to 1000 as long as only `withWeight` changes them. */
export type Tenths = Record<Criterion, number>;
const WHOLE = 1000;

export const DEFAULT_TENTHS: Tenths = { goals: 300, skills: 200, style: 150, availability: 100, industry: 80, seniority: 80, interests: 40, quality: 50 };

/** Whole numbers in proportion to `parts` that sum to `whole`; what rounding leaves over goes to the largest rests. */
function shared(parts: readonly number[], whole: number): number[] {
  const sum = parts.reduce((total, part) => total + part, 0);
  const exact = parts.map((part) => (sum === 0 ? whole / parts.length : (part / sum) * whole));
  const floors = exact.map(Math.floor);
  let left = whole - floors.reduce((total, part) => total + part, 0);
  const byRest = exact.map((value, index) => ({ index, rest: value - Math.floor(value) })).sort((a, b) => b.rest - a.rest);
  for (const { index } of byRest) {
    if (left <= 0) break;
    floors[index] = (floors[index] ?? 0) + 1;
    left -= 1;
  }
  return floors;
}

export function tenthsOf(weights: Weights): Tenths {
  const values = shared(CRITERIA.map((one) => weights[one]), WHOLE);
  return Object.fromEntries(CRITERIA.map((one, index) => [one, values[index] ?? 0])) as Tenths;
}

export const sharesOf = (tenths: Tenths): Weights => Object.fromEntries(CRITERIA.map((one) => [one, tenths[one] / WHOLE])) as Weights;

/** One weight set, the others made room for in the proportion they have to each other. */
export function withWeight(tenths: Tenths, which: Criterion, value: number): Tenths {
  const own = Math.min(WHOLE, Math.max(0, Math.round(value)));
  const others = CRITERIA.filter((one) => one !== which);
  const values = shared(others.map((one) => tenths[one]), WHOLE - own);
  return { ...(Object.fromEntries(others.map((one, index) => [one, values[index] ?? 0])) as Tenths), [which]: own };
}

export const isSameWeights = (a: Tenths, b: Tenths): boolean => CRITERIA.every((one) => a[one] === b[one]);

type NextStep = "open" | "describe" | "enrol" | "invite" | "mentors" | "mentees" | "match" | "matchNow" | "run" | "going" | "close" | "closed";

const isPast = (date: string | null, now: Date): boolean => date !== null && new Date(date) <= now;

function inEnrolment({ programme, headcount }: Desk, now: Date): NextStep {
  if (headcount.mentors + headcount.mentees === 0) return "invite";
  if (headcount.mentors === 0) return "mentors";
  if (headcount.mentees === 0) return "mentees";
  return isPast(programme.enrolmentEndsAt, now) ? "matchNow" : "match";
}

/** What a coordinator had best do now. */
export function nextStep(desk: Desk, now: Date): NextStep {
  const { state, description, isOpen, endsAt } = desk.programme;
  if (isOpen) return "open";
  if (state === "draft") return description === "" ? "describe" : "enrol";
  if (state === "enrolment") return inEnrolment(desk, now);
  if (state === "matching") return "run";
  return state === "closed" ? "closed" : isPast(endsAt, now) ? "close" : "going";
}

/** `2026-12-01` in a date field as the last moment of that day here; null for an empty field. */
export function endOfDay(day: string): string | null {
  const moment = new Date(`${day}T23:59:59`);
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString();
}

const two = (value: number): string => String(value).padStart(2, "0");

/** The day of a moment here, for a date field. */
export function dayOf(moment: string | null): string {
  if (moment === null) return "";
  const date = new Date(moment);
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

export const isGoingOn = ({ state }: Import): boolean => state === "waiting" || state === "running";

/** 0 to 100. */
export const percentOf = ({ read, total }: Import): number => (total === null || total === 0 ? 0 : Math.round(Math.min(1, read / total) * 100));

export type FileWord = "tooLarge" | "workbook" | "empty";

/** What is wrong with a file before it is sent; the server looks inside. */
export function fileWord({ name, size }: { name: string; size: number }): FileWord | null {
  if (size === 0) return "empty";
  if (size > LARGEST_FILE_BYTES) return "tooLarge";
  return /\.(xlsx?|ods|numbers)$/i.test(name) ? "workbook" : null;
}

type PersonState = "invited" | "waiting" | "here" | "left" | "removed";

/** Where somebody stands, in one word: an account that nobody has come into yet waits. */
export function personState({ standing, hasCome }: Member): PersonState {
  if (standing !== "joined") return standing;
  return hasCome ? "here" : "waiting";
}

export const isReadyInAll = ({ roles, ready }: Member): boolean => roles.every((role) => ready.includes(role));

export const questionsFor = (questions: readonly Question[], roles: readonly Role[]): Question[] =>
  questions.filter((one) => one.roles.some((role) => roles.includes(role)));

/** Answers to these questions only, without empty ones. */
export function sentAnswers(questions: readonly Question[], answers: Answers): Answers {
  const asked = new Set(questions.map(({ id }) => id));
  return Object.fromEntries(Object.entries(answers).filter(([id, answer]) => asked.has(id) && answer !== ""));
}

/** Questions as the editor holds them: new ones have a key and no id yet. */
export interface QuestionDraft {
  key: string;
  id: string | null;
  text: string;
  kind: Question["kind"];
  roles: Role[];
  choices: string[];
  isRequired: boolean;
}

export const draftOf = (one: Question): QuestionDraft => ({ ...one, key: one.id });

/** A list with one entry moved by so many places, within its bounds. */
export function moved<Entry>(list: readonly Entry[], from: number, by: number): Entry[] {
  const to = Math.min(list.length - 1, Math.max(0, from + by));
  const rest = list.filter((_, index) => index !== from);
  const entry = list[from];
  return entry === undefined ? [...list] : [...rest.slice(0, to), entry, ...rest.slice(to)];
}

/** A choice's lines; a scale's two words, or none; a text has none. */
export function choicesOf({ kind, choices }: QuestionDraft): string[] {
  if (kind === "text") return [];
  const said = choices.map((one) => one.trim()).filter((one) => one !== "");
  return kind === "scale" && said.length !== 2 ? [] : said;
}

/** The server's words for one question of the editor, whichever part they are about. */
export const wordsFor = (fields: Readonly<Record<string, string>>, place: number): string | null =>
  Object.entries(fields).find(([field]) => field.startsWith(`questions[${place}]`))?.[1] ?? null;
