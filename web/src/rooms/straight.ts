/** Whether this browser goes straight into sessions, past their lobby, and what is switched on then; kept here only, for one person. */
import { Store, useStore } from "../core/store";

export interface StraightIn {
  /** Whoever else uses this browser sees the lobby. */
  person: string;
  microphone: boolean;
  camera: boolean;
}

const KEPT = "ithaca.straightIn";

/** What was kept, if it makes sense. */
export function straightOf(kept: string | null): StraightIn | null {
  try {
    const found = JSON.parse(kept ?? "null") as Partial<Record<keyof StraightIn, unknown>> | null;
    if (found === null || typeof found.person !== "string") return null;
    return { person: found.person, microphone: found.microphone === true, camera: found.camera === true };
  } catch {
    return null;
  }
}

const straight = new Store<StraightIn | null>(straightOf(localStorage.getItem(KEPT)));

export function goStraightIn(wish: StraightIn): void {
  straight.set(wish);
  localStorage.setItem(KEPT, JSON.stringify(wish));
}

export function seeLobby(): void {
  straight.set(null);
  localStorage.removeItem(KEPT);
}

/** Null: they see the lobby, as everybody does at first. */
export function useStraight(person: string | null): StraightIn | null {
  const kept = useStore(straight);
  return kept !== null && kept.person === person ? kept : null;
}
