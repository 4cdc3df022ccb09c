import { describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { Binding, type Scene } from "../../src/boards/canvas/binding";
import { elementsOf, read } from "../../src/boards/canvas/elements";
import { type Flat, type Shown, elementOf, standardOf } from "../../src/boards/canvas/flat";
import { entriesOf } from "../../src/boards/canvas/outline";

/** Chance that is the same at each run. */
function chances(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** One person's canvas and document: elements are changed in place, as the canvas does. */
class Person {
  readonly doc = new Y.Doc();
  readonly here = Symbol("here");
  readonly sent: Uint8Array[] = [];
  readonly held = new Set<string>();
  shown: Shown[] = [];
  readonly binding: Binding;

  constructor() {
    this.doc.on("update", (update: Uint8Array, origin: unknown) => origin === this.here && this.sent.push(update));
    const scene: Scene = { elements: () => this.shown, show: (elements) => (this.shown = [...elements]), inHand: () => this.held };
    this.binding = new Binding({ doc: this.doc, here: this.here, scene, edit: (change) => (this.doc.transact(() => change(this.doc), this.here), true) });
  }

  draw(id: string, type: string, fields: Flat = {}): void {
    const made = elementOf(id, { ...standardOf(type), type, i: "a1", g: [0, 0, 100, 50, 0], seed: 7, ...fields }, undefined);
    this.shown = [...this.shown, made];
  }

  one(id: string): Shown {
    const found = this.shown.find((one) => one.id === id);
    if (found === undefined) throw new Error(`nothing ${id}`);
    return found;
  }

  change(id: string, change: object): void {
    Object.assign(this.one(id), change, { version: this.one(id).version + 1, versionNonce: Math.random() });
  }

  bytes(): number {
    return this.sent.reduce((sum, { length }) => sum + length, 0);
  }
}

function exchange(...people: Person[]): void {
  for (const from of people) for (const to of people) if (from !== to) Y.applyUpdate(to.doc, Y.encodeStateAsUpdate(from.doc, Y.encodeStateVector(to.doc)), "line");
}

function pair(): [Person, Person] {
  return [new Person(), new Person()];
}

/** What is drawn, without what each canvas counts for itself. */
const picture = (person: Person): unknown =>
  Object.fromEntries(person.shown.filter(({ isDeleted }) => !isDeleted).map(({ version: _v, versionNonce: _n, updated: _u, ...rest }) => [rest.id, { ...rest, boundElements: [...(rest.boundElements ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1)) }]));

const KINDS: readonly [string, Flat][] = [
  ["rectangle", {}],
  ["text", { text: "words", originalText: "words" }],
  ["line", { p: [0, 0, 9, 9] }],
];

/** One thing that somebody does. */
function edit(person: Person, chance: (below: number) => number, name: string): void {
  const ids = person.shown.map(({ id }) => id);
  const id = ids[chance(Math.max(1, ids.length))];
  const [type, fields] = KINDS[chance(KINDS.length)] ?? ["rectangle", {}];
  if (id === undefined || chance(3) === 0) return person.draw(name, type, { i: `a${chance(9)}`, ...fields });
  const deeds = [
    () => ({ x: chance(500), y: chance(500) }),
    () => ({ backgroundColor: `#${chance(900) + 100}` }),
    () => ({ isDeleted: chance(2) === 0 }),
    () => ({ boundElements: [{ id: ids[chance(ids.length)], type: "arrow" }] }),
  ];
  return person.change(id, deeds[chance(deeds.length)]?.() ?? {});
}

describe("two canvases", () => {
  it("show the same after any edits of both, in any order", () => {
    for (let seed = 1; seed <= 25; seed += 1) {
      const chance = chances(seed * 7919);
      const people = pair();
      for (let step = 0; step < 60; step += 1) {
        const person = people[chance(2)] ?? people[0];
        if (chance(7) === 0) exchange(...people);
        else edit(person, chance, `${seed}-${step}`);
        if (chance(3) > 0) person.binding.flush();
      }
      for (const person of people) person.binding.flush();
      exchange(...people);
      expect(people[0].shown.length).toBeGreaterThan(5);
      expect(picture(people[0])).toEqual(picture(people[1]));
    }
  });

  it("keep that one moves and the other recolours the same thing within one batch", () => {
    const [a, b] = pair();
    a.draw("box", "rectangle");
    a.binding.flush();
    exchange(a, b);
    a.change("box", { x: 300 });
    b.change("box", { backgroundColor: "#ffd8a8" });
    b.binding.flush();
    exchange(a, b);
    a.binding.flush();
    exchange(a, b);
    for (const one of [a, b]) expect(one.one("box")).toMatchObject({ x: 300, backgroundColor: "#ffd8a8" });
  });

  it("take nothing out from under a hand, and catch up when it is let go", () => {
    const [a, b] = pair();
    a.draw("box", "rectangle");
    a.binding.flush();
    exchange(a, b);
    const held = a.one("box");
    a.held.add("box");
    b.change("box", { strokeColor: "#e03131" });
    b.binding.flush();
    exchange(a, b);
    expect(a.one("box")).toBe(held);
    a.change("box", { x: 40 });
    a.binding.flush();
    a.held.clear();
    a.binding.changed();
    a.binding.flush();
    exchange(a, b);
    for (const one of [a, b]) expect(one.one("box")).toMatchObject({ x: 40, strokeColor: "#e03131" });
  });

  it("take nothing away when one of them ends and holds nothing any more", () => {
    const [a, b] = pair();
    a.draw("box", "rectangle");
    a.binding.flush();
    exchange(a, b);
    a.shown = [];
    a.binding.close();
    exchange(a, b);
    expect(entriesOf(b.doc)).toHaveLength(1);
  });

  it("say nothing when nothing is changed, and do not echo", () => {
    vi.useFakeTimers();
    const [a, b] = pair();
    a.draw("box", "rectangle");
    a.binding.changed();
    vi.advanceTimersByTime(33);
    exchange(a, b);
    const before = b.sent.length;
    for (const one of [a, b]) for (let turn = 0; turn < 20; turn += 1) one.binding.changed();
    vi.advanceTimersByTime(1_000);
    expect([a.sent.length, b.sent.length - before]).toEqual([1, 0]);
    vi.useRealTimers();
  });

  it("mend what points to nothing for showing, and write no mending", () => {
    const [a, b] = pair();
    a.draw("words", "text", { text: "hello", originalText: "hello", containerId: "box" });
    a.binding.flush();
    exchange(a, b);
    expect(b.one("words")).toMatchObject({ containerId: null });
    b.binding.changed();
    b.binding.flush();
    expect(b.sent).toEqual([]);
    a.draw("box", "rectangle", { "be/words": "text" });
    a.binding.flush();
    exchange(a, b);
    expect(b.one("words")).toMatchObject({ containerId: "box" });
  });

  it("leave out what cannot be drawn, whoever wrote it", () => {
    const [a] = pair();
    const other = new Y.Doc();
    for (const [id, fields] of Object.entries({ bomb: { type: "bomb", g: [0, 0, 1, 1, 0] }, far: { type: "rectangle", g: [1e300, 0, 1, 1, 0] }, bare: { type: "line", g: [0, 0, 1, 1, 0] }, fine: { type: "rectangle", g: [0, 0, 9, 9, 0], opacity: "much" } })) {
      elementsOf(other).set(id, new Y.Map(Object.entries(fields)));
    }
    elementsOf(other).set("word", "no map");
    Y.applyUpdate(a.doc, Y.encodeStateAsUpdate(other), "line");
    expect(a.shown.map(({ id, opacity }) => [id, opacity])).toEqual([["fine", 100]]);
  });
});

describe("what goes over the line", () => {
  it("is at most 60 bytes a frame of a drag", () => {
    const [a] = pair();
    a.draw("V1StGXR8_Z5jdHi6B-myT", "rectangle");
    a.binding.flush();
    a.sent.length = 0;
    for (let frame = 1; frame <= 100; frame += 1) {
      a.change("V1StGXR8_Z5jdHi6B-myT", { x: frame * 3.37 + 1000, y: frame * 2.11 - 400 });
      a.binding.flush();
    }
    expect(a.sent).toHaveLength(100);
    expect(Math.max(...a.sent.map(({ length }) => length))).toBeLessThanOrEqual(60);
  });

  it("is at most 4096 bytes for a stroke of 200 points, and the stroke arrives whole", () => {
    const [a, b] = pair();
    a.draw("stroke", "freedraw", { p: [0, 0] });
    const points: [number, number][] = [];
    for (let at = 0; at < 200; at += 1) {
      points.push([at * 1.7, Math.sin(at / 9) * 40]);
      a.change("stroke", { points: [...points], width: at * 1.7, height: 80 });
      // A hand is followed at 120 points a second and sent 30 times a second.
      if (at % 4 === 3) a.binding.flush();
    }
    a.binding.flush();
    expect(a.bytes()).toBeLessThanOrEqual(4_096);
    exchange(a, b);
    expect(read(elementsOf(b.doc), "stroke")?.["p"]).toHaveLength(400);
    expect(b.one("stroke").width).toBeCloseTo(199 * 1.7, 3);
  });
});

describe("the outline", () => {
  it("reads from top to bottom, a note with its words", () => {
    const [a] = pair();
    a.draw("note", "rectangle", { g: [0, 90, 9, 9, 0], "be/words": "text" });
    a.draw("words", "text", { g: [0, 90, 9, 9, 0], text: "Call the bank", originalText: "Call the bank", containerId: "note" });
    a.draw("top", "ellipse");
    a.binding.flush();
    expect(entriesOf(a.doc).map(({ type, words }) => [type, words])).toEqual([
      ["ellipse", ""],
      ["rectangle", "Call the bank"],
    ]);
  });
});
