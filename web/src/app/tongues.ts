/** The languages but English: each is read whole when it is spoken. */
import type { LoadTongue, Tongue } from "../core/i18n";
import type { LanguageTag } from "../core/languages";

/** Each language but English, read when it is spoken. Raises: the network's error. */
const TONGUES: Record<Exclude<LanguageTag, "en">, () => Promise<Tongue>> = {
  de: async () => ({ words: (await import("./german")).german, sayings: (await import("../core/sayings.de.json")).default }),
  ar: async () => ({ words: (await import("./arabic")).arabic, sayings: (await import("../core/sayings.ar.json")).default }),
};

export const loadTongue: LoadTongue = (tag) => TONGUES[tag]();
