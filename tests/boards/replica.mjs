// Replicas of a document by Yjs itself, told what to do by lines of JSON: what a browser would do.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const require = createRequire(new URL("../../web/package.json", import.meta.url));
const Y = require("yjs");

const replicas = new Map();

function replica(name, clientId) {
  const doc = new Y.Doc();
  doc.clientID = clientId;
  const outbox = [];
  doc.on("update", (update, origin) => {
    if (origin !== "server") outbox.push(Buffer.from(update).toString("base64"));
  });
  replicas.set(name, { doc, outbox });
}

// A generator that both sides of the test could repeat: mulberry32.
function chance(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) % below;
  };
}

const WORDS = ["Ithaca ", "Ἰθάκη ", "σχεδία ", "mast 😀 ", "oar", "ἱστός"];

function element(pick) {
  const one = new Y.Map();
  one.set("type", "freedraw");
  one.set("g", [pick(800) / 8, pick(800) / 8, pick(100), pick(100), 0]);
  one.set("pts", Y.Array.from([new Uint8Array([pick(256), pick(256)])]));
  one.set("text", new Y.Text(WORDS[pick(WORDS.length)]));
  return one;
}

// Deletes whole code points only, as our editor does.
function shorten(text, pick) {
  const points = Array.from(text.toString());
  if (points.length === 0) return;
  const at = pick(points.length);
  text.delete(points.slice(0, at).join("").length, points[at].length);
}

function lengthen(text, pick) {
  const points = Array.from(text.toString());
  const at = points.slice(0, pick(points.length + 1)).join("").length;
  text.insert(at, WORDS[pick(WORDS.length)], pick(3) === 0 ? { bold: true } : {});
}

function edit(doc, pick) {
  const elements = doc.getMap("elements");
  const keys = Array.from(elements.keys()).sort();
  const key = keys[pick(keys.length || 1)];
  const kind = keys.length === 0 ? 0 : pick(7);
  if (kind === 0) elements.set(`e${pick(8)}`, element(pick));
  else if (kind === 1) elements.delete(key);
  else if (kind === 2) elements.get(key).set("g", [pick(800) / 8, 0, 1, 1, 0]);
  else if (kind === 3) elements.get(key).get("pts").push([new Uint8Array([pick(256)])]);
  else if (kind === 4) shorten(elements.get(key).get("text"), pick);
  else lengthen(elements.get(key).get("text"), pick);
}

const DEEDS = {
  new: ({ name, clientId }) => replica(name, clientId),
  edit: ({ name, seed, edits }) => {
    const { doc, outbox } = replicas.get(name);
    const pick = chance(seed);
    for (let at = 0; at < edits; at += 1) doc.transact(() => edit(doc, pick));
    return outbox.splice(0);
  },
  apply: ({ name, updates }) => {
    for (const one of updates) {
      Y.applyUpdate(replicas.get(name).doc, Buffer.from(one, "base64"), "server");
    }
  },
  vector: ({ name }) => Buffer.from(Y.encodeStateVector(replicas.get(name).doc)).toString("base64"),
  content: ({ name }) => {
    const { doc } = replicas.get(name);
    const texts = {};
    for (const [key, one] of doc.getMap("elements")) texts[key] = one.get("text").toString();
    return { texts, geometry: geometry(doc), pending: doc.store.pendingStructs !== null };
  },
  forget: () => replicas.clear(),
};

function geometry(doc) {
  const found = {};
  for (const [key, one] of doc.getMap("elements")) {
    found[key] = [one.get("g"), one.get("pts").map((chunk) => Array.from(chunk))];
  }
  return found;
}

for await (const line of createInterface({ input: process.stdin })) {
  const order = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(DEEDS[order.deed](order) ?? null)}\n`);
}
