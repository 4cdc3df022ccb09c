/** Where the sources are and where the built application goes. */
import { resolve } from "node:path";

export const WEB = resolve(import.meta.dirname, "..");
export const SOURCES = resolve(WEB, "src");
export const BUNDLE = resolve(WEB, "../server/bundle");
