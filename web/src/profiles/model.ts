/** What the profile pages decide: steps, what is missing where, what of a draft is worth sending, prices, moves. */
import type { Charge, Completeness, Goal, MenteeProfile, MentorProfile, Skill } from "./api";

export type Role = "mentee" | "mentor";

export const STEPS = {
  mentee: ["goals", "you", "manner", "week", "wishes", "done"],
  mentor: ["offer", "you", "manner", "week", "terms", "done"],
} as const;
export type Step = (typeof STEPS)[Role][number];

export const MOST_GOALS = 5;
export const SHORTEST_GOAL = 10;
export const LONGEST_GOAL = 600;
export const MOST_EXPERTISE = 8;
export const SHORTEST_LINE = 3;
export const LONGEST_LINE = 200;
export const MOST_SKILLS = { goal: 10, offer: 30 } as const;
export const MOST_TOPICS = 8;
export const MOST_INDUSTRIES = 5;
export const MOST_INTERESTS = 15;
export const LONGEST_INTEREST = 40;
export const MOST_PLACES = 50;
export const LONGEST_TRIAL = 160;
export const POINTS = [1, 2, 3, 4, 5, 6, 7] as const;

/** Which step asks for a field that may be missing. */
const STEP_OF: Record<string, Step> = {
  goals: "goals",
  goalSkills: "goals",
  expertise: "offer",
  skills: "offer",
  industries: "you",
  seniority: "you",
  languages: "you",
  interests: "you",
  manner: "manner",
  styles: "manner",
  hours: "week",
  places: "week",
};

const FIELDS = ["goals", "goalSkills", "expertise", "skills", "industries", "seniority", "languages", "interests", "manner", "styles", "hours", "places"] as const;
export type Field = (typeof FIELDS)[number];

const isField = (name: string): name is Field => FIELDS.some((known) => known === name);

export interface Gap {
  field: Field;
  step: Step;
  isNeeded: boolean;
}

/** What is missing, the needed first, each with the step that asks for it. */
export function gapsOf({ missing }: Completeness): Gap[] {
  const gaps = missing.flatMap(({ field, isNeeded }) => {
    const step = STEP_OF[field];
    return step && isField(field) ? [{ field, step, isNeeded }] : [];
  });
  return [...gaps.filter(({ isNeeded }) => isNeeded), ...gaps.filter(({ isNeeded }) => !isNeeded)];
}

/** Where to go on: the first step that lacks something needed, in the form's order; at the end when nothing does. */
export function resumeAt(role: Role, completeness: Completeness): Step {
  const open = new Set(gapsOf(completeness).filter(({ isNeeded }) => isNeeded).map(({ step }) => step));
  return STEPS[role].find((step) => open.has(step)) ?? "done";
}

type Mark = "open" | "part" | "full";

/** How far one step is: something needed is missing, something else is, or nothing. */
export function markOf(step: Step, completeness: Completeness): Mark {
  const gaps = gapsOf(completeness).filter((gap) => gap.step === step);
  if (gaps.some(({ isNeeded }) => isNeeded)) return "open";
  return gaps.length > 0 ? "part" : "full";
}

export const stepIn = (role: Role, wanted: unknown): Step | undefined => STEPS[role].find((step) => step === wanted);

export function beside(role: Role, step: Step, by: 1 | -1): Step | undefined {
  const steps: readonly Step[] = STEPS[role];
  return steps[steps.indexOf(step) + by];
}

/** The list with one entry at another place; the same list when it would leave it. */
export function moveTo<Entry>(list: readonly Entry[], from: number, to: number): Entry[] {
  const made = [...list];
  if (to < 0 || to >= list.length || from < 0 || from >= list.length) return made;
  made.splice(to, 0, ...made.splice(from, 1));
  return made;
}

export const removeAt = <Entry>(list: readonly Entry[], at: number): Entry[] => list.filter((_, index) => index !== at);

export const insertAt = <Entry>(list: readonly Entry[], at: number, entry: Entry): Entry[] => list.toSpliced(at, 0, entry);

/** The place over which a dragged entry hangs; `middles` are the entries' centres, from above. */
export function placeOver(middles: readonly number[], from: number, y: number): number {
  const passed = middles.filter((middle, at) => at !== from && middle < y).length;
  return Math.min(passed, middles.length - 1);
}

const isSaid = (text: string): boolean => text.trim() !== "";

/** Rows that nobody has written in yet are no goals. */
const saidGoals = (goals: readonly Goal[]): Goal[] => goals.filter(({ text }) => isSaid(text));

const saidLines = (lines: readonly string[]): string[] => lines.filter(isSaid);

/** The server's words at the rows of the screen: it counts only those that it got. */
export function screenFields(fields: Readonly<Record<string, string>>, section: string, texts: readonly string[]): Record<string, string> {
  const rows = texts.flatMap((text, at) => (isSaid(text) ? [at] : []));
  const start = `${section}[`;
  return Object.fromEntries(
    Object.entries(fields).map(([field, word]) => {
      const [at = "", rest = ""] = field.startsWith(start) ? field.slice(start.length).split(/\](.*)/su) : [];
      const row = at === "" ? undefined : rows[Number(at)];
      return [row === undefined ? field : `${start}${row}]${rest}`, word];
    }),
  );
}

type Sections<Profile> = Partial<Omit<Profile, "version" | "completeness" | "updatedAt" | "placesTaken">>;

/** Of the mentee's side: what may be sent. */
export function sendableMentee(sections: Partial<MenteeProfile>): Sections<MenteeProfile> {
  return sections.goals ? { ...sections, goals: saidGoals(sections.goals) } : sections;
}

/** Of the mentor's side: what may be sent. */
export function sendableMentor(sections: Partial<MentorProfile>): Sections<MentorProfile> {
  const { offer, wanted } = sections;
  return {
    ...sections,
    ...(offer && { offer: { ...offer, expertise: saidLines(offer.expertise) } }),
    ...(wanted && { wanted: { ...wanted, topics: saidLines(wanted.topics) } }),
  };
}

type TextWord = "short" | "long" | null;

/** What to say about a text that is being written; nothing while it is empty. */
export function textWord(text: string, least: number, most: number): TextWord {
  const length = Array.from(text.trim()).length;
  if (length === 0) return null;
  return length < least ? "short" : length > most ? "long" : null;
}

/** Skills from what a field of tags holds: known ones keep their concept, suggested ones get theirs, others stay words. */
export function skillsFrom(texts: readonly string[], before: readonly Skill[], suggested: ReadonlyMap<string, string>): Skill[] {
  return texts.map((text) => before.find((one) => one.text === text) ?? { text, concept: suggested.get(text) ?? null });
}

/** An amount as people write it, from minor units. */
export const majorOf = ({ amountMinor }: Pick<Charge, "amountMinor">, digits: number): number => amountMinor / 10 ** digits;

export const minorOf = (amount: number, digits: number): number => Math.round(amount * 10 ** digits);

export function priceText(charge: Charge, digits: number, locale: string): string {
  const amount = majorOf(charge, digits);
  const isWhole = Number.isInteger(amount);
  const format = new Intl.NumberFormat(locale, { style: "currency", currency: charge.currency, ...(isWhole && { maximumFractionDigits: 0 }) });
  return format.format(amount);
}

/** Choices of time a week, in minutes. */
export const EFFORTS = [15, 30, 60, 90, 120, 180, 240, 360, 480, 600] as const;

/** "1.5" of 90 minutes, in the reader's digits. */
export const hoursText = (minutes: number, locale: string): string => new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(minutes / 60);
