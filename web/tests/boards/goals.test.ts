import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { differences } from "../../src/boards/changes";
import { type Items, addRow, changeRow, itemsOf, mapsOf, moveRow, removeRow, rowsOf } from "../../src/boards/goals";
import { isRowId, newId } from "../../src/boards/ids";
import type { Item } from "../../src/boards/items";
import { between, isPlace } from "../../src/boards/order";
import { hintsOf, outlineOf, progressOf } from "../../src/boards/outline";

function one(items: Items, id: string): Item {
  const found = items.get(id);
  if (found === undefined) throw new Error(`no row ${id}`);
  return found;
}

/** What each has and the other lacks. */
function exchange(a: Y.Doc, b: Y.Doc): void {
  Y.applyUpdate(a, Y.encodeStateAsUpdate(b, Y.encodeStateVector(a)));
  Y.applyUpdate(b, Y.encodeStateAsUpdate(a, Y.encodeStateVector(b)));
}

describe("places", () => {
  it("finds one between any two, whatever was put where before", () => {
    let seed = 7;
    const chance = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    const places: string[] = [];
    for (let turn = 0; turn < 1_500; turn += 1) {
      const at = chance(places.length + 1);
      places.splice(at, 0, between(places[at - 1] ?? "", places[at] ?? null));
    }
    expect([...places].sort()).toEqual(places);
    expect(new Set(places).size).toBe(places.length);
    expect(places.every((place) => /^[0-9A-Za-z]*[1-9A-Za-z]$/.test(place))).toBe(true);
  });

  it("grows slowly at the end of a list", () => {
    let last = "";
    for (let turn = 0; turn < 600; turn += 1) last = between(last, null);
    expect(last.length).toBeLessThan(24);
    expect(isPlace(last)).toBe(true);
  });

  it("puts what shares a place with another after both", () => {
    expect(between("V", "V") > "V").toBe(true);
  });
});

describe("ids", () => {
  it("are those of the server: 26 signs that sort by time", () => {
    const ids = [1, 2, 3, 1e12].map((at) => newId(at));
    expect(ids.every(isRowId)).toBe(true);
    expect([...ids].sort()).toEqual(ids);
  });
});

describe("the document", () => {
  it("keeps what two people do to one row at once, if it is not the same thing", () => {
    const [a, b] = [new Y.Doc(), new Y.Doc()];
    const goal = addRow(a, "goal", null, { title: "Find seed money" });
    exchange(a, b);
    changeRow(a, { kind: "goal", id: goal }, { due: "2027-03-01" });
    changeRow(b, { kind: "goal", id: goal }, { owner: "mentee" });
    exchange(a, b);
    expect(one(itemsOf(a), goal)).toMatchObject({ due: "2027-03-01", owner: "mentee", title: "Find seed money" });
    expect(itemsOf(a)).toEqual(itemsOf(b));
  });

  it("reads wrong values as their nearest right ones, and nothing where there is none", () => {
    const doc = new Y.Doc();
    const id = addRow(doc, "goal", null, { title: "Sail" });
    const row = doc.getMap("goals").get(id) as Y.Map<unknown>;
    for (const [key, value] of Object.entries({ weight: 4000, percent: -3, due: "2026-02-30", status: "flying", owner: 7, order: "0", title: "a\u0000b\nc" })) row.set(key, value);
    doc.getMap("goals").set("not an id", new Y.Map());
    doc.getMap("goals").set(newId(), "a text");
    const items = itemsOf(doc);
    expect(items.size).toBe(1);
    expect(one(items, id)).toMatchObject({ weight: 10, percent: 0, due: null, status: "todo", owner: null, order: "V", title: "a b c" });
  });

  it("shows what lost its parent instead of losing it", () => {
    const [a, b] = [new Y.Doc(), new Y.Doc()];
    const goal = addRow(a, "goal", null, { title: "Sail" });
    exchange(a, b);
    removeRow(a, { kind: "goal", id: goal });
    const action = addRow(b, "action", goal, { title: "Mend the sail" });
    exchange(a, b);
    for (const doc of [a, b]) expect(outlineOf(itemsOf(doc)).lostActions.map(({ id }) => id)).toEqual([action]);
  });

  it("moves a row within its list and into another by its own keys alone", () => {
    const doc = new Y.Doc();
    const goal = addRow(doc, "goal", null);
    const milestone = addRow(doc, "milestone", goal);
    const [first, second, third] = ["one", "two", "three"].map((title) => addRow(doc, "action", goal, { title })) as [string, string, string];
    moveRow(doc, one(itemsOf(doc), third), goal, 0);
    const titles = (): string[] => outlineOf(itemsOf(doc)).trees[0]?.actions.map(({ title }) => title) ?? [];
    expect(titles()).toEqual(["three", "one", "two"]);
    moveRow(doc, one(itemsOf(doc), first), milestone, 0);
    expect(titles()).toEqual(["three", "two"]);
    const between = addRow(doc, "action", goal, { title: "between" }, third);
    expect(titles()).toEqual(["three", "between", "two"]);
    expect([second, between].every((id) => itemsOf(doc).has(id))).toBe(true);
  });

  it("says which rows a change touches, however deep", () => {
    const doc = new Y.Doc();
    const goal = addRow(doc, "goal", null);
    const touched: Set<string>[] = [];
    doc.on("update", (_update: Uint8Array, _origin: unknown, _doc: Y.Doc, transaction: Y.Transaction) => touched.push(rowsOf(transaction)));
    changeRow(doc, { kind: "goal", id: goal }, { title: "x" });
    const notes = (doc.getMap("goals").get(goal) as Y.Map<unknown>).get("notes") as Y.XmlFragment;
    notes.insert(0, [new Y.XmlElement("paragraph")]);
    (notes.get(0) as Y.XmlElement).insert(0, [new Y.XmlText("deep")]);
    removeRow(doc, { kind: "goal", id: goal });
    expect(touched).toEqual([1, 2, 3, 4].map(() => new Set([goal])));
  });

  it("undoes only what was done here, a removal with all that went with it", () => {
    const [a, b] = [new Y.Doc(), new Y.Doc()];
    const here = Symbol("here");
    const goal = addRow(a, "goal", null, { title: "Sail" });
    addRow(a, "action", goal, { title: "Mend the sail" });
    exchange(a, b);
    const undo = new Y.UndoManager(mapsOf(a), { trackedOrigins: new Set([here]), captureTimeout: 0 });
    a.transact(() => removeRow(a, { kind: "goal", id: goal }), here);
    const other = addRow(b, "goal", null, { title: "Row" });
    exchange(a, b);
    undo.undo();
    exchange(a, b);
    expect(outlineOf(itemsOf(b)).trees.map((tree) => [tree.goal.title, tree.actions.length])).toEqual([["Sail", 1], ["Row", 0]]);
    expect(itemsOf(a).has(other)).toBe(true);
  });
});

