/** Tells a host who looks elsewhere that somebody waits at the door: by a sound, and in the title of the tab. */
import { useEffect, useRef } from "react";
import { playKnock } from "./chime";
import type { KnockView } from "./socket";

/** Several who knock at once are one sound. */
const QUIET_MS = 8_000;

/** Whether a knock is to be heard: somebody new is among those who wait, and the last sound is a while ago; pure. */
export function isToRing(before: readonly KnockView[], now: readonly KnockView[], sinceLastMs: number): boolean {
  const known = new Set(before.map(({ knockId }) => knockId));
  return sinceLastMs >= QUIET_MS && now.some(({ knockId }) => !known.has(knockId));
}

export function useBell(knocks: readonly KnockView[], speaker: string | null): void {
  const before = useRef<readonly KnockView[]>([]);
  const rungMs = useRef(Number.NEGATIVE_INFINITY);
  useEffect(() => {
    const nowMs = performance.now();
    if (isToRing(before.current, knocks, nowMs - rungMs.current)) {
      rungMs.current = nowMs;
      playKnock(speaker).catch(() => undefined); // the browser holds sound back: the title and the notice still tell
    }
    before.current = knocks;
    // Another speaker is no reason to ring again.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [knocks]);
}
