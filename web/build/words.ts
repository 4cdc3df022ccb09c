/** Puts the English words of a domain beside every module that says some: no page waits for the words of another. */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { Plugin } from "vite";
import { SOURCES } from "./folders";

const LIST = resolve(SOURCES, "app/words.ts");
const I18N = resolve(SOURCES, "core/i18n.ts");
const HOOK = "useTranslation";
const ASKED = "words:";
const LOADED = `\0${ASKED}`;

export function wordsBesideCode(): Plugin {
  return {
    name: "ithaca-words",
    apply: (_, { command, mode }) => command === "build" || mode !== "test",
    resolveId: (id) => (id.startsWith(ASKED) ? `\0${id}` : null),
    load: (id) => (id.startsWith(LOADED) ? adding(id.slice(LOADED.length)) : null),
    transform(code, id) {
      if (!id.startsWith(SOURCES) || !code.includes(HOOK)) return null;
      const domains = new Set(saidIn(this.parse(code)).map((said) => said ?? this.error(`${id}: ${HOOK} names its domain in plain.`)));
      if (domains.size === 0) return null;
      return { code: `${code}\n${[...domains].map((one) => `import "${ASKED}${one}";`).join("\n")}`, map: null };
    },
  };
}

/** As much of a call as is read here. */
interface Call {
  type?: string;
  callee?: { name?: string };
  arguments?: { value?: unknown }[];
}

const isHook = ({ type, callee }: Call): boolean => type === "CallExpression" && callee?.name === HOOK;

/** The domain of each call of the hook below a node, by syntax and not by how it is laid out; null: it is no plain word. Who asks for none says none. */
function saidIn(node: unknown): (string | null)[] {
  if (typeof node !== "object" || node === null) return [];
  const below = Object.values(node).flatMap(saidIn);
  const call: Call = node;
  const [domain] = isHook(call) ? (call.arguments ?? []) : [];
  return domain === undefined ? below : [...below, typeof domain.value === "string" ? domain.value : null];
}

/** A module that makes a domain's words known. */
function adding(domain: string): string {
  const { name, path } = wordsOf(domain);
  return `import { addWords } from ${JSON.stringify(I18N)};
import { ${name} } from ${JSON.stringify(path)};
addWords(${JSON.stringify(domain)}, ${name});`;
}

/** Which file and name hold a domain's words, from the list in app/words.ts. Throws: Error for a domain that is not there. */
function wordsOf(domain: string): { name: string; path: string } {
  const list = readFileSync(LIST, "utf8");
  const name = new RegExp(`^  ${domain}: (\\w+),$`, "m").exec(list)?.[1];
  const path = name && new RegExp(`import { ${name} } from "(.*)"`).exec(list)?.[1];
  if (!path) throw new Error(`app/words.ts has no words of "${domain}".`);
  return { name, path: resolve(LIST, "..", path) };
}
