/** The canvas' fonts come from here, and from nowhere else: its way to a public host of modules is cut. */
import { cpSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";
import { BUNDLE, WEB } from "./folders";

const CANVAS = join(WEB, "node_modules/@excalidraw/excalidraw/dist/prod");
const ABROAD = /`https:\/\/esm\.sh\/.*?\/dist\/prod\/`/;

export function ownCanvasFonts(): Plugin {
  return {
    name: "ithaca-canvas-fonts",
    apply: "build",
    transform: {
      filter: { id: /@excalidraw\/excalidraw\/dist\//, code: ABROAD },
      // Beside its own way it has a second one to a public host; both are the same now.
      handler: (code) => ({ code: code.replace(ABROAD, "`${location.origin}/assets/excalidraw/`"), map: null }),
    },
    closeBundle() {
      cpSync(join(CANVAS, "fonts"), join(BUNDLE, "assets/excalidraw/fonts"), { recursive: true });
    },
  };
}
