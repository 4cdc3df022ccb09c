/**
 * What every page needs comes in one part, what is of the door alone in another, the frame of all other pages in a
 * third, the call behind the lobby and what is chosen there in their own: each part costs a request, and small ones pack badly. What a page
 * needs is found here, because the shelves below would put everything on it.
 */
import { resolve } from "node:path";
import { parseAst } from "vite";
import { DOOR } from "./door";
import { SOURCES } from "./folders";
import { reached } from "./reach";

interface Graph {
  getModuleInfo(id: string): { code: string | null; importedIds: readonly string[] } | null;
}

/** Modules that only pass on hundreds of others. */
const SHELF = /node_modules\/(@mantine\/core|@mantine\/hooks|lucide-react|react-i18next)\/[^@]*\/(?:index|lucide-react)\.m?js$/;

/** Small parts that the door shares with many pages are no files of their own. */
const OF_ALL = /\/web\/src\/(core|rooms)\/(?!socket\.ts)\w+\.ts$/;
/** Of a call, its line to the server: others have one too. */
const OF_LINES = /node_modules\/|\/web\/src\/core\//;
const LIBRARY = /node_modules\//;
const FIRST = resolve(SOURCES, "main.tsx");
const CALL = resolve(SOURCES, "signaling/visit.ts");
const CHOOSING = resolve(SOURCES, "signaling/LobbyDevices.tsx");

type Named = (id: string, graph: Graph) => string | null;

/** What the door loads, and every other page too. */
const base: Named = (id, graph) => (isWith(DOOR, id, graph) && (isWith(FIRST, id, graph) || OF_ALL.test(id)) ? "base" : null);
/** One part of what matches and is loaded with a page. The page itself is none: whoever takes something from the part would start it. */
const part = (name: string, page: string, wanted = /./): Named => (id, graph) => (id !== page && wanted.test(id) && isWith(page, id, graph) ? name : null);

export const PARTS = [
  { name: base, priority: 3 },
  { name: part("frame", FIRST), priority: 2 },
  { name: part("lobby", DOOR), priority: 1 },
  { name: part("line", CALL, OF_LINES), priority: 0.5 },
  { name: part("call", CALL), priority: 0 },
  { name: part("choosing", CHOOSING, LIBRARY), priority: 0 },
];

const walked = new Map<string, Set<string>>();

function isWith(page: string, id: string, graph: Graph): boolean {
  const known = walked.get(page) ?? reached([page], (one) => loadedBy(one, graph));
  walked.set(page, known);
  return known.has(id);
}

/** What a module loads at once. A shelf loads nothing by itself: only what is taken from it counts. */
function loadedBy(id: string, graph: Graph): string[] {
  const { code, importedIds } = graph.getModuleInfo(id) ?? { code: null, importedIds: [] };
  return importedIds.flatMap((to) => {
    const shelf = SHELF.exec(to)?.[1];
    if (shelf === undefined) return [to];
    const names = new Set(namesIn(code ?? "").filter(({ from }) => from === shelf).map(({ theirs }) => theirs));
    return namesIn(graph.getModuleInfo(to)?.code ?? "")
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

const read = new Map<string, Taken[]>();

/** What a module takes from others by name, or passes on. A shelf is asked for by each module that takes from it: it is read once. */
function namesIn(code: string): Taken[] {
  const known = read.get(code) ?? parsed(code);
  read.set(code, known);
  return known;
}

function parsed(code: string): Taken[] {
  return parseAst(code, { lang: "tsx" }).body.flatMap((one) => {
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
