import { afterEach, beforeEach, expect, test, vi } from "vitest";
import * as Y from "yjs";
import type { BoardsLine, Role } from "../../src/boards/line";
import { LiveDoc, hasNews } from "../../src/boards/provider";
import { Refused } from "../../src/core/errors";

const DOC = "goals:ours";
const BATCH_MS = 33;
const AGAIN_MS = 2_000;

const refused = (code: string): Refused => new Refused({ code, status: 409, title: code, detail: `It is ${code}.` });

/** The server's side of a document, and the line to it, which can be cut: nothing of it is Ithaca's own but the events. */
class House {
  readonly doc = new Y.Doc();
  readonly lines: Wire[] = [];
  role: Role = "write";
  /** Refuses the next change, or the next join. */
  noToUpdate: string | null = null;
  noToJoin: string | null = null;
  /** While held, nothing is acked. */
  held: (() => void)[] | null = null;
  seq = 0;

  line(): Wire {
    const wire = new Wire(this);
    this.lines.push(wire);
    return wire;
  }

  /** A change of somebody else's. */
  write(key: string, value: unknown): void {
    const before = Y.encodeStateVector(this.doc);
    this.doc.getMap("goals").set(key, value);
    this.tell(null, "board_updated", { doc: DOC, update: Y.encodeStateAsUpdate(this.doc, before), seq: (this.seq += 1) });
  }

  tell(but: Wire | null, name: string, body: object): void {
    for (const wire of this.lines) if (wire !== but && wire.isUp) wire.hear(name, body);
  }

  join({ sv }: { sv: ArrayBuffer }): object {
    if (this.noToJoin !== null) throw refused(this.noToJoin);
    return { update: Y.encodeStateAsUpdate(this.doc, new Uint8Array(sv)), sv: Y.encodeStateVector(this.doc), role: this.role, epoch: 1, seq: this.seq, seenSeq: 0 };
  }

  async take(from: Wire, { update, n }: { update: ArrayBuffer; n: number }): Promise<object> {
    const no = this.noToUpdate;
    this.noToUpdate = null;
    if (no !== null) throw refused(no);
    Y.applyUpdate(this.doc, new Uint8Array(update));
    this.tell(from, "board_updated", { doc: DOC, update: new Uint8Array(update), seq: (this.seq += 1) });
    const { held } = this;
    if (held !== null) await new Promise<void>((resolve) => held.push(resolve));
    return { n, seq: this.seq };
  }
}

class Wire {
  readonly asked: { event: string; body: Record<string, unknown> }[] = [];
  isUp = false;
  readonly #house: House;
  #up: (() => void)[] = [];
  #down: ((isServers: boolean) => void)[] = [];
  #news: ((name: string, body: object) => void)[] = [];

  constructor(house: House) {
    this.#house = house;
  }

