/** Starts translation: one bundle per language, direction and language told to the document. */
import { type Resource, createInstance, type i18n } from "i18next";
import { initReactI18next } from "react-i18next";

/** What the reader's browser prefers of what we speak, with its region: that decides how dates and numbers look. */
export function preferredOf(wanted: readonly string[], spoken: readonly string[]): string {
  return wanted.find((tag) => spoken.includes(tag.split("-")[0] ?? "")) ?? "en";
}

/** i18next as this application uses it; a further language is one more entry in `resources`. */
export function startWords(resources: Resource, defaultNS: string): i18n {
  const words = createInstance();
  words.on("languageChanged", (language) => {
    document.documentElement.lang = language;
    document.documentElement.dir = words.dir(language);
  });
  void words.use(initReactI18next).init({
    resources,
    lng: preferredOf(navigator.languages, Object.keys(resources)),
    fallbackLng: "en",
    defaultNS,
    interpolation: { escapeValue: false },
    returnNull: false,
    initAsync: false,
  });
  return words;
}
