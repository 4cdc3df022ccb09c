/** What the search page decides: what is looked for, where, and which words a reason becomes. */
import type { Skill } from "../profiles/api";
import type { ProgrammeList } from "../programmes/api";
import type { Change, Found, Gate, Industry, Obstacles, Said, SearchQuery, Window } from "./api";

export interface Price {
  amount: number;
  currency: string;
}

export interface Wish {
  words: string;
  languages: string[];
  skills: Skill[];
  industries: Industry[];
  isFreeOnly: boolean;
  isFavouritesOnly: boolean;
  sharesHours: boolean;
  most: Price | null;
  /** At least so many; 0 for any, also those without a rating. */
  stars: number;
  page: number;
}

export const NO_WISH: Wish = { words: "", languages: [], skills: [], industries: [], isFreeOnly: false, isFavouritesOnly: false, sharesHours: false, most: null, stars: 0, page: 0 };
export const STARS = [4, 4.5] as const;
export const SHARED_HOURS = 2;
export const MOST_OF_A_KIND = 10;
export const LONGEST_WORDS = 200;

/** Without words or filters there is nothing to search: the suggestions are shown. */
export const isSearching = (wish: Wish): boolean => wish.words.trim() !== "" || filtersIn(wish) > 0;

export function filtersIn({ languages, skills, industries, isFreeOnly, isFavouritesOnly, sharesHours, most, stars }: Wish): number {
  const switches = [isFreeOnly, isFavouritesOnly, sharesHours, most !== null, stars > 0].filter(Boolean).length;
  return switches + languages.length + skills.length + industries.length;
}

/** `digits`: of the currency's minor unit. */
export function queryOf({ most, skills, ...wish }: Wish, digits: number): SearchQuery {
  return {
    q: wish.words.trim(),
    language: wish.languages,
    concept: skills.flatMap(({ concept }) => concept ?? []),
    skill: skills.flatMap(({ concept, text }) => (concept ? [] : [text])),
    industry: wish.industries,
    leastHours: wish.sharesHours ? SHARED_HOURS : 0,
    isFreeOnly: wish.isFreeOnly,
    isFavouritesOnly: wish.isFavouritesOnly,
    leastStars: wish.stars,
    ...(most && { mostMinor: Math.round(most.amount * 10 ** digits), currency: most.currency }),
    page: wish.page,
  };
}

/** What is looked for as an address has it, so that it survives a reload and can be sent to somebody. */
export interface Looked {
  programme?: string;
  q?: string;
  languages?: string[];
  concepts?: string[];
  skills?: string[];
  industries?: string[];
  free?: true;
  starred?: true;
  hours?: true;
  most?: number;
  currency?: string;
  stars?: number;
  page?: number;
}

const CURRENCY = /^[A-Z]{3}$/;
const BETWEEN = "~";

const someOf = (given: unknown): string[] =>
  (Array.isArray(given) ? given : [given]).filter((one): one is string => typeof one === "string" && one !== "" && one.length <= LONGEST_WORDS).slice(0, MOST_OF_A_KIND);

const numberIn = (given: unknown, least: number, most: number): number | undefined =>
  typeof given === "number" && given >= least && given <= most ? given : undefined;

/** The good parts of an address; whatever else somebody wrote there is let go. */
export function lookedIn(search: Record<string, unknown>): Looked {
  const list = (key: "languages" | "concepts" | "skills" | "industries"): Looked => (someOf(search[key]).length > 0 ? { [key]: someOf(search[key]) } : {});
  const switched = (key: "free" | "starred" | "hours"): Looked => (search[key] === true ? { [key]: true } : {});
  const q = typeof search["q"] === "number" ? String(search["q"]) : search["q"];
  const most = numberIn(search["most"], 0, 1_000_000);
  const currency = typeof search["currency"] === "string" && CURRENCY.test(search["currency"]) ? search["currency"] : undefined;
  const stars = numberIn(search["stars"], 1, 5);
  const page = numberIn(search["page"], 1, 5000);
  return {
    ...(typeof search["programme"] === "string" && { programme: search["programme"] }),
    ...(typeof q === "string" && q !== "" && { q: q.slice(0, LONGEST_WORDS) }),
    ...list("languages"),
    ...list("concepts"),
    ...list("skills"),
    ...list("industries"),
    ...switched("free"),
    ...switched("starred"),
    ...switched("hours"),
    ...(most !== undefined && currency !== undefined && { most, currency }),
    ...(stars !== undefined && { stars }),
    ...(page !== undefined && { page: Math.floor(page) }),
  };
}

/** A concept goes with its name, which is not asked for again. */
function skillOf(told: string): Skill {
  const [concept = "", ...text] = told.split(BETWEEN);
  return { concept, text: text.join(BETWEEN) || concept };
}

