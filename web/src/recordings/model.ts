/** What the browser decides about recordings: how far they are, how long and large in words. */
import type { Recorded } from "./api";

export const isUnfinished = ({ state }: Recorded): boolean => state !== "ready" && state !== "failed";
export const isLive = ({ state }: Recorded): boolean => state === "recording" || state === "paused";

export const percent = ({ progress }: Recorded): number => Math.round(Math.min(1, Math.max(0, progress)) * 100);

const two = (value: number): string => String(value).padStart(2, "0");

/** "4:07", "1:02:09". */
export function clockTime(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}
