/** What the browser decides about requests and mentorships: lines, what waits for an answer, the next step, what changed. */
import type { Agreement, DeclineReason, EndReason, FitReason, Mentorship, Request, Requests, Terms, Words } from "./api";

export const MOST_CHOICES = 5;
export const SHORTEST_GOALS = 10;
export const LONGEST_GOALS = 2000;
export const LONGEST_NOTE = 1000;
export const LONGEST_CLAUSE = 1000;
export const LONGEST_ITEM = 600;
export const MOST_ITEMS = 40;
export const MOST_SESSIONS_A_MONTH = 20;
export const LONGEST_WEEKS = 104;
/** The reader is asked to wind up or renew so long before the day. */
const SOON_MS = 14 * 24 * 3_600_000;
const WEEK_MS = 7 * 24 * 3_600_000;

export const DECLINE_REASONS = ["no_time", "other_topics", "other_level", "hours", "known", "other"] as const satisfies readonly DeclineReason[];
export const END_REASONS = ["goals_reached", "no_time", "silent", "left", "other"] as const satisfies readonly EndReason[];
export const FIT_REASONS = ["topics", "style", "level", "hours", "language", "contact"] as const satisfies readonly FitReason[];

const isOpen = ({ state }: Request): boolean => state === "sent" || state === "viewed";
const isDraft = ({ state }: Request): boolean => state === "drafted";

/** Mentors whom somebody asks one after the other. */
export interface Line {
  id: string;
  requests: Request[];
  /** Who is being asked now. */
  current: Request | null;
  /** Those who come after, in their order. */
  drafts: Request[];
  /** Those who were asked before, or never will be. */
  past: Request[];
  state: "waiting" | "draft" | "over";
}

function lineOf(id: string, all: readonly Request[]): Line {
  const requests = [...all].sort((a, b) => (a.position ?? 0) - (b.position ?? 0));
  const current = requests.find(isOpen) ?? null;
  const drafts = requests.filter(isDraft);
  const state = current ? "waiting" : drafts.length > 0 ? "draft" : "over";
  return { id, requests, current, drafts, past: requests.filter((one) => !isOpen(one) && !isDraft(one)), state };
}

/** What somebody has asked, as lines, the newest first. */
export function linesOf(asked: readonly Request[]): Line[] {
  const byLine = new Map<string, Request[]>();
  for (const one of asked) {
    const id = one.line ?? one.id;
    byLine.set(id, [...(byLine.get(id) ?? []), one]);
  }
  return [...byLine].map(([id, requests]) => lineOf(id, requests));
}

/** Everything on the page of requests, sorted by what it asks of the reader. */
export interface Desk {
  /** For the reader to answer: as mentor, and as mentee of a proposal; the one that runs out first is first. */
  toAnswer: Request[];
  lines: Line[];
  pastLines: Line[];
  /** As mentor, answered or gone. */
  answered: Request[];
}

const runsOut = ({ expiresAt }: Request): number => (expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(expiresAt));

export function deskOf({ asked, received }: Requests): Desk {
  const toAnswer = [...received, ...asked].filter(({ mayAnswer }) => mayAnswer).sort((a, b) => runsOut(a) - runsOut(b));
  const lines = linesOf(asked.filter(({ mayAnswer }) => !mayAnswer));
  return {
    toAnswer,
    lines: lines.filter(({ state }) => state !== "over"),
    pastLines: lines.filter(({ state }) => state === "over"),
    answered: received.filter(({ mayAnswer }) => !mayAnswer),
  };
}

/** How many things wait for the reader's yes or no. */
export const waitingCount = ({ asked, received }: Requests): number => [...asked, ...received].filter(({ mayAnswer }) => mayAnswer).length;

export const isRunning = ({ state }: Mentorship): boolean => state === "active" || state === "paused";

export const runningOf = (all: readonly Mentorship[]): Mentorship[] => all.filter(isRunning);
export const pastOf = (all: readonly Mentorship[]): Mentorship[] => all.filter((one) => !isRunning(one));

export const NEXT_STEPS = ["resume", "sign", "write", "wait", "renew", "wind_up", "meet", "go_on"] as const;
export type NextStep = (typeof NEXT_STEPS)[number];

const isSoon = (moment: string | null, now: Date): boolean => moment !== null && Date.parse(moment) - now.getTime() < SOON_MS;

/** The one thing that is most worth doing in a running mentorship. */
export function nextStep(one: Mentorship, now: Date): NextStep {
  if (one.state === "paused") return "resume";
  if (one.agreement === "to_sign") return "sign";
  if (one.agreement === "unwritten") return "write";
  if (isSoon(one.endsAt, now)) return "wind_up";
  if (one.agreement === "signed" && isSoon(one.agreementEndsAt, now)) return "renew";
  if (one.drift.missing > 0) return "meet";
  return one.agreement === "awaited" ? "wait" : "go_on";
}

interface Passed {
  /** Counted from 1. */
  week: number;
  weeks: number;
  percent: number;
}

