/** The canvas in the reader's language; the page around it keeps its own language and direction, which the canvas sets. */
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { type LanguageTag, spokenOf } from "../../core/languages";

/** As the canvas calls them. */
const TONGUES: Record<LanguageTag, string> = { en: "en", de: "de-DE", ar: "ar-SA" };

const LINGERS_MS = 10_000;

/** What the canvas is told to speak. */
export function useCanvasTongue(): string {
  const { i18n } = useTranslation();
  useEffect(() => {
    const page = document.documentElement;
    const keep = (): void => {
      const direction = i18n.dir();
      if (page.dir !== direction) page.dir = direction;
      if (page.lang !== i18n.language) page.lang = i18n.language;
    };
    // It sets them late, when its words have come, and also when it is gone again by then.
    const observer = new MutationObserver(keep);
    observer.observe(page, { attributeFilter: ["dir", "lang"] });
    return () => {
      window.setTimeout(() => observer.disconnect(), LINGERS_MS);
    };
  }, [i18n]);
  return TONGUES[spokenOf(i18n.language) ?? "en"];
}
