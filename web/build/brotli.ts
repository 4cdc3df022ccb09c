/** Writes `x.br` beside each text asset, so that the server compresses nothing while it serves. */
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import type { Plugin } from "vite";
import { BUNDLE } from "./folders";

const TEXT = /\.(js|css|svg|wasm|tflite)$/;
/** Below this many bytes the header of a second file costs more than it saves. */
const FROM_BYTES = 1024;

export function brotliSiblings(): Plugin {
  return {
    name: "ithaca-brotli",
    apply: "build",
    closeBundle() {
      for (const name of readdirSync(join(BUNDLE, "assets"), { recursive: true, encoding: "utf8" })) {
        const path = join(BUNDLE, "assets", name);
        if (TEXT.test(name) && statSync(path).size >= FROM_BYTES) writeFileSync(`${path}.br`, packed(path));
      }
    },
  };
}

/** The last step of quality costs megabytes of WebAssembly half a minute, and saves them a tenth. */
function packed(path: string): Buffer {
  const params = { [constants.BROTLI_PARAM_QUALITY]: path.endsWith(".wasm") ? 9 : 11 };
  return brotliCompressSync(readFileSync(path), { params });
}
