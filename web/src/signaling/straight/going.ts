/** Whether somebody can go straight in with what they used before, and why not; opens only what the browser gives without asking. */
import type { StraightIn } from "../../rooms/straight";
import { type Captured, type Chosen, type DeviceLists, isAlreadyAllowed, listDevices } from "../devices";
import type { LocalMedia } from "../local";

export interface Hindrance {
  why: "asks" | "gone" | "failed";
  kind: Captured;
}

const KINDS = ["microphone", "camera"] as const;

/** What is to be on when they are in. */
export const wantedOf = (wish: StraightIn): Captured[] => KINDS.filter((kind) => wish[kind]);

/** A chosen device must be there; without a choice any of its kind will do. */
export function isThere(kind: Captured, devices: DeviceLists, chosen: Chosen): boolean {
  const id = chosen[kind];
  return id === null ? devices[kind].length > 0 : devices[kind].some((device) => device.id === id);
}

async function hindranceBefore(wanted: readonly Captured[], chosen: Chosen): Promise<Hindrance | null> {
  for (const kind of wanted) if (!(await isAlreadyAllowed(kind))) return { why: "asks", kind };
  const devices = await listDevices();
  const gone = wanted.find((kind) => !isThere(kind, devices, chosen));
  return gone === undefined ? null : { why: "gone", kind: gone };
}

/** Opens what was on; null: they can go in. */
export async function openAsBefore(local: LocalMedia, wish: StraightIn): Promise<Hindrance | null> {
  // Whoever saw to their devices while they waited at the door comes in as they left them.
  if (local.state.get().isAsked) return null;
  const wanted = wantedOf(wish);
  const before = await hindranceBefore(wanted, local.state.get().chosen);
  if (before !== null) return before;
  await Promise.all(wanted.map((kind) => local.toggle(kind, true)));
  const failed = wanted.find((kind) => local.state.get()[kind].track === null);
  return failed === undefined ? null : { why: "failed", kind: failed };
}
