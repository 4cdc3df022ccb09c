/** Agendas: rows in and out of the document, one step of undoing for a line and its action item, and which panels have room. */
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import type { Desk } from "../../src/boards/desk";
import type { LiveDoc } from "../../src/boards/provider";
import { fitted, nothingOpen, sorted, staged, toggled } from "../../src/boards/space/model";
import { Table } from "../../src/boards/space/table";
import { addTopic, changeTopic, moveTopic, pageOf, plannedMinutes, removeTopic, rowsOf, topicsOf } from "../../src/boards/space/topics";

const titles = (doc: Y.Doc): string[] => topicsOf(doc).map(({ title }) => title);

describe("topics", () => {
  it("stand in the order in which they were put", () => {
    const doc = new Y.Doc();
    const [first, second] = [addTopic(doc, "me", "a"), addTopic(doc, "me", "b")];
    addTopic(doc, "me", "between", first);
    expect(titles(doc)).toEqual(["a", "between", "b"]);
    moveTopic(doc, second, 0);
    expect(titles(doc)).toEqual(["b", "a", "between"]);
    removeTopic(doc, first);
    expect(titles(doc)).toEqual(["b", "between"]);
  });

  it("keep what two people change of one at once", () => {
    const [one, other] = [new Y.Doc(), new Y.Doc()];
    const id = addTopic(one, "me", "a");
    Y.applyUpdate(other, Y.encodeStateAsUpdate(one));
    changeTopic(one, id, { minutes: 20 });
    changeTopic(other, id, { isDone: true });
    Y.applyUpdate(one, Y.encodeStateAsUpdate(other));
    expect(topicsOf(one)[0]).toMatchObject({ title: "a", minutes: 20, isDone: true });
    expect(plannedMinutes(topicsOf(one))).toBe(20);
  });

  it("are read whatever stands there", () => {
    const doc = new Y.Doc();
    const id = addTopic(doc, "me", "a");
    const row = rowsOf(doc).get(id) as Y.Map<unknown>;
    for (const key of ["title", "minutes", "order", "by", "action", "from"]) row.set(key, -7);
    rowsOf(doc).set("no id", 5);
    expect(topicsOf(doc)).toEqual([{ id, title: "", minutes: null, isDone: false, order: "V", by: null, action: null, from: null }]);
  });
});

function tableOn(doc: Y.Doc): Table {
  const here = Symbol("here");
  const live = { here, doc, health: { doc, role: "write" }, subscribe: () => () => undefined, edit: (change: (of: Y.Doc) => void) => doc.transact(() => change(doc), here) };
  return new Table(live as unknown as LiveDoc);
}

describe("a line and its action item", () => {
  it("are one step of undoing", () => {
    const doc = new Y.Doc();
    const table = tableOn(doc);
    const items = new Set<string>();
    const desk = { make: () => (items.add("made"), "made"), withdraw: (id: string) => items.delete(id), restore: (id: string) => items.add(id) };
    table.workOn(desk as unknown as Desk);
    table.add("me", "a topic");
    const line = (): void => table.live.edit((of) => pageOf(of).push([new Y.XmlElement("tracked")])) as unknown as void;
    expect(table.together("Send CV", line)).toBe("made");
    expect([pageOf(doc).length, items.size]).toEqual([1, 1]);
    for (let again = 0; again < 2; again += 1) {
      table.undo();
      expect([pageOf(doc).length, items.size, table.view.topics.length]).toEqual([0, 0, 1]);
      table.redo();
      expect([pageOf(doc).length, items.size]).toEqual([1, 1]);
    }
    table.undo();
    table.undo();
    expect([table.view.topics.length, items.size]).toEqual([0, 0]);
  });

  it("does not come about without goals", () => {
    const table = tableOn(new Y.Doc());
    expect(table.together("Send CV", () => expect.unreachable())).toBe(null);
  });
});

describe("panels", () => {
  it("are as many as have room, the first one opened gives way", () => {
    const two = toggled(toggled(nothingOpen, "agenda", 2), "goals", 2);
    expect(toggled(two, "board", 2).open).toEqual(["goals", "board"]);
    expect(toggled(two, "goals", 2).open).toEqual(["agenda"]);
    expect(fitted(two, 1).open).toEqual(["goals"]);
  });

  it("lose the stage with the board", () => {
    const onStage = staged(toggled(nothingOpen, "board", 2));
    expect(onStage.isBoardOnStage).toBe(true);
    expect(toggled(onStage, "board", 2)).toEqual(nothingOpen);
    expect(toggled(onStage, "agenda", 1)).toEqual({ open: ["agenda"], isBoardOnStage: false });
    expect(staged(toggled(nothingOpen, "goals", 2)).isBoardOnStage).toBe(false);
  });
});

describe("sessions", () => {
  it("are to come or past by their end; what was called off is past if there is something on its agenda", () => {
    const at = (bookingId: string, day: number, more: object = {}) => ({ bookingId, state: "confirmed" as const, startsAt: `2026-05-0${day}T10:00:00Z`, endsAt: `2026-05-0${day}T11:00:00Z`, minutes: 60, topics: [], topicCount: 0, ...more });
    const all = [at("late", 8), at("soon", 5), at("last", 2), at("before", 1), at("off", 6, { state: "cancelled" }), at("off with words", 3, { state: "cancelled", topicCount: 2 })];
    const { coming, past } = sorted(all, new Date("2026-05-05T10:30:00Z"));
    expect(coming.map((one) => one.bookingId)).toEqual(["soon", "late"]);
    expect(past.map((one) => one.bookingId)).toEqual(["off with words", "last", "before"]);
  });
});
