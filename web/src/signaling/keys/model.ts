/** Which key does what in a session: chosen by each person, told apart from the browser's own, no key for two things; pure. */

/** What the room itself does. */
export type RoomDeed = "microphone" | "camera" | "share" | "people" | "hideSelf" | "help" | "record" | "keepText" | "phone";
/** What the aids beside picture and sound do. */
export const AID_DEEDS = ["hand", "layout", "captions", "audioOnly", "smallWindow"] as const;

export type AidDeed = (typeof AID_DEEDS)[number];
export type Deed = RoomDeed | AidDeed;
/** Talking is held, not pressed. */
export type KeyDeed = Exclude<Deed, "record" | "keepText" | "phone"> | "talk";

const AIDS: ReadonlySet<Deed> = new Set(AID_DEEDS);
export const isAidDeed = (deed: Deed): deed is AidDeed => AIDS.has(deed);

/** A key as the browser names it, in lower case; `mod+` before it: with Control, on a Mac with Command. */
export type Key = string;
export type Keys = Readonly<Record<KeyDeed, Key>>;

export const DEFAULT_KEYS: Keys = {
  microphone: "m",
  camera: "v",
  talk: " ",
  share: "s",
  hand: "r",
  people: "p",
  layout: "l",
  captions: "c",
  audioOnly: "a",
  smallWindow: "i",
  hideSelf: "h",
  help: "?",
};

export const KEY_DEEDS = Object.keys(DEFAULT_KEYS) as KeyDeed[];

interface Press {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** What browsers keep for themselves, or take from a page only at its reader's cost. */
const RESERVED = new Set(["mod+w", "mod+t", "mod+n", "mod+q", "mod+r", "mod+l", "mod+f", "mod+p", "mod+c", "mod+v", "mod+x", "mod+a", "mod+z", "mod+tab", "f5", "f11", "f12"]);
/** Keys that move about in a page or leave something. */
const NAVIGATING = /^(tab|enter|escape|arrow.*|home|end|page(up|down)|backspace|delete|capslock|dead|process|unidentified)$/;
const MODIFIER = /^(control|shift|alt|altgraph|meta|os|fn|hyper|super)$/;

/** The key of a press; null while only modifiers are down, or with one that we do not use. */
export function keyOf({ key, ctrlKey, metaKey, altKey }: Press): Key | null {
  const name = key.toLowerCase();
  if (MODIFIER.test(name) || (ctrlKey && metaKey)) return null;
  // AltGr makes characters on many keyboards: what it makes is the key.
  if (altKey && name.length > 1) return null;
  return (ctrlKey || metaKey) && !altKey ? `mod+${name}` : name;
}

export type Objection = { why: "reserved" | "navigating" | "held" } | { why: "taken"; by: KeyDeed };

/** Why a key cannot be had for a deed; null: it can. */
export function objectionTo(keys: Keys, deed: KeyDeed, key: Key): Objection | null {
  if (RESERVED.has(key)) return { why: "reserved" };
  if (NAVIGATING.test(key.replace("mod+", ""))) return { why: "navigating" };
  if (deed === "talk" && key.startsWith("mod+")) return { why: "held" };
  const by = KEY_DEEDS.find((other) => other !== deed && keys[other] === key);
  return by === undefined ? null : { why: "taken", by };
}

export const deedOf = (keys: Keys, key: Key): KeyDeed | undefined => KEY_DEEDS.find((deed) => keys[deed] === key);

/** What was kept, with the default where it is missing, no key, or has come to stand for two things. */
export function readKeys(kept: string | null): Keys {
  let found: unknown = null;
  try {
    found = JSON.parse(kept ?? "null");
  } catch {
    return DEFAULT_KEYS;
  }
  const told: Record<string, unknown> = typeof found === "object" && found !== null ? { ...found } : {};
  const keys = { ...DEFAULT_KEYS };
  for (const deed of KEY_DEEDS) {
    const key = told[deed];
    if (typeof key === "string" && key !== "") keys[deed] = key;
  }
  const isSound = KEY_DEEDS.every((deed) => objectionTo(keys, deed, keys[deed]) === null);
  return isSound ? keys : DEFAULT_KEYS;
}

export const isMac = (platform: string): boolean => /mac|iphone|ipad/i.test(platform);

/** As it is printed on a keyboard of this kind; `space` is the reader's word for the long one. */
export function keyLabel(key: Key, isOnMac: boolean, space: string): string {
  const isMod = key.startsWith("mod+");
  const bare = isMod ? key.slice("mod+".length) : key;
  const name = bare === " " ? space : bare.length === 1 || /^f\d+$/.test(bare) ? bare.toUpperCase() : bare;
  if (!isMod) return name;
  return isOnMac ? `⌘ ${name}` : `Ctrl + ${name}`;
}

/** As `aria-keyshortcuts` wants it. */
export function ariaKey(key: Key, isOnMac: boolean): string {
  const bare = key.replace("mod+", "");
  const name = bare === " " ? "Space" : bare.length === 1 ? bare.toUpperCase() : bare;
  return key.startsWith("mod+") ? `${isOnMac ? "Meta" : "Control"}+${name}` : name;
}
