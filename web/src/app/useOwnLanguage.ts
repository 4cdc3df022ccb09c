/** The page in the language that whoever comes in has chosen before. */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../accounts/use";
import { chosenLanguage, speak, withRegion } from "../core/i18n";
import { primaryOf, spokenOf } from "../core/languages";
import { loadTongue } from "./tongues";

/** On a device where nobody chose, whoever comes in reads in the language of their letters; other letters later change no page. */
export function useOwnLanguage(): void {
  const { i18n } = useTranslation();
  const me = useMe().data;
  const asked = useRef<string | null>(null);
  const [id, locale] = [me?.id, me?.locale];
  useEffect(() => {
    if (id === undefined || asked.current === id) return;
    asked.current = id;
    const wanted = locale === undefined ? null : spokenOf(locale);
    if (wanted === null || chosenLanguage() !== null || primaryOf(i18n.language) === wanted) return;
    // What cannot be loaded now is tried again with the next page that is loaded.
    speak(i18n, withRegion(wanted), loadTongue).catch(() => undefined);
  }, [id, locale, i18n]);
}
