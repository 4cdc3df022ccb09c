/** Prints, as JSON, the faults of each translation by its tag; run by Node in a built checkout of web/. */
import { createServer } from "vite";

const server = await createServer({ configFile: false, root: process.cwd(), appType: "custom", logLevel: "error", server: { middlewareMode: true, watch: null }, optimizeDeps: { noDiscovery: true } });
try {
  const { english } = await server.ssrLoadModule("/src/app/words.ts");
  const { loadTongue } = await server.ssrLoadModule("/src/app/tongues.ts");
  const { LANGUAGES, faultsOf } = await server.ssrLoadModule("/src/core/languages.ts");
  const faults = {};
  for (const tag of LANGUAGES) faults[tag] = tag === "en" ? [] : faultsOf(english, (await loadTongue(tag)).words, tag);
  console.log(JSON.stringify(faults));
} finally {
  await server.close();
}
