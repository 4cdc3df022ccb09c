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
const SHARED_HOURS = 2;
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
