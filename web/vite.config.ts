/** Builds the web application into the server's package; it never reads a machine's environment but for the server's port. */
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const BUNDLE = resolve(import.meta.dirname, "../server/bundle");
const SERVER = `http://localhost:${process.env["ITHACA_PORT"] ?? "8080"}`;

/** Below this many bytes the header of a second file costs more than it saves. */
const BROTLI_FROM_BYTES = 1024;

function filesUnder(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesUnder(path) : [path];
  });
}

/** Writes `x.br` beside each text asset, so that the server compresses nothing while it serves. */
function brotliSiblings(): Plugin {
  return {
    name: "ithaca-brotli",
    apply: "build",
    closeBundle() {
      for (const path of filesUnder(BUNDLE)) {
        if (!/\/assets\/.*\.(js|css|svg|wasm|tflite)$/.test(path)) continue;
        const bytes = readFileSync(path);
        if (bytes.length < BROTLI_FROM_BYTES) continue;
        // The last step of quality costs megabytes of WebAssembly half a minute, and saves them a tenth.
        const params = { [constants.BROTLI_PARAM_QUALITY]: path.endsWith(".wasm") ? 9 : 11 };
        writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params }));
      }
    },
  };
}

const CANVAS = resolve(import.meta.dirname, "node_modules/@excalidraw/excalidraw/dist/prod");

/** The canvas' fonts come from here, and from nowhere else: its way to a public host of modules is cut. */
function ownCanvasFonts(): Plugin {
  return {
    name: "ithaca-canvas-fonts",
    apply: "build",
    transform(code, id) {
      if (!id.includes("@excalidraw/excalidraw/dist/") || !code.includes("https://esm.sh/")) return null;
// Beside its own way it has a second one to a public host; both are the same now.
      return { code: code.replace(/`https:\/\/esm\.sh\/.*?\/dist\/prod\/`/, "`${location.origin}/assets/excalidraw/`"), map: null };
    },
    closeBundle() {
      cpSync(join(CANVAS, "fonts"), join(BUNDLE, "assets/excalidraw/fonts"), { recursive: true });
    },
  };
}

const proxied = { target: SERVER, changeOrigin: false };

export default defineConfig({
  plugins: [react(), ownCanvasFonts(), brotliSiblings()],
  assetsInclude: ["**/*.tflite"],
  build: {
    outDir: BUNDLE,
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
  },
  server: {
    port: 5173,
    proxy: {
      "/api": proxied,
      "/.well-known": proxied,
      "/socket.io": { ...proxied, ws: true },
    },
  },
  test: {
    environment: "happy-dom",
    include: ["tests/**/*.test.{ts,tsx}"],
    setupFiles: ["tests/setup.ts"],
    restoreMocks: true,
    css: false,
  },
});
