/** Names what the door to a session loads and asks, so that the server can say it with the page: who is invited waits least. */
import type { Plugin } from "vite";
import { DOOR, DOOR_ADDRESS } from "./door";
import { reached } from "./reach";

interface Part {
  type: string;
  imports?: string[];
}

export function saidAhead(): Plugin {
  return {
    name: "ithaca-ahead",
    apply: "build",
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((one) => one.type === "chunk");
      const door = chunks.filter(({ facadeModuleId }) => facadeModuleId === DOOR);
      const first = withImports(chunks.filter(({ isEntry }) => isEntry).map(nameOf), bundle);
      const parts = [...withImports(door.map(nameOf), bundle)].filter((name) => !first.has(name));
      const styles = chunks.filter(({ fileName }) => parts.includes(fileName)).flatMap(({ viteMetadata }) => Array.from(viteMetadata?.importedCss ?? []));
      const ahead = { parts, styles, answers: ["/api/me", "/api/rooms/{}/door"] };
      this.emitFile({ type: "asset", fileName: "ahead.json", source: JSON.stringify({ [DOOR_ADDRESS]: ahead }) });
    },
  };
}

const nameOf = ({ fileName }: { fileName: string }): string => fileName;

/** These and all that they import at once. */
const withImports = (names: string[], bundle: Record<string, Part>): Set<string> => reached(names, (name) => bundle[name]?.imports ?? []);
