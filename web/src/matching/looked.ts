/** What is looked for, as the address of the page has it; refuses what nobody could have chosen there. */
import type { Skill } from "../profiles/api";
import type { Industry } from "./api";
import { LONGEST_WORDS, MOST_OF_A_KIND, type Wish } from "./model";

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

const withNumber = (key: "stars" | "page", given: unknown, most: number): Looked => {
  const found = numberIn(given, 1, most);
  return found === undefined ? {} : { [key]: found };
};

const withWords = (given: unknown): Looked => {
  const words = typeof given === "number" ? String(given) : given;
  return typeof words === "string" && words !== "" ? { q: words.slice(0, LONGEST_WORDS) } : {};
};

const withPrice = ({ most, currency }: Record<string, unknown>): Looked => {
  const amount = numberIn(most, 0, 1_000_000);
  return amount !== undefined && typeof currency === "string" && CURRENCY.test(currency) ? { most: amount, currency } : {};
};

/** The good parts of an address; whatever else somebody wrote there is let go. */
export function lookedIn(search: Record<string, unknown>): Looked {
  const list = (key: "languages" | "concepts" | "skills" | "industries"): Looked => (someOf(search[key]).length > 0 ? { [key]: someOf(search[key]) } : {});
  const switched = (key: "free" | "starred" | "hours"): Looked => (search[key] === true ? { [key]: true } : {});
  return {
    ...(typeof search["programme"] === "string" && { programme: search["programme"] }),
    ...withWords(search["q"]),
    ...list("languages"),
    ...list("concepts"),
    ...list("skills"),
    ...list("industries"),
    ...switched("free"),
    ...switched("starred"),
    ...switched("hours"),
    ...withPrice(search),
    ...withNumber("stars", search["stars"], 5),
    ...withNumber("page", search["page"], 5000),
  };
}

/** A concept goes with its name, which is not asked for again. */
function skillOf(told: string): Skill {
  const [concept = "", ...text] = told.split(BETWEEN);
  return { concept, text: text.join(BETWEEN) || concept };
}

const NOTHING = { q: "", languages: [], concepts: [], skills: [], industries: [], free: false, starred: false, hours: false, stars: 0, page: 0 };

export function wishOf(looked: Looked): Wish {
  const { q, languages, concepts, skills, industries, free, starred, hours, most, currency, stars, page } = { most: undefined, currency: undefined, ...NOTHING, ...looked };
  return {
    words: q,
    languages,
    skills: [...concepts.map(skillOf), ...skills.map((text) => ({ concept: null, text }))],
    industries: industries as Industry[],
    isFreeOnly: free,
    isFavouritesOnly: starred,
    sharesHours: hours,
    most: most !== undefined && currency !== undefined ? { amount: most, currency } : null,
    stars,
    page,
  };
}

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
