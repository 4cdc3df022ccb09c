/** The languages the application speaks, and what a translation must hold to be called complete. */

/** Primary language tags; a reader's region ("de-AT") is kept beside them for dates and numbers. */
export const LANGUAGES = ["en", "de", "ar"] as const;

export type LanguageTag = (typeof LANGUAGES)[number];

export const primaryOf = (tag: string): string => tag.split("-")[0]?.toLowerCase() ?? "";

/** The one of ours that a tag is of; null where we speak none. */
export const spokenOf = (tag: string): LanguageTag | null => LANGUAGES.find((one) => one === primaryOf(tag)) ?? null;

/** A language's name in the reader's language; the tag itself when nobody knows it. */
export function languageName(tag: string, locale: string): string {
  try {
    return new Intl.DisplayNames([locale], { type: "language" }).of(tag) ?? tag;
  } catch {
    return tag;
  }
}

/** A language by its own name, as a list of languages has it: Deutsch, Español, العربية. */
export function ownName(tag: string): string {
  const name = languageName(tag, tag);
  return name.charAt(0).toLocaleUpperCase(tag) + name.slice(1);
}

/** What the reader prefers of what we speak, with its region: that decides how dates and numbers look. */
export function preferredOf(wanted: readonly string[], spoken: readonly string[]): string {
  return wanted.find((tag) => spoken.includes(primaryOf(tag))) ?? "en";
}

type Category = "zero" | "one" | "two" | "few" | "many" | "other";
/** What is counted: "too_few" alone is a word, it is a form only beside a "too_other". */
type Stem<Key> = Key extends `${infer Begin}_other` ? Begin : never;

type Translated<English> = English extends string ? string : English extends readonly string[] ? readonly string[] : Words<English>;

/** The shape of a translation: the same words, and of what is counted each form that the language has. */
export type Words<English> = {
  readonly [Key in keyof English as Key extends `${Stem<keyof English>}_${Category}` ? never : Key]: Translated<English[Key]>;
} & { readonly [Key in `${Stem<keyof English>}_other`]: string } & { readonly [Key in `${Stem<keyof English>}_${Category}`]?: string };

interface Tree {
  readonly [key: string]: string | readonly string[] | Tree;
}

const PLURAL = /_(?:zero|one|two|few|many|other)$/u;

function flat(tree: Tree | readonly string[], path = ""): Map<string, string> {
  const words = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === "string") words.set(path + key, value);
    else for (const [below, word] of flat(value, `${path}${key}.`)) words.set(below, word);
  }
  return words;
}

/** The places of a sentence that the page fills: `{{name}}`, `<own>`, `$t(other)`. */
const placesOf = (sentence: string): string => [...new Set(sentence.match(/\{\{[^}]+\}\}|<\/?[a-zA-Z]\w*>|\$t\([^)]*\)/gu) ?? [])].sort().join(" ");

function expectedOf(english: Map<string, string>, tag: string): Map<string, string> {
  const forms = new Intl.PluralRules(tag).resolvedOptions().pluralCategories;
  const expected = new Map<string, string>();
  for (const [key, sentence] of english) {
    if (!PLURAL.test(key) || key.endsWith("_zero") || !english.has(key.replace(PLURAL, "_other"))) expected.set(key, sentence);
    else for (const form of forms) expected.set(key.replace(PLURAL, `_${form}`), english.get(key.replace(PLURAL, "_other")) ?? sentence);
  }
  return expected;
}

/** A form that stands for one number only ("one", "two") may leave the number out, for its word says it. */
const mayOmitCount = (key: string): boolean => /_(?:zero|one|two)$/u.test(key);

function isWhole(key: string, wanted: string, found: string): boolean {
  const counted = (places: string): string => (mayOmitCount(key) ? places.replace(/\{\{count\}\} ?/u, "").trim() : places);
  return found.trim() !== "" && counted(placesOf(found)) === counted(placesOf(wanted));
}

/** The keys that a translation lacks, that it has too many, or whose places differ from the English sentence's. */
export function faultsOf(english: Tree, translation: Tree, tag: string): string[] {
  const expected = expectedOf(flat(english), tag);
  const found = flat(translation);
  const lacking = [...expected].filter(([key, wanted]) => !isWhole(key, wanted, found.get(key) ?? "")).map(([key]) => key);
  const foreign = [...found.keys()].filter((key) => !expected.has(key));
  return [...lacking, ...foreign];
}
