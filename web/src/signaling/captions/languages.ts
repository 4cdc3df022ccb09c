/** The languages offered for speaking and reading, named in the reader's own; pure. */
import { languageName, primaryOf } from "../../core/languages";

/** Those that browsers' speech recognition is known for, with the region it asks for. */
export const SPOKEN = ["ar-SA", "bn-IN", "bg-BG", "zh-CN", "zh-TW", "cs-CZ", "da-DK", "nl-NL", "en-GB", "en-US", "en-IN", "fi-FI", "fr-FR", "fr-CA", "de-DE", "el-GR", "he-IL", "hi-IN", "hu-HU", "id-ID", "it-IT", "ja-JP", "ko-KR", "nb-NO", "fa-IR", "pl-PL", "pt-BR", "pt-PT", "ro-RO", "ru-RU", "sr-RS", "es-ES", "es-MX", "sw-KE", "sv-SE", "th-TH", "tr-TR", "uk-UA", "ur-PK", "vi-VN"] as const;

export const READ = ["ar", "bn", "bg", "zh", "zh-Hant", "cs", "da", "nl", "en", "fi", "fr", "de", "el", "he", "hi", "hu", "id", "it", "ja", "ko", "no", "pl", "pt", "ro", "ru", "es", "sv", "th", "tr", "uk", "vi"] as const;

interface Choice {
  value: string;
  label: string;
}

/** In the order of their names. */
export function choices(tags: readonly string[], language: string): Choice[] {
  return tags.map((value) => ({ value, label: languageName(value, language) })).sort((a, b) => a.label.localeCompare(b.label, language));
}

/** What we offer that is nearest to what somebody's browser prefers: the same region first, then the same language. */
export function nearest(tags: readonly string[], wanted: readonly string[]): string {
  for (const wish of wanted) {
    const found = tags.find((tag) => tag === wish) ?? tags.find((tag) => primaryOf(tag) === primaryOf(wish));
    if (found !== undefined) return found;
  }
  return "en-GB";
}
