/** Starts translation: one bundle per language, direction and language told to the document. */
import { type Resource, createInstance, type i18n } from "i18next";
import { initReactI18next } from "react-i18next";

/** i18next as this application uses it; a further language is one more entry in `resources`. */
export function startWords(resources: Resource, defaultNS: string): i18n {
  const words = createInstance();
  words.on("languageChanged", (language) => {
    document.documentElement.lang = language;
    document.documentElement.dir = words.dir(language);
  });
  void words.use(initReactI18next).init({
    resources,
    lng: "en",
    fallbackLng: "en",
    defaultNS,
    interpolation: { escapeValue: false },
    returnNull: false,
    initAsync: false,
  });
  return words;
}
