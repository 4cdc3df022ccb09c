/**
 * What the first page needs comes in one part, and what the door to a session needs of libraries in another: each
 * part costs a request, and small ones pack badly. What the first page needs Rolldown knows by a tag; what a page
 * that is loaded later needs is found here, because the shelves below would put everything on it.
 */
import { resolve } from "node:path";
import { parseAst } from "vite";
import { DOOR } from "./door";

interface Graph {
  getModuleInfo(id: string): { code: string | null; importedIds: readonly string[] } | null;
}

/** Modules that only pass on hundreds of others. */
const SHELF = /node_modules\/(@mantine\/core|@mantine\/hooks|lucide-react)\/[^@]*\/(?:index|lucide-react)\.m?js$/;

const atTheDoor = new Set<string>();

export const PARTS = [
  { name: "frame", tags: ["$initial" as const], priority: 2 },
  { name: (id: string, graph: Graph) => (id.includes("node_modules/") && isAtTheDoor(id, graph) ? "controls" : null), priority: 1 },
];

function isAtTheDoor(id: string, graph: Graph): boolean {
  if (atTheDoor.size === 0) addWithAll(DOOR, graph);
  return atTheDoor.has(id);
}

/** Adds a module and everything that is loaded with it; a set that grows while it is walked ends when nothing is new. */
function addWithAll(start: string, graph: Graph): void {
  atTheDoor.add(start);
  for (const id of atTheDoor) for (const next of loadedBy(id, graph)) atTheDoor.add(next);
}

/** What a module loads at once. A shelf loads nothing by itself: only what is taken from it counts. */
function loadedBy(id: string, graph: Graph): string[] {
  const { code, importedIds } = graph.getModuleInfo(id) ?? { code: null, importedIds: [] };
  return importedIds.flatMap((to) => {
    const shelf = SHELF.exec(to)?.[1];
    if (shelf === undefined) return [to];
    const names = new Set(namesIn(code).filter(({ from }) => from === shelf).map(({ theirs }) => theirs));
    return namesIn(graph.getModuleInfo(to)?.code ?? null)
      .filter(({ ours }) => names.has(ours))
      .map(({ from }) => resolve(to, "..", from));
  });
}

interface Taken {
  /** The name where it is from. */
  theirs: string;
  /** The name by which it is used or passed on here. */
  ours: string;
  from: string;
}

/** What a module takes from others by name, or passes on. */
function namesIn(code: string | null): Taken[] {
  return parseAst(code ?? "", { lang: "tsx" }).body.flatMap((one) => {
    if (one.type === "ImportDeclaration") {
      const from = one.source.value;
      return one.specifiers.flatMap((name) => (name.type === "ImportSpecifier" ? [{ theirs: nameOf(name.imported), ours: name.local.name, from }] : []));
    }
    if (one.type !== "ExportNamedDeclaration" || one.source === null) return [];
    const from = one.source.value;
    return one.specifiers.map((name) => ({ theirs: nameOf(name.local), ours: nameOf(name.exported), from }));
  });
}

function nameOf(name: { type: "Identifier"; name: string } | { type: "Literal"; value: unknown }): string {
  return name.type === "Identifier" ? name.name : String(name.value);
}
