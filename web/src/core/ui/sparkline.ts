/** The line of a small chart as an SVG path; pure. What was not measured is a gap. */

const PAD = 1.5;

/** `most`: the value at the top edge; the bottom edge is 0. */
export function linePath(values: readonly (number | null)[], width: number, height: number, most: number): string {
  const last = Math.max(values.length - 1, 1);
  let isDown = false;
  const marks: string[] = [];
  for (const [index, value] of values.entries()) {
    if (value === null) {
      isDown = false;
      continue;
    }
    const x = PAD + ((width - 2 * PAD) * index) / last;
    const y = height - PAD - (height - 2 * PAD) * Math.min(1, Math.max(0, value / (most || 1)));
    const isAlone = !isDown && (values[index + 1] ?? null) === null;
    marks.push(`${isDown ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}${isAlone ? "h0.1" : ""}`);
    isDown = true;
  }
  return marks.join("");
}

interface Span {
  least: number;
  most: number;
  last: number;
}

/** The bounds of what was measured; null when nothing was. */
export function spanOf(values: readonly (number | null)[]): Span | null {
  const known = values.filter((value) => value !== null);
  const last = known.at(-1);
  return last === undefined ? null : { least: Math.min(...known), most: Math.max(...known), last };
}
