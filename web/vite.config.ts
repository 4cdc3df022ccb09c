/** Builds the web application into the server's package; it never reads a machine's environment but for the server's port. */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { saidAhead } from "./build/ahead";
import { brotliSiblings } from "./build/brotli";
import { ownCanvasFonts } from "./build/canvas";
import { DOOR } from "./build/door";
import { BUNDLE } from "./build/folders";
import { PARTS } from "./build/parts";
import { onlyUsedStyles } from "./build/styles";
import { wordsBesideCode } from "./build/words";

const SERVER = `http://localhost:${process.env["ITHACA_PORT"] ?? "8080"}`;
const proxied = { target: SERVER, changeOrigin: false };

export default defineConfig({
  plugins: [wordsBesideCode(), react(), ownCanvasFonts(), onlyUsedStyles(), saidAhead(), brotliSiblings()],
  assetsInclude: ["**/*.tflite"],
  build: {
    outDir: BUNDLE,
    emptyOutDir: true,
    target: "es2022",
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      input: { index: "index.html", door: DOOR },
      output: {
        codeSplitting: { groups: PARTS },
      },
    },
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
    // A busy machine is slow, which is nobody's fault.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
