/**
 * Takes the rules of Mantine's components that nobody uses out of the style sheet.
 *
 * Mantine's sheets of single components are no way: they count in pixels, so that buttons and fields would not
 * grow with a reader's font size. Its classes are made names that stand in the code of what is used.
 */
import { type Rule, parse } from "postcss";
import type { Plugin } from "vite";

const MANTINE = /\.m_[0-9a-z]+/g;
const NAMED = /\bm_[0-9a-z]+/g;

export function onlyUsedStyles(): Plugin {
  return {
    name: "ithaca-used-styles",
    apply: "build",
    enforce: "post",
    generateBundle(_, bundle) {
      const files = Object.values(bundle);
      const used = new Set(files.flatMap((one) => (one.type === "chunk" ? (one.code.match(NAMED) ?? []) : [])));
      for (const one of files) {
        if (one.type === "asset" && one.fileName.endsWith(".css")) one.source = pruned(String(one.source), used);
      }
    },
  };
}

function pruned(css: string, used: ReadonlySet<string>): string {
  const sheet = parse(css);
  const isUsed = (selector: string): boolean => (selector.match(MANTINE) ?? []).every((name) => used.has(name.slice(1)));
  sheet.walkRules((rule) => {
    if (isFrame(rule)) return;
    rule.selectors = rule.selectors.filter(isUsed);
    if (rule.selectors.length === 0 || rule.selector === "") rule.remove();
  });
  sheet.walkAtRules((rule) => void (rule.nodes?.length === 0 && rule.remove()));
  return sheet.toString();
}

/** Of an animation: its "from" and "to" are no selectors. */
function isFrame({ parent }: Rule): boolean {
  return parent?.type === "atrule" && "name" in parent && String(parent.name).endsWith("keyframes");
}