describe("where an action comes from", () => {
  const board = newId();

  it("is a note on a board, or nothing when what stands there is no such thing", () => {
    const doc = new Y.Doc();
    const rows: [object, unknown][] = [
      [{ board, element: "a-1_b" }, [board, "a-1_b"]],
      [{ board: "../me", element: "a" }, [null, null]],
      [{ board, element: "a b" }, [null, null]],
      [{ board }, [null, null]],
      [{}, [null, null]],
    ];
    for (const [values, expected] of rows) {
      const id = addRow(doc, "action", null, values);
      const found = one(itemsOf(doc), id);
      expect([found.board, found.element]).toEqual(expected);
    }
    const goal = addRow(doc, "goal", null, { board, element: "a" });
    expect(one(itemsOf(doc), goal).board).toBeNull();
  });
});

describe("progress and hints", () => {
  const row = (change: Partial<Item>): Item => ({ kind: "action", id: newId(), parent: null, title: "", owner: null, due: null, status: "todo", weight: 1, order: "V", percent: null, hasNotes: false, board: null, element: null, why: "", specific: "", measure: "", achievable: "", relevant: "", ...change });

  it("weighs, leaves out what was dropped, and takes an empty milestone for one item", () => {
    expect(progressOf([])).toBe(0);
    expect(progressOf([row({ status: "done", weight: 3 }), row({}), row({ status: "dropped", weight: 9 })])).toBe(75);
    expect(progressOf([], [{ milestone: row({ kind: "milestone", status: "done" }), actions: [] }])).toBe(100);
  });

  it("hints at what is missing, and at nothing once a goal is reached", () => {
    const goal = row({ kind: "goal", title: "Sail" });
    const tree = { goal, branches: [], actions: [], percent: 0 };
    expect(hintsOf(tree, "2026-11-28")).toEqual(["vague", "noMeasure", "noDate", "noWhy", "noAction"]);
    const good = { ...goal, title: "Sail around the island", measure: "Once", due: "2027-01-01", why: "To see it" };
    expect(hintsOf({ ...tree, goal: good, actions: [row({})] }, "2026-11-28")).toEqual([]);
    expect(hintsOf({ ...tree, goal: { ...good, due: "2026-01-01" } }, "2026-11-28")).toEqual(["datePast", "noAction"]);
    expect(hintsOf({ ...tree, goal: { ...goal, status: "done" } }, "2026-11-28")).toEqual([]);
  });
});

describe("differences", () => {
  it("tells the weightiest of a row, and of a removed list only its head", () => {
    const doc = new Y.Doc();
    const goal = addRow(doc, "goal", null, { title: "Sail" });
    const action = addRow(doc, "action", goal, { title: "Mend" });
    const before = itemsOf(doc);
    changeRow(doc, { kind: "action", id: action }, { title: "Mend the sail", status: "done" });
    const after = itemsOf(doc, before);
    expect(differences(before, after).map(({ kind, item }) => [kind, item.id])).toEqual([["done", action]]);
    removeRow(doc, { kind: "goal", id: goal });
    expect(differences(after, itemsOf(doc)).map(({ kind, item }) => [kind, item.id])).toEqual([["removed", goal]]);
    expect(after.get(goal)).toBe(before.get(goal));
  });
});
