/** What to do when devices come or go: the one that somebody chose is used again when it is back; pure. */
import type { Chosen, DeviceKind, DeviceLists } from "./devices";

export interface Standing {
  /** A track of it is open. */
  isOpen: boolean;
  /** The id that the open track tells; for a speaker the one that plays. */
  inUse: string | null;
  /** It was on, and there was none left when it went. */
  isMissing: boolean;
}

const has = (devices: DeviceLists, kind: DeviceKind, id: string): boolean => devices[kind].some((device) => device.id === id);

/** Whether the kind is to be opened anew, now that these devices are there. */
export function shouldReopen(kind: DeviceKind, before: DeviceLists, after: DeviceLists, chosen: Chosen, { isOpen, inUse, isMissing }: Standing): boolean {
  if (isMissing) return after[kind].length > 0;
  const wished = chosen[kind];
  if (!isOpen || wished === null || wished === inUse) return false;
  return !has(before, kind, wished) && has(after, kind, wished);
}

/** The speaker to play at: the chosen one while it is there, else the system's; null: none was ever chosen. */
export function speakerOf(devices: DeviceLists, chosen: Chosen): string | null {
  if (chosen.speaker === null) return null;
  // Before permission nothing is listed: then the wish is all there is to go by.
  return devices.speaker.length === 0 || has(devices, "speaker", chosen.speaker) ? chosen.speaker : "";
}
