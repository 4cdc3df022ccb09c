/** Builds the web application into the server's package; it never reads a machine's environment but for the server's port. */
import { cpSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";
import react from "@vitejs/plugin-react";
import { parse } from "postcss";
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

const WORDS = resolve(import.meta.dirname, "src/app/words.ts");
const SAID = /useTranslation\("(\w+)"/g;

/** Which file and name hold a domain's English words, from the list in app/words.ts. Throws: Error for a domain that is not there. */
function wordsOf(domain: string): string {
  const list = readFileSync(WORDS, "utf8");
  const name = new RegExp(`^  ${domain}: (\\w+),$`, "m").exec(list)?.[1];
  const path = name && new RegExp(`import { ${name} } from "(.*)"`).exec(list)?.[1];
  if (!path) throw new Error(`app/words.ts has no words of "${domain}".`);
  return `import { ${name} as words } from ${JSON.stringify(resolve(WORDS, "..", path))};`;
}

/** Puts the English words of a domain beside every module that says some: no page waits for the words of another. */
function wordsBesideCode(): Plugin {
  const i18n = resolve(import.meta.dirname, "src/core/i18n.ts");
  return {
    name: "ithaca-words",
    apply: (_, { command, mode }) => command === "build" || mode !== "test",
    resolveId: (id) => (id.startsWith("words:") ? `\0${id}` : null),
    load: (id) => (id.startsWith("\0words:") ? `import { addWords } from ${JSON.stringify(i18n)};\n${wordsOf(id.slice(7))}\naddWords(${JSON.stringify(id.slice(7))}, words);` : null),
    transform(code, id) {
      if (!id.startsWith(resolve(import.meta.dirname, "src"))) return null;
      const domains = new Set([...code.matchAll(SAID)].map(([, domain]) => domain));
      if (domains.size === 0) return null;
      return { code: `${code}\n${[...domains].map((one) => `import "words:${one}";`).join("\n")}`, map: null };
    },
  };
}

interface Graph {
  getModuleInfo(id: string): { code: string | null; importedIds: readonly string[] } | null;
}

const SHELF = /node_modules\/(@mantine\/core|@mantine\/hooks|lucide-react)\/[^@]*\/(?:index|lucide-react)\.m?js$/;
const TAKEN = /(?:import|export)\s*\{([^}]*)\}\s*from\s*["']([^"']+)["']/g;

/** Names and where they are from; of "default as House" a shelf shows the second name, who takes "House as Home" asks for the first. */
function takenIn(code: string, isShelf: boolean): [name: string, from: string][] {
  return [...code.matchAll(TAKEN)].flatMap(([, names, from]) => (names ?? "").split(",").map((one): [string, string] => [one.trim().split(/\s+as\s+/).at(isShelf ? -1 : 0) ?? "", from ?? ""]));
}

/** What a module loads at once. A shelf of hundreds of parts loads nothing by itself: only what is taken from it counts. */
function loadedBy(id: string, graph: Graph): string[] {
  const { code, importedIds } = graph.getModuleInfo(id) ?? { code: null, importedIds: [] };
  return importedIds.flatMap((to) => {
    const kind = SHELF.exec(to)?.[1];
    if (kind === undefined) return [to];
    const names = new Set(takenIn(code ?? "", false).filter(([, from]) => from === kind).map(([name]) => name));
    const shelf = takenIn(graph.getModuleInfo(to)?.code ?? "", true);
    return shelf.filter(([name]) => names.has(name)).map(([, from]) => resolve(to, "..", from));
  });
}

/** Everything that is loaded with a module. */
function withAll(from: string, graph: Graph): Set<string> {
  const found = new Set<string>();
  const ahead = [from];
  for (let id = ahead.pop(); id !== undefined; id = ahead.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    ahead.push(...loadedBy(id, graph));
  }
  return found;
}

const parts = new Map<string, Set<string>>();

function isWith(start: string, id: string, graph: Graph): boolean {
  const known = parts.get(start) ?? withAll(resolve(import.meta.dirname, start), graph);
  parts.set(start, known);
  return known.has(id);
}

/** What the first page needs comes in one part, what the door to a session needs of libraries in another, what is chosen there in a third: each part costs a request, and small ones pack badly. */
const DOOR = "src/signaling/DoorPage.tsx";
/** Small parts that the door shares with many pages are no files of their own. */
const OF_ALL = /\/web\/src\/(core|rooms)\/\w+\.ts$/;
/** What the door and the room share; no page beside them asks for it. */
const OF_SESSIONS = /\/web\/src\/(signaling|secrecy)\/|words:(signaling|secrecy)$/;
const inFrame = (id: string, graph: Graph): string | null => (isWith("src/main.tsx", id, graph) || (OF_ALL.test(id) && !id.endsWith("/socket.ts") && isWith(DOOR, id, graph)) ? "frame" : null);
const inChoosing = (id: string, graph: Graph): string | null => (id.includes("node_modules/") && isWith("src/signaling/LobbyDevices.tsx", id, graph) ? "choosing" : null);
const inLobby = (id: string, graph: Graph): string | null => (OF_SESSIONS.test(id) && isWith(DOOR, id, graph) ? "lobby" : null);
const inControls = (id: string, graph: Graph): string | null => (id.includes("node_modules/") && isWith(DOOR, id, graph) ? "controls" : null);

const MANTINE = /\.m_[0-9a-z]+/g;

/** Takes the rules of Mantine's components that nobody uses out of the style sheet: its classes are made names that stand in the code of what is used. */
function onlyUsedStyles(): Plugin {
  return {
    name: "ithaca-used-styles",
    apply: "build",
    enforce: "post",
    generateBundle(_, bundle) {
      const parts = Object.values(bundle);
      const code = parts.map((one) => (one.type === "chunk" ? one.code : "")).join("\n");
      const isUsed = (selector: string): boolean => (selector.match(MANTINE) ?? []).every((name) => code.includes(name.slice(1)));
      for (const one of parts) {
        if (one.type !== "asset" || !one.fileName.endsWith(".css")) continue;
        const sheet = parse(String(one.source));
        sheet.walkRules((rule) => {
          if (rule.parent?.type === "atrule" && "name" in rule.parent && String(rule.parent.name).endsWith("keyframes")) return;
          rule.selectors = rule.selectors.filter(isUsed);
          if (rule.selectors.length === 0 || rule.selector === "") rule.remove();
        });
        sheet.walkAtRules((rule) => void (rule.nodes?.length === 0 && rule.remove()));
        one.source = sheet.toString();
      }
    },
  };
}

/** Names what the door to a session loads and asks, so that the server can say it with the page: who is invited waits least. */
function saidAhead(): Plugin {
  return {
    name: "ithaca-ahead",
    apply: "build",
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((one) => one.type === "chunk");
      const door = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith("/signaling/DoorPage.tsx"));
      const first = new Set(chunks.filter(({ isEntry }) => isEntry).flatMap(({ fileName, imports }) => imports.concat(fileName)));
      const loaded = new Set(door === undefined ? [] : [door.fileName]);
      // A set that grows while it is walked: each part's own parts come after it.
      for (const name of loaded) for (const next of chunks.find(({ fileName }) => fileName === name)?.imports ?? []) if (!first.has(next)) loaded.add(next);
      const styles = chunks.filter(({ fileName }) => loaded.has(fileName)).flatMap(({ viteMetadata }) => Array.from(viteMetadata?.importedCss ?? []));
      const ahead = { parts: [...loaded], styles, answers: ["/api/me", "/api/rooms/{}/door"] };
      this.emitFile({ type: "asset", fileName: "ahead.json", source: JSON.stringify({ "/s/": ahead }) });
    },
  };
}

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
      output: {
        codeSplitting: {
          groups: [
            { name: inFrame, priority: 2 },
            { name: inControls, priority: 1 },
            { name: inLobby, priority: 1 },
            { name: inChoosing, priority: 0 },
          ],
        },
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
  },
});
