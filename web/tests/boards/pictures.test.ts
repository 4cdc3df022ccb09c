import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import * as Y from "yjs";
import { blobOf, dataUrlOf, digestOf, filesOf, refOf } from "../../src/boards/canvas/files";
import { Pictures } from "../../src/boards/canvas/pictures";
import { Untaken, fitted, taken, writtenAs } from "../../src/boards/canvas/taking";
import { Refused, Unreachable } from "../../src/core/errors";

const CONTENT = new Blob([new Uint8Array(5_000).fill(7)], { type: "image/png" });

/** What the server has, by digest. */
class Server {
  readonly blobs = new Map<string, Blob>();
  isUp = true;
  refusal: Refused | null = null;

  readonly send = async (sha256: string, blob: Blob): Promise<{ contentType: string; size: number }> => {
    if (!this.isUp) throw new Unreachable("down");
    if (this.refusal !== null) throw this.refusal;
    this.blobs.set(sha256, blob);
    return { contentType: blob.type, size: blob.size };
  };

  readonly fetch = async (sha256: string): Promise<Blob> => {
    const found = this.blobs.get(sha256);
    if (!this.isUp || found === undefined) throw new Unreachable("down");
    return found;
  };
}

class Person {
  readonly doc = new Y.Doc();
  readonly drawn = new Set<string>();
  readonly hidden = new Set<string>();
  readonly held = new Map<string, string>();
  readonly shelf: Map<string, Blob>;
  readonly pictures: Pictures;

  constructor(server: Server, shelf = new Map<string, Blob>()) {
    this.shelf = shelf;
    this.pictures = new Pictures({
      doc: this.doc,
      canSend: () => server.isUp,
      edit: (change) => (change(this.doc), true),
      wall: {
        wanted: () => new Set([...this.drawn].filter((id) => !this.hidden.has(id))),
        held: (id) => this.held.get(id) ?? null,
        put: (id, _mime, dataUrl) => this.held.set(id, dataUrl),
        hide: (id, isHidden) => (isHidden ? this.hidden.add(id) : this.hidden.delete(id)),
      },
      store: {
        send: server.send,
        fetch: server.fetch,
        keep: async (id, blob) => void (blob === null ? this.shelf.delete(id) : this.shelf.set(id, blob)),
        kept: async (id) => this.shelf.get(id) ?? null,
      },
    });
  }

  async put(id: string, blob = CONTENT): Promise<void> {
    this.held.set(id, await dataUrlOf(blob));
    this.drawn.add(id);
    this.pictures.look();
  }
}

const settled = (what: () => void): Promise<void> => vi.waitFor(what, { timeout: 2_000, interval: 2 });