/** How much of its time is over. */
export function passed({ startedAt, endsAt, endedAt }: Mentorship, now: Date): Passed {
  const start = Date.parse(startedAt);
  const whole = Math.max(1, Date.parse(endsAt) - start);
  const until = endedAt === null ? now.getTime() : Date.parse(endedAt);
  const gone = Math.min(whole, Math.max(0, until - start));
  const weeks = Math.max(1, Math.round(whole / WEEK_MS));
  return { week: Math.min(weeks, Math.floor(gone / WEEK_MS) + 1), weeks, percent: Math.round((100 * gone) / whole) };
}

/** Which sentence tells the cadence: nothing due yet, on course, or behind. */
export function driftWord({ planned, missing }: Mentorship["drift"]): "early" | "good" | "behind" {
  if (planned === 0) return "early";
  return missing === 0 ? "good" : "behind";
}

export const CLAUSES = ["goals", "sessionsAMonth", "weeks", "channels", "confidentiality"] as const satisfies readonly (keyof Words)[];
export type Clause = (typeof CLAUSES)[number];

/** What differs between two editions. */
export const changedClauses = (before: Words, after: Words): Clause[] => CLAUSES.filter((clause) => before[clause] !== after[clause]);

export interface Reading {
  stage: "unwritten" | "to_sign" | "awaited" | "signed";
  /** What is read; the first words when nothing is written. */
  words: Words;
  edition: number;
  /** Clauses that are new since both have signed; empty without such an edition. */
  changed: Clause[];
  /** The words before, where an edition is signed and another one waits. */
  before: Words | null;
}

/** How an agreement is shown to one of the two. */
export function readingOf({ latest, signed, first, side }: Agreement): Reading {
  if (latest === null) return { stage: "unwritten", words: first, edition: 0, changed: [], before: null };
  const isSigned = signed !== null && signed.edition === latest.edition;
  const hasSigned = latest.signatures.some((one) => one.side === side);
  const before = isSigned ? null : (signed?.draft ?? null);
  return {
    stage: isSigned ? "signed" : hasSigned ? "awaited" : "to_sign",
    words: latest.draft,
    edition: latest.edition,
    changed: before ? changedClauses(before, latest.draft) : [],
    before,
  };
}

export type Obstacle = "stranger" | "assigned" | "not_running" | "is_mentor" | "is_asked" | "many_mentors" | "many_lines";

/** Why this mentor cannot be asked in a programme; null: they can. */
export function obstacleIn(terms: Terms): Obstacle | null {
  if (terms.isMentor) return "is_mentor";
  if (terms.isAsked) return "is_asked";
  if (terms.mode === "coordinator_assigns") return "assigned";
  if (!terms.isRunning) return "not_running";
  if (terms.mentors >= terms.mostMentors) return "many_mentors";
  return terms.lines >= terms.mostLines ? "many_lines" : null;
}

/** Where to ask: programmes without an obstacle first; and the obstacle when there is none. */
export function waysToAsk(all: readonly Terms[]): { open: Terms[]; obstacle: Obstacle | null } {
  const open = all.filter((one) => obstacleIn(one) === null);
  const first = all[0];
  return { open, obstacle: open.length > 0 ? null : first ? obstacleIn(first) : "stranger" };
}

/** The goals of a profile as the words of a request. */
export const goalsText = (goals: readonly { text: string }[]): string =>
  goals
    .map(({ text }) => text.trim())
    .filter(Boolean)
    .join("\n")
    .slice(0, LONGEST_GOALS);

export const isLongEnough = (goals: string): boolean => goals.trim().length >= SHORTEST_GOALS;

export interface Candidate {
  id: string;
  name: string;
  photoUrl: string | null;
}

/** What is written in the form before it is sent. */
export interface Wish extends Candidate {
  note: string;
}

export const asWish = ({ id, name, photoUrl }: Candidate): Wish => ({ id, name, photoUrl, note: "" });

/** Those who may still be added to a list. */
export const addable = (others: readonly Candidate[], wishes: readonly Wish[]): Candidate[] =>
  wishes.length >= MOST_CHOICES ? [] : others.filter(({ id }) => wishes.every((wish) => wish.id !== id));

/** "Sat 5 Dec, 14:00 EET": a day by which something is due, with the zone it is told in. */
export const byMoment = (at: Date, locale: string, timeZone?: string): string =>
  new Intl.DateTimeFormat(locale, {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
    ...(timeZone === undefined ? {} : { timeZone }),
  }).format(at);

const two = (value: number): string => String(value).padStart(2, "0");

/** As a field of day and time holds it, in the browser's zone. */
export const localMoment = (at: Date): string => `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}:${two(at.getMinutes())}`;

/** The last second of a day as the reader's calendar has it, so many days on. */
export const endOfDay = (at: Date, days = 0): string => new Date(at.getFullYear(), at.getMonth(), at.getDate() + days, 23, 59, 59).toISOString();

/** The same of a day that was written; null for no day. */
export function endOfLocalDay(day: string): string | null {
  const at = new Date(`${day}T12:00:00`);
  return Number.isNaN(at.getTime()) ? null : endOfDay(at);
}
