import { expect, test } from "vitest";
import * as Y from "yjs";
import { sliced } from "../../src/boards/slices";

/** Strokes of two people who draw offline beside each other, move each other's, and take some away. */
function drawn(): { base: Uint8Array; doc: Y.Doc } {
  const docs = [new Y.Doc(), new Y.Doc()];
  const [one, other] = docs as [Y.Doc, Y.Doc];
  one.getMap("elements").set("first", new Y.Map());
  const base = Y.encodeStateAsUpdate(one);
  Y.applyUpdate(other, base);
  for (let step = 0; step < 200; step += 1) {
    const doc = step % 2 === 0 ? one : other;
    const elements = doc.getMap<Y.Map<unknown>>("elements");
    const element = new Y.Map<unknown>([["g", [step, 0, 10, 10, 0]]]);
    elements.set(`e${step}`, element);
    const points = new Y.Array<Uint8Array>();
    element.set("pts", points);
    points.push([new Uint8Array(400).fill(step)]);
    elements.get(`e${step - 3}`)?.set("g", [step, step, 1, 1, 0]);
    if (step % 7 === 0) elements.delete(`e${step - 5}`);
    doc.getText("text").insert(Math.floor(doc.getText("text").length / 2), `${step} `);
    if (step % 10 === 0) for (const [to, from] of [docs, docs.toReversed()] as [Y.Doc, Y.Doc][]) Y.applyUpdate(to, Y.encodeStateAsUpdate(from));
  }
  Y.applyUpdate(one, Y.encodeStateAsUpdate(other));
  return { base, doc: one };
}

test("a large change of two people comes in parts that the server takes one after the other", () => {
  const { base, doc } = drawn();
  const there = new Y.Doc();
  Y.applyUpdate(there, base);
  const change = Y.encodeStateAsUpdate(doc, Y.encodeStateVector(there));
  const parts = sliced(change, 8_000, 30);
  expect(parts.length).toBeGreaterThan(10);
  for (const part of parts) {
    const { structs } = Y.decodeUpdate(part);
    expect(part.length).toBeLessThan(10_000);
    expect(structs.filter((one) => one instanceof Y.Item && one.content instanceof Y.ContentType).length).toBeLessThanOrEqual(30);
    Y.applyUpdate(there, part);
    expect(there.store.pendingStructs).toBeNull();
  }
  expect(there.getMap("elements").toJSON()).toEqual(doc.getMap("elements").toJSON());
  expect(there.getText("text").toString()).toBe(doc.getText("text").toString());
  expect(Y.encodeStateVector(there)).toEqual(Y.encodeStateVector(doc));
  expect(there.store.pendingDs).toBeNull();
});

test("a small change stays as it is", () => {
  const { base } = drawn();
  expect(sliced(base)).toEqual([base]);
});