describe("images on a board", () => {
  const server = { now: new Server() };
  beforeEach(() => {
    server.now = new Server();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("are told of when the server has them, by digest, and the document stays small", async () => {
    const [one, other] = [new Person(server.now), new Person(server.now)];
    await one.put("f1");
    expect(refOf(one.doc, "f1")).toBeNull();
    await settled(() => expect(refOf(one.doc, "f1")).toEqual({ mime: "image/png", size: 5_000, sha256: [...server.now.blobs.keys()][0] }));
    await settled(() => expect(one.shelf.size).toBe(0));
    expect(Y.encodeStateAsUpdate(one.doc).length).toBeLessThan(200);
    other.drawn.add("f1");
    Y.applyUpdate(other.doc, Y.encodeStateAsUpdate(one.doc));
    await settled(() => expect(other.held.get("f1")).toBe(one.held.get("f1")));
  });

  it("wait while there is no connection, also over a reload, and are sent on return", async () => {
    server.now.isUp = false;
    const before = new Person(server.now);
    await before.put("f1");
    await settled(() => expect(before.pictures.progress).toMatchObject({ waiting: 1, sending: 0 }));
    before.pictures.close();
    const after = new Person(server.now, before.shelf);
    after.drawn.add("f1");
    after.pictures.look();
    await settled(() => expect(after.held.has("f1")).toBe(true));
    expect(filesOf(after.doc).size).toBe(0);
    server.now.isUp = true;
    after.pictures.look();
    await settled(() => expect(refOf(after.doc, "f1")?.size).toBe(5_000));
    await settled(() => expect(after.pictures.progress).toMatchObject({ waiting: 0, sending: 0 }));
  });

  it("leave nothing behind when they are refused, and can be tried again", async () => {
    const full = new Refused({ code: "images_full", status: 409, title: "", detail: "Remove some." });
    server.now.refusal = full;
    const one = new Person(server.now);
    await one.put("f1");
    await settled(() => expect(one.pictures.progress.refusals).toEqual([{ fileId: "f1", why: full }]));
    expect([...one.hidden]).toEqual(["f1"]);
    expect(one.pictures.progress.waiting).toBe(0);
    server.now.refusal = null;
    const [refusal] = one.pictures.progress.refusals;
    if (refusal) one.pictures.again(refusal);
    await settled(() => expect(refOf(one.doc, "f1")).not.toBeNull());
    expect(one.hidden.size).toBe(0);
    expect(one.pictures.progress.refusals).toEqual([]);
  });

  it("are tried again by themselves after a failure that passes", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const one = new Person(server.now);
    server.now.refusal = new Refused({ code: "rate_limited", status: 429, title: "", detail: "" });
    one.held.set("f1", `data:image/png;base64,${btoa("seven")}`);
    one.drawn.add("f1");
    one.pictures.look();
    await vi.waitFor(() => expect(vi.getTimerCount()).toBe(1));
    server.now.refusal = null;
    expect(one.hidden.size).toBe(0);
    vi.advanceTimersByTime(5_000);
    await vi.waitFor(() => expect(refOf(one.doc, "f1")?.size).toBe(5));
  });

  it("are not believed when a document says nonsense about them", () => {
    const doc = new Y.Doc();
    const sound = { mime: "image/png", size: 3, sha256: "a".repeat(64) };
    for (const [id, raw] of Object.entries({ svg: { ...sound, mime: "image/svg+xml" }, path: { ...sound, sha256: "../../../me" }, map: new Y.Map(), word: "image", good: sound })) filesOf(doc).set(id, raw);
    expect(["svg", "path", "map", "word", "none", "good"].map((id) => refOf(doc, id))).toEqual([null, null, null, null, null, sound]);
  });
});

describe("taking a file", () => {
  it("keeps the shape and enlarges nothing", () => {
    expect(fitted({ width: 4_096, height: 1_024 }, 2_048)).toEqual({ width: 2_048, height: 512 });
    expect(fitted({ width: 30, height: 20 }, 2_048)).toEqual({ width: 30, height: 20 });
    expect(fitted({ width: 90_000, height: 1 }, 100)).toEqual({ width: 100, height: 1 });
  });

  it("writes photographs, large ones and strange kinds anew", () => {
    expect(writtenAs("image/jpeg", 10, false)).toBe("image/jpeg");
    expect(writtenAs("image/png", 10, false)).toBeNull();
    expect(writtenAs("image/png", 10, true)).toBe("image/webp");
    expect(writtenAs("image/gif", 9_000_000, false)).toBe("image/webp");
    expect(writtenAs("image/avif", 10, false)).toBe("image/webp");
  });

  it("refuses drawings that can hold scripts, and what is no image", async () => {
    for (const type of ["image/svg+xml", "application/pdf", ""]) await expect(taken(new Blob(["x"], { type }))).rejects.toEqual(new Untaken("type"));
  });

  it("reads a data address back", async () => {
    const back = blobOf(await dataUrlOf(CONTENT));
    expect([back.type, await digestOf(back)]).toEqual(["image/png", await digestOf(CONTENT)]);
  });
});
