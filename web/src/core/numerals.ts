/** Clock times and measurements that are written by hand, with the numerals and the decimal point of a language. */
import { useCallback } from "react";
import { useTranslation } from "react-i18next";

const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** "0:42" and "1.5 Mbit/s" as they are read; for figures alone, never for what somebody wrote. */
export function inNumerals(figure: string, locale: string): string {
  const format = new Intl.NumberFormat(locale);
  const point = format.formatToParts(0.5).find(({ type }) => type === "decimal")?.value ?? ".";
  const numerals = DIGITS.map((digit) => format.format(digit));
  return figure.replace(/(?<=\d)\.(?=\d)/gu, point).replace(/\d/gu, (digit) => numerals[Number(digit)] ?? digit);
}

/** `inNumerals` in the reader's language. */
export function useNumerals(): (figure: string) => string {
  const { i18n } = useTranslation();
  return useCallback((figure: string) => inNumerals(figure, i18n.language), [i18n.language]);
}
