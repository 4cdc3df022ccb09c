/** Places in a list as words that sort, mirrored from server/boards/goals/order.py: a row moves by one key and no other row is touched. */
const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const VALID = /^[0-9A-Za-z]{0,63}[1-9A-Za-z]$/;
/** The middle of everything. */
export const FIRST = "V";

export const isPlace = (value: unknown): value is string => typeof value === "string" && VALID.test(value);

function sharedBy(before: string, after: string): number {
  let count = 0;
  while ((before[count] ?? "0") === after[count]) count += 1;
  return count;
}

/** A step, not a half: lists grow at their end. */
function beyond(before: string): string {
  const first = before[0];
  if (first === undefined) return FIRST;
  const next = DIGITS[DIGITS.indexOf(first) + 1];
  return next ?? first + beyond(before.slice(1));
}

/** Between two that begin differently. */
function halfway(before: string, after: string): string {
  const low = Math.max(0, DIGITS.indexOf(before.charAt(0) || "0"));
  const high = DIGITS.indexOf(after.charAt(0));
  if (high - low > 1) return DIGITS.charAt(Math.floor((low + high) / 2));
  return after.length > 1 ? after.charAt(0) : DIGITS.charAt(low) + beyond(before.slice(1));
}

/** A place after `before` ("": the beginning) and before `after` (null: the end). Rows put at one place at once share it; then it is after both. */
export function between(before: string, after: string | null): string {
  if (after === null || before >= after) return beyond(before);
  const shared = sharedBy(before, after);
  return after.slice(0, shared) + halfway(before.slice(shared), after.slice(shared));
}