  open = (): void => {
    this.isUp = true;
    for (const listener of this.#up) listener();
  };

  cut(isServers = false): void {
    this.isUp = false;
    for (const listener of this.#down) listener(isServers);
  }

  close = (): void => {
    this.isUp = false;
  };

  hear(name: string, body: object): void {
    for (const listener of this.#news) listener(name, body);
  }

  onUp = (listener: () => void): void => void this.#up.push(listener);
  onDown = (listener: (isServers: boolean) => void): void => void this.#down.push(listener);
  onNews = (listener: (name: string, body: object) => void): void => void this.#news.push(listener);

  request = async (event: string, body: Record<string, unknown>): Promise<object> => {
    if (!this.isUp) throw new Error(`${event} while the line is down`);
    this.asked.push({ event, body });
    await Promise.resolve();
    return event === "join_board" ? this.#house.join(body as never) : this.#house.take(this, body as never);
  };

  tell = (event: string, body: Record<string, unknown>): void => {
    this.asked.push({ event, body });
  };

  count(event: string): number {
    return this.asked.filter((one) => one.event === event).length;
  }
}

interface Tab {
  live: LiveDoc;
  wire: Wire;
}

const open: LiveDoc[] = [];

async function tab(house: House, person = "me"): Promise<Tab> {
  const wire = house.line();
  const live = new LiveDoc({ name: DOC, person, line: wire as unknown as BoardsLine, rowsOf: ({ changed }) => [...changed.values()].flatMap((keys) => [...keys].filter((key) => key !== null)), keep: async () => ({ store: null, lastRole: null }) });
  open.push(live);
  await live.open();
  await vi.advanceTimersByTimeAsync(0);
  return { live, wire };
}

const put = ({ live }: Tab, key: string, value: unknown): boolean => live.edit((doc) => doc.getMap("goals").set(key, value));
const goalsOf = (doc: Y.Doc): Record<string, unknown> => doc.getMap("goals").toJSON();
const batched = (): Promise<unknown> => vi.advanceTimersByTimeAsync(BATCH_MS);

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  for (const live of open.splice(0)) live.close();
  vi.useRealTimers();
});

test("it joins with what it has and is live with what the server has", async () => {
  const house = new House();
  house.write("a", 1);
  const one = await tab(house);
  expect(one.live.health).toMatchObject({ standing: "live", role: "write", isKnown: true, hasUnsaved: false });
  expect(goalsOf(one.live.doc)).toEqual({ a: 1 });
  const join = one.wire.asked[0];
  expect(join?.event).toBe("join_board");
  expect(join?.body["clientId"]).toBe(one.live.doc.clientID);
  expect(join?.body["sv"]).toBeInstanceOf(ArrayBuffer);
});

test("what is done within 33 ms goes as one change, and the other tab has it", async () => {
  const house = new House();
  const [one, other] = [await tab(house), await tab(house, "you")];
  for (let n = 0; n < 20; n += 1) put(one, `g${n}`, n);
  expect(one.wire.count("update_board")).toBe(0);
  await batched();
  expect(one.wire.count("update_board")).toBe(1);
  expect(Object.keys(goalsOf(other.live.doc))).toHaveLength(20);
  expect(goalsOf(house.doc)).toEqual(goalsOf(one.live.doc));
  await batched();
  expect(other.wire.count("update_board")).toBe(0);
});

test("a row counts as unsaved until the server says that it is saved", async () => {
  const house = new House();
  const one = await tab(house);
  house.held = [];
  put(one, "a", 1);
  expect([...one.live.health.unsaved]).toEqual(["a"]);
  await batched();
  expect(one.live.health.hasUnsaved).toBe(true);
  put(one, "b", 2);
  await batched();
  expect([...one.live.health.unsaved].sort()).toEqual(["a", "b"]);
  house.held.shift()?.();
  await vi.advanceTimersByTimeAsync(0);
  expect([...one.live.health.unsaved]).toEqual(["b"]);
  house.held.shift()?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(one.live.health).toMatchObject({ hasUnsaved: false });
});

test("offline nothing is sent, and on return each side gets what it lacks, once", async () => {
  const house = new House();
  const one = await tab(house);
  one.wire.cut();
  expect(one.live.health.standing).toBe("offline");
  const before = one.wire.asked.length;
  put(one, "mine", 1);
  house.write("theirs", 2);
  await vi.advanceTimersByTimeAsync(10 * BATCH_MS);
  expect(one.wire.asked).toHaveLength(before);
  expect(goalsOf(one.live.doc)).toEqual({ mine: 1 });
  one.wire.open();
  await batched();
  expect(goalsOf(one.live.doc)).toEqual({ mine: 1, theirs: 2 });
  expect(goalsOf(house.doc)).toEqual({ mine: 1, theirs: 2 });
  expect(one.wire.count("update_board")).toBe(1);
  expect(one.live.health).toMatchObject({ standing: "live", hasUnsaved: false });
});

test("what was on its way when the line broke is sent again on return and not counted twice", async () => {
  const house = new House();
  const one = await tab(house);
  house.held = [];
  put(one, "a", 1);
  await batched();
  one.wire.cut();
  house.held = null;
  one.wire.open();
  await batched();
  expect(goalsOf(house.doc)).toEqual({ a: 1 });
  expect(one.live.health).toMatchObject({ standing: "live", hasUnsaved: false });
});

test("a refused change is taken back visibly, and what others did stays", async () => {
  const house = new House();
  house.write("theirs", 1);
  const one = await tab(house);
  const before = one.live.doc;
  house.noToUpdate = "too_deep";
  put(one, "mine", 2);
  await batched();
  await batched();
  expect(one.live.doc).not.toBe(before);
  expect(one.live.health.rejection).toEqual({ code: "too_deep", title: "It is too_deep.", rows: ["mine"] });
  expect(goalsOf(one.live.doc)).toEqual({ theirs: 1 });
  expect(one.live.health).toMatchObject({ standing: "live", hasUnsaved: false });
  one.live.forgive();
  expect(one.live.health.rejection).toBeNull();
  put(one, "again", 3);
  await batched();
  expect(goalsOf(house.doc)).toEqual({ theirs: 1, again: 3 });
});

test.each(["gap", "not_saved", "too_fast"])("a change that is refused for now (%s) is sent again and none is lost", async (code) => {
  const house = new House();
  const one = await tab(house);
  house.noToUpdate = code;
  put(one, "a", 1);
  await batched();
  await vi.advanceTimersByTimeAsync(AGAIN_MS + BATCH_MS);
  expect(goalsOf(house.doc)).toEqual({ a: 1 });
  expect(one.live.health).toMatchObject({ standing: "live", hasUnsaved: false, rejection: null });
});

test("who may only read changes nothing, and is told what was done offline meanwhile is not taken", async () => {
  const house = new House();
  const one = await tab(house);
  one.wire.cut();
  put(one, "late", 1);
  house.role = "read";
  one.wire.open();
  await batched();
  await batched();
  expect(one.live.health).toMatchObject({ role: "read", standing: "live" });
  expect(one.live.health.rejection).toMatchObject({ code: "read_only", rows: ["late"] });
  expect(goalsOf(one.live.doc)).toEqual({});
  expect(put(one, "b", 2)).toBe(false);
  expect(one.wire.count("update_board")).toBe(0);
});

test("when the role changes the server sends it out and it joins again; when the right is gone it closes", async () => {
  const house = new House();
  const one = await tab(house);
  house.role = "read";
  house.tell(null, "board_evicted", { doc: DOC, reason: "role" });
  await batched();
  expect(one.live.health).toMatchObject({ role: "read", standing: "live" });
  house.noToJoin = "not_found";
  house.tell(null, "board_evicted", { doc: DOC, reason: "moved" });
  await batched();
  expect(one.live.health).toMatchObject({ role: null, standing: "closed" });
  expect(put(one, "a", 1)).toBe(false);
});

test("the server's wish to compare is followed both ways", async () => {
  const house = new House();
  const one = await tab(house);
  put(one, "mine", 1);
  house.doc.getMap("goals").set("untold", 2);
  house.tell(null, "board_resync", { doc: DOC });
  await batched();
  expect(goalsOf(one.live.doc)).toEqual({ mine: 1, untold: 2 });
  expect(goalsOf(house.doc)).toEqual({ mine: 1, untold: 2 });
});

test("a large change made offline goes in parts, in their order", async () => {
  const house = new House();
  const one = await tab(house);
  one.wire.cut();
  for (let n = 0; n < 400; n += 1) put(one, `g${n}`, "x".repeat(1_000));
  one.wire.open();
  await batched();
  const sent = one.wire.asked.filter(({ event }) => event === "update_board");
  expect(sent.length).toBeGreaterThan(1);
  for (const { body } of sent) expect((body["update"] as ArrayBuffer).byteLength).toBeLessThan(200_000);
  expect(sent.map(({ body }) => body["n"])).toEqual(sent.map((_, at) => at + 1));
  expect(goalsOf(house.doc)).toEqual(goalsOf(one.live.doc));
  expect(one.live.health.hasUnsaved).toBe(false);
});

test("a line that the server closed on purpose is opened again", async () => {
  const house = new House();
  const one = await tab(house);
  one.wire.cut(true);
  expect(one.live.health.standing).toBe("offline");
  await vi.advanceTimersByTimeAsync(AGAIN_MS);
  expect(one.live.health.standing).toBe("live");
});

test("whether the server would learn something is told from what both have", () => {
  const [mine, theirs] = [new Y.Doc(), new Y.Doc()];
  mine.getMap("goals").set("a", 1);
  Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine));
  const both = (): [Uint8Array, Uint8Array] => [Y.encodeStateAsUpdate(mine, Y.encodeStateVector(theirs)), Y.encodeStateAsUpdate(theirs, Y.encodeStateVector(mine))];
  expect(hasNews(...both())).toBe(false);
  mine.getMap("goals").delete("a");
  expect(hasNews(...both())).toBe(true);
});
