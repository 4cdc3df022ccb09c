/** Writes the page of the door to a session, with all that it loads and asks in its head: who is invited waits least. */
import type { Plugin, Rolldown } from "vite";
import { DOOR, DOOR_ADDRESS, DOOR_PAGE } from "./door";
import { reached } from "./reach";

/** What the build names in the first page: its script, what that imports, their styles. */
const NAMED = /\s*<(?:script type="module"|link rel="(?:modulepreload|stylesheet)")[^>]*>(?:<\/script>)?/g;

export function saidAhead(): Plugin {
  return {
    name: "ithaca-ahead",
    apply: "build",
    enforce: "post",
    generateBundle(_, bundle) {
      const page = bundle["index.html"];
      const chunks = Object.values(bundle).filter((one) => one.type === "chunk");
      const door = chunks.find(({ facadeModuleId }) => facadeModuleId === DOOR);
      if (page?.type !== "asset" || !door) throw new Error("The build has no first page, or no door.");
      const source = String(page.source).replaceAll(NAMED, "").replace("</head>", `${named(door, chunks).join("")}</head>`);
      this.emitFile({ type: "asset", fileName: DOOR_PAGE, source });
      const ahead = { page: DOOR_PAGE, answers: ["/api/me", "/api/rooms/{}/door"] };
      this.emitFile({ type: "asset", fileName: "ahead.json", source: JSON.stringify({ [DOOR_ADDRESS]: ahead }) });
    },
  };
}

function named(door: Rolldown.OutputChunk, chunks: Rolldown.OutputChunk[]): string[] {
  const importsOf = (name: string): string[] => chunks.find(({ fileName }) => fileName === name)?.imports ?? [];
  const parts = reached([door.fileName], importsOf);
  const styles = chunks.filter(({ fileName }) => parts.has(fileName)).flatMap(({ viteMetadata }) => Array.from(viteMetadata?.importedCss ?? []));
  return [
    ...styles.map((one) => `<link rel="stylesheet" crossorigin href="/${one}">`),
    `<script type="module" crossorigin src="/${door.fileName}"></script>`,
    ...[...parts].slice(1).map((one) => `<link rel="modulepreload" crossorigin href="/${one}">`),
  ];
}
