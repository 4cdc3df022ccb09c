/** From a wall time in a zone to an instant, by the browser's rules: only where a form takes a time that no list of the server's has. */

function offsetMs(zone: string, at: Date): number {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.find((one) => one.type === type)?.value);
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second")) - Math.floor(at.getTime() / 1000) * 1000;
}

/** ISO of "2026-11-23T14:00" in a zone; of two such times the first, in a gap the time with the offset before it. Null for no time. */
export function instantOf(local: string, zone: string): string | null {
  const wall = Date.parse(`${local}:00Z`);
  if (Number.isNaN(wall)) return null;
  try {
    // A day around is enough to have both offsets of a change.
    const offsets = [-86_400_000, 86_400_000].map((shift) => offsetMs(zone, new Date(wall + shift)));
    const fits = offsets.map((offset) => wall - offset).find((at) => offsetMs(zone, new Date(at)) === wall - at);
    return new Date(fits ?? wall - (offsets[0] ?? 0)).toISOString();
  } catch {
    return null;
  }
}
