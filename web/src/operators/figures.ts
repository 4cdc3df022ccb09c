/** Numbers of the operators' page in short words; pure. */

export const percent = (share: number): string => `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;

export function bitrate(bps: number): string {
  if (bps >= 1e9) return `${(bps / 1e9).toFixed(1)} Gbit/s`;
  if (bps >= 1e6) return `${(bps / 1e6).toFixed(1)} Mbit/s`;
  return `${Math.round(bps / 1e3)} kbit/s`;
}

export const milliseconds = (ms: number): string => `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`;

export const whole = (value: number): string => String(Math.round(value));

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** "3 hours", in the largest unit that fits. */
export function duration(seconds: number, locale: string): string {
  const [unit, length] = UNITS.find(([, of]) => seconds >= of) ?? ["second", 1];
  return new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "long" }).format(Math.floor(seconds / length));
}

/** Shares of a whole; all 0 when there is none. */
export function shares<Word extends string>(counts: Record<Word, number>, words: readonly Word[]): { word: Word; count: number; share: number }[] {
  const all = words.reduce((sum, word) => sum + counts[word], 0);
  return words.map((word) => ({ word, count: counts[word], share: all === 0 ? 0 : counts[word] / all }));
}
