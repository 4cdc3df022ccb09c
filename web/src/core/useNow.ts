/** The time of day as React may use it: the same within a render, new every half minute. */
import { useSyncExternalStore } from "react";

const STEP_MS = 30_000;

function subscribe(listener: () => void): () => void {
  const timer = setInterval(listener, STEP_MS);
  return () => clearInterval(timer);
}

const step = (): number => Math.floor(Date.now() / STEP_MS);
let last = { step: 0, now: new Date(0) };

function read(): Date {
  const current = step();
  if (current !== last.step) last = { step: current, now: new Date() };
  return last.now;
}

export const useNow = (): Date => useSyncExternalStore(subscribe, read);
