/** How a person's name is shown: initials, a colour of their own, a word when the name is empty. */

/** Hues that carry white letters well; which one is a person's never changes. */
const HUES = ["#0d5561", "#9b3d1e", "#5b7030", "#7a4b6a", "#31589b", "#945c17", "#2e6b50", "#8a3f52"] as const;

const graphemes = (text: string): string[] =>
  Array.from(new Intl.Segmenter(undefined, { granularity: "grapheme" }).segment(text), ({ segment }) => segment);

/** Letters and digits only: no initial is a bracket or a bullet. Emoji names keep their first sign. */
function firstSign(word: string): string {
  const signs = graphemes(word);
  return signs.find((sign) => /[\p{L}\p{N}]/u.test(sign)) ?? signs[0] ?? "";
}

/** One or two signs: first and last word. Empty for an empty name. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean);
  const first = words[0];
  const last = words.length > 1 ? words.at(-1) : undefined;
  return [first, last].map((word) => (word === undefined ? "" : firstSign(word))).join("").toLocaleUpperCase();
}

export function hueOf(name: string): string {
  let sum = 0;
  for (const sign of name) sum = (sum * 31 + (sign.codePointAt(0) ?? 0)) >>> 0;
  return HUES[sum % HUES.length] ?? HUES[0];
}

/** The name, or `nobody` when there is nothing readable in it. */
export function shownName(name: string | null | undefined, nobody: string): string {
  const trimmed = (name ?? "").replaceAll(/[\p{Cc}\p{Cf}]/gu, (sign) => (sign === "\u200D" || sign === "\u200C" ? sign : "")).trim();
  return trimmed === "" ? nobody : trimmed;
}

/** A name, or other words of somebody's, in the middle of a sentence: their direction stays their own (Unicode UAX 9). */
export const isolated = (text: string): string => `\u2068${text}\u2069`;
