/** How large a file is, in the reader's words. */

const UNITS = ["kilobyte", "megabyte", "gigabyte"] as const;

/** "12 MB", in the reader's language. */
export function sizeText(bytes: number, locale: string): string {
  const power = Math.min(UNITS.length, Math.max(1, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const unit = UNITS[power - 1] ?? "kilobyte";
  const words = new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: power > 1 ? 1 : 0 });
  return words.format(bytes / 1000 ** power);
}
