/** How somebody likes a session to look on this device; kept in the browser, told to nobody. */
import { Store } from "../../core/store";

export const LAYOUTS = ["auto", "grid", "stage", "side"] as const;
export type Layout = (typeof LAYOUTS)[number];
export const CAPTION_SIZES = ["small", "middle", "large"] as const;
export type CaptionSize = (typeof CAPTION_SIZES)[number];
export const CAPTION_FONTS = ["plain", "wide", "serif", "mono"] as const;
export type CaptionFont = (typeof CAPTION_FONTS)[number];
export const CAPTION_COLOURS = ["night", "day", "sun", "clear"] as const;
export type CaptionColour = (typeof CAPTION_COLOURS)[number];
export const CAPTION_PLACES = ["bottom", "top"] as const;
export type CaptionPlace = (typeof CAPTION_PLACES)[number];

export interface Look {
  layout: Layout;
  captionSize: CaptionSize;
  captionFont: CaptionFont;
  captionColour: CaptionColour;
  captionPlace: CaptionPlace;
  /** What we speak, BCP 47; null: what the page speaks. */
  spoken: string | null;
  /** Into which captions are translated; null: not at all. */
  translation: string | null;
  isBalanceShown: boolean;
  /** A sound when the time of a session is nearly over. */
  isChimeWanted: boolean;
}

export const DEFAULT_LOOK: Look = { layout: "auto", captionSize: "middle", captionFont: "plain", captionColour: "night", captionPlace: "bottom", spoken: null, translation: null, isBalanceShown: false, isChimeWanted: false };

const KEPT = "ithaca.look";
const TAG = /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i;

const oneOf = <T extends string>(all: readonly T[], found: unknown, otherwise: T): T => all.find((one) => one === found) ?? otherwise;
const tag = (found: unknown): string | null => (typeof found === "string" && TAG.test(found) ? found : null);

/** What was kept, with the default where it makes no sense. */
export function readLook(kept: string | null): Look {
  try {
    const found = (JSON.parse(kept ?? "null") ?? {}) as Partial<Record<keyof Look, unknown>>;
    return {
      layout: oneOf(LAYOUTS, found.layout, DEFAULT_LOOK.layout),
      captionSize: oneOf(CAPTION_SIZES, found.captionSize, DEFAULT_LOOK.captionSize),
      captionFont: oneOf(CAPTION_FONTS, found.captionFont, DEFAULT_LOOK.captionFont),
      captionColour: oneOf(CAPTION_COLOURS, found.captionColour, DEFAULT_LOOK.captionColour),
      captionPlace: oneOf(CAPTION_PLACES, found.captionPlace, DEFAULT_LOOK.captionPlace),
      spoken: tag(found.spoken),
      translation: tag(found.translation),
      isBalanceShown: found.isBalanceShown === true,
      isChimeWanted: found.isChimeWanted === true,
    };
  } catch {
    return DEFAULT_LOOK;
  }
}

export const look = new Store<Look>(readLook(localStorage.getItem(KEPT)));

export function setLook(part: Partial<Look>): void {
  look.set({ ...look.get(), ...part });
  localStorage.setItem(KEPT, JSON.stringify(look.get()));
}

export const nextLayout = (layout: Layout): Layout => LAYOUTS[(LAYOUTS.indexOf(layout) + 1) % LAYOUTS.length] ?? "auto";