export const wishOf = (looked: Looked): Wish => ({
  words: looked.q ?? "",
  languages: looked.languages ?? [],
  skills: [...(looked.concepts ?? []).map(skillOf), ...(looked.skills ?? []).map((text) => ({ concept: null, text }))],
  industries: (looked.industries ?? []) as Industry[],
  isFreeOnly: looked.free ?? false,
  isFavouritesOnly: looked.starred ?? false,
  sharesHours: looked.hours ?? false,
  most: looked.most !== undefined && looked.currency !== undefined ? { amount: looked.most, currency: looked.currency } : null,
  stars: looked.stars ?? 0,
  page: looked.page ?? 0,
});

export const lookedOf = (wish: Wish, programme: string | undefined): Looked =>
  lookedIn({
    programme,
    q: wish.words,
    languages: wish.languages,
    concepts: wish.skills.flatMap(({ concept, text }) => (concept ? [concept + BETWEEN + text] : [])),
    skills: wish.skills.flatMap(({ concept, text }) => (concept ? [] : [text])),
    industries: wish.industries,
    free: wish.isFreeOnly,
    starred: wish.isFavouritesOnly,
    hours: wish.sharesHours,
    most: wish.most?.amount,
    currency: wish.most?.currency,
    stars: wish.stars,
    page: wish.page,
  });

export interface Place {
  id: string;
  name: string;
}

const UNDER_WAY: ReadonlySet<string> = new Set(["enrolment", "matching", "running"]);

/** The programmes in which somebody looks for a mentor, the open one last. */
export function placesOf(list: ProgrammeList): Place[] {
  const mine = list.mine.filter(({ programme, place }) => place.standing === "joined" && place.roles.includes("mentee") && UNDER_WAY.has(programme.state));
  return mine.map(({ programme: { id, name } }) => ({ id, name }));
}

type Form = (said: Said) => string;

/** The codes for which one sentence does not fit all. */
const FORMS: Partial<Record<Said["code"], Form>> = {
  goals_covered: ({ covered }) => (covered === 1 ? "one" : "many"),
  works_alike: ({ styles, percent }) => (styles.length === 0 ? "items" : percent === null ? "styles" : "both"),
  steps_ahead: ({ steps }) => ((steps ?? 0) > 0 ? "ahead" : "near"),
  steps_off: ({ steps }) => (steps === null ? "unknown" : steps > 0 ? "far" : "behind"),
  interests_shared: ({ interests, languages }) => (interests.length === 0 ? "languages" : languages.length === 0 ? "interests" : "both"),
  newcomer: ({ sessions }) => (sessions === 0 ? "none" : "some"),
};

/** Where the sentence of a reason or a caveat stands among the words. */
export function formOf(said: Said): string {
  const form = FORMS[said.code]?.(said);
  return form === undefined ? said.code : `${said.code}.${form}`;
}

/** Words that met: only those that differ tell something; the same ones are told once. */
export const wordsOf = ({ words }: Found): { mine: string; theirs: string | null }[] =>
  words.map(({ mine, theirs }) => ({ mine, theirs: mine === theirs ? null : theirs }));

/** Days on which both are free, Monday first. */
export const daysOf = (common: readonly Window[]): number[] => [...new Set(common.map(({ weekday }) => weekday))].sort((a, b) => a - b);

/** A text of somebody's inside a sentence: its direction is its own and turns nothing around it. */
export const apart = (text: string): string => `\u2068${text}\u2069`;

/** What is worth saying of someone who was found by search; a search is wider than the suggestions. */
const WORTH: readonly Gate[] = ["asked", "dismissed", "language", "hours", "wished_language", "charges", "gap"];
export const remarksOf = ({ told }: Found): Gate[] => WORTH.filter((gate) => told.includes(gate));

const UNTOLD: ReadonlySet<Gate> = new Set(["absent", "self", "forbidden", "blocked", "reporting_line"]);

/** What keeps mentors away, without what is nobody's business. */
export const removedIn = (obstacles: Obstacles | null): Obstacles["removed"] => (obstacles?.removed ?? []).filter(({ gate }) => !UNTOLD.has(gate));

/** The step of the own profile on which the change can be made; null where it is not one's own. */
export function stepOf({ gate }: Change): "you" | "week" | "wishes" | null {
  if (gate === "hours") return "week";
  if (gate === "language") return "you";
  return ["wished_language", "charges", "gap"].includes(gate) ? "wishes" : null;
}

/** A minute of the week in UTC as a moment of the week at hand. */
export function momentOf(minute: number, now: Date): Date {
  const sinceMonday = (now.getUTCDay() + 6) % 7;
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() - sinceMonday, 0, minute));
}
