/** Starts translation: words loaded language by language, direction and language told to the document. */
import { type FormatterModule, type ResourceLanguage, createInstance, type i18n } from "i18next";
import { initReactI18next } from "react-i18next";
import { LANGUAGES, type LanguageTag, preferredOf, primaryOf, spokenOf } from "./languages";
import { type Sayings, tellBy } from "./sayings";

const KEPT_AS = "ithaca.language";

/** A language other than English, which is always there: its words by domain, and the server's sentences. */
export interface Tongue {
  readonly words: ResourceLanguage;
  readonly sayings: Sayings;
}

export type LoadTongue = (tag: Exclude<LanguageTag, "en">) => Promise<Tongue>;

/** Numbers inside sentences, in the reader's digits; years and other four-digit numbers stay in one piece. */
const numbersInPlace: FormatterModule = {
  type: "formatter",
  init: () => undefined,
  add: () => undefined,
  addCached: () => undefined,
  format: (value: unknown, _format, locale) => (typeof value === "number" ? new Intl.NumberFormat(locale, { useGrouping: "min2" }).format(value) : (value as string)),
};

const spoken = new Set<i18n>();
const english: Record<string, ResourceLanguage[string]> = {};

/** English words of a domain, which come with the code that says them: the build imports them beside it. */
export function addWords(domain: string, words: ResourceLanguage[string]): void {
  english[domain] = words;
  for (const one of spoken) one.addResourceBundle("en", domain, words);
}

/** i18next as this application uses it, in English until `speak` is called. */
export function startWords(given: ResourceLanguage, defaultNS: string, lng = preferredOf(navigator.languages, ["en"])): i18n {
  const words = createInstance();
  words.on("languageChanged", (language) => {
    document.documentElement.lang = language;
    document.documentElement.dir = words.dir(language);
  });
  void words.use(initReactI18next).use(numbersInPlace).init({
    resources: { en: { ...english, ...given } },
    lng,
    fallbackLng: "en",
    defaultNS,
    interpolation: { escapeValue: false, alwaysFormat: true },
    returnNull: false,
    initAsync: false,
  });
  spoken.add(words);
  return words;
}

/** Browsers differ in the numerals of Arabic without a region, and the words are written with its own. */
const WITH_NUMERALS: Readonly<Record<string, string>> = { ar: "ar-EG" };

/** Loads what `locale` needs and changes to it; a language that cannot be loaded leaves the page as it is. Raises: the loader's error. */
export async function speak(words: i18n, locale: string, load: LoadTongue): Promise<void> {
  const tag = spokenOf(locale) ?? "en";
  const tongue = tag === "en" ? null : await load(tag);
  for (const [domain, sentences] of Object.entries(tongue?.words ?? {})) words.addResourceBundle(tag, domain, sentences);
  tellBy(tongue?.sayings ?? {});
  await words.changeLanguage(WITH_NUMERALS[locale] ?? locale);
}

/** The language chosen on this device; null where nobody chose, or nothing can be kept. */
export function chosenLanguage(): LanguageTag | null {
  try {
    return spokenOf(localStorage.getItem(KEPT_AS) ?? "");
  } catch {
    return null;
  }
}

export function keepLanguage(tag: string): void {
  try {
    localStorage.setItem(KEPT_AS, tag);
  } catch {
    // A browser that keeps nothing asks its own settings again next time.
  }
}

/** `tag` with the region that the reader's browser has for it ("de" and "de-AT" give "de-AT"). */
export const withRegion = (tag: string): string => navigator.languages.find((one) => primaryOf(one) === tag) ?? tag;

/** The language to begin with: what was chosen here, else what the browser prefers. */
export function firstLanguage(): string {
  const chosen = chosenLanguage();
  return chosen === null ? preferredOf(navigator.languages, LANGUAGES) : withRegion(chosen);
}
