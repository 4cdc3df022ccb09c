/** What accounts decide in the browser: what a form may send, zones and languages in readable order, where to go next. */

import { languageName, primaryOf } from "../core/languages";

/** The server's rule; said before the form is sent. */
export const PASSWORD_MIN_LENGTH = 10;
export const NAME_MAX_LENGTH = 80;
export const HEADLINE_MAX_LENGTH = 160;
export const MOST_LANGUAGES = 20;

export const LEVELS = ["native", "fluent", "good", "basic"] as const;

/** Tags offered for choice; a person's own further tags are kept and shown all the same. */
const LANGUAGE_TAGS =
  "af am ar az be bg bn bs ca cs cy da de el en es et eu fa fi fil fr ga gl gu ha he hi hr hu hy id ig is it ja ka kk km kn ko ky lo lt lv mk ml mn mr ms my ne nl no or pa pl ps pt ro ru rw si sk sl so sq sr sv sw ta te th ti tr uk ur uz vi xh yo zh zu".split(" ");

interface Choice {
  value: string;
  label: string;
}

const byLabel = (a: Choice, b: Choice): number => a.label.localeCompare(b.label);

/** In which letters and notices come, as the server has words for them. */
export const LETTER_LANGUAGES = ["en", "de", "es", "fr", "ar"] as const;

/** The language in which somebody of this locale is written to. */
export const letterLanguageOf = (locale: string): string => LETTER_LANGUAGES.find((tag) => tag === primaryOf(locale)) ?? "en";

export function languageChoices(locale: string, also: readonly string[] = []): Choice[] {
  const tags = new Set([...LANGUAGE_TAGS, ...also]);
  return [...tags].map((value) => ({ value, label: languageName(value, locale) })).sort(byLabel);
}

export const guessedZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";

/** "GMT+2" at `now`; empty for a zone this browser does not know. */
function zoneOffset(zone: string, now: Date, locale: string): string {
  try {
    const parts = new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName: "shortOffset" }).formatToParts(now);
    return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
  } catch {
    return "";
  }
}

/** The clock on the wall in that zone at `now`. */
export function zoneClock(zone: string, now: Date, locale: string): string {
  try {
    return new Intl.DateTimeFormat(locale, { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(now);
  } catch {
    return "";
  }
}

/** "Europe/Athens" as "Athens, Europe"; "America/Argentina/Salta" as "Salta, Argentina, America". */
export function zoneName(zone: string): string {
  return zone.replaceAll("_", " ").split("/").toReversed().join(", ");
}

export function zoneChoices(now: Date, locale: string, also: string): Choice[] {
  const zones = new Set([...Intl.supportedValuesOf("timeZone"), "UTC", also]);
  return [...zones]
    .map((value) => ({ value, label: `${zoneName(value)} (${zoneOffset(value, now, locale) || "?"})` }))
    .sort(byLabel);
}

/** Only a path of this site: an address of somebody else's would make sign-in a trap. */
export function safeNext(next: unknown): string {
  if (typeof next !== "string" || !/^\/(?![/\\])/.test(next)) return "/";
  return next;
}

/** Where a newcomer goes: on to where they were heading, else to tell what they look for or offer. */
export function afterSignUp(next: string, roles: readonly string[]): string {
  if (next !== "/") return next;
  return roles.includes("mentee") ? "/profile/mentee" : "/profile/mentor";
}

export type FormWord = "needed" | "email" | "passwordShort" | "nameLong" | "rolesNeeded";

export const emailWord = (email: string): FormWord | null => {
  if (email.trim() === "") return "needed";
  return /^\S+@\S+\.\S+$|^\S+@localhost$/.test(email.trim()) ? null : "email";
};

export const passwordWord = (password: string): FormWord | null =>
  password === "" ? "needed" : password.length < PASSWORD_MIN_LENGTH ? "passwordShort" : null;

export const nameWord = (name: string): FormWord | null => {
  if (name.trim() === "") return "needed";
  return name.trim().length > NAME_MAX_LENGTH ? "nameLong" : null;
};
