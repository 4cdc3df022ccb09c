/** The name a guest typed last, so that they need not type it again after a reload. */

const KEY = "ithaca.guestName";

export const GUEST_NAME_MAX_LENGTH = 80;

export const readGuestName = (): string => localStorage.getItem(KEY) ?? "";

export const keepGuestName = (name: string): void => localStorage.setItem(KEY, name);

export type NameWord = "nameNeeded" | "nameLong";

export function guestNameWord(name: string): NameWord | null {
  const length = Array.from(name.trim()).length;
  if (length === 0) return "nameNeeded";
  return length > GUEST_NAME_MAX_LENGTH ? "nameLong" : null;
}
