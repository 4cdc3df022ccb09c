import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Refused, Unreachable } from "../../src/core/errors";
import { Draft } from "../../src/profiles/draft";

interface Note {
  version: number;
  title: string;
  text: string;
}

const FIRST: Note = { version: 1, title: "", text: "" };
const refused = (code: string, fields: Record<string, string> = {}): Refused => new Refused({ code, status: 409, title: "", detail: "No.", fields });

/** A server of one note, which can be told to fail once. */
class Server {
  note = FIRST;
  sent: Partial<Note>[] = [];
  failure: Error | null = null;
  send = async (version: number, sections: Partial<Note>): Promise<Note> => {
    this.sent.push(sections);
    const failure = this.failure;
    this.failure = null;
    if (failure) throw failure;
    if (version !== this.note.version) throw refused("changed_elsewhere");
    this.note = { ...this.note, ...sections, version: version + 1 };
    return this.note;
  };
  load = async (): Promise<Note> => this.note;
}

let server = new Server();
let draft = new Draft<Note>(FIRST, server.send, server.load);

beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
  draft = new Draft<Note>(FIRST, server.send, server.load);
});
afterEach(() => void vi.useRealTimers());

test("typing is saved after a pause, once, by section", async () => {
  for (const title of ["S", "Sa", "Sail"]) draft.set("title", title);
  expect(draft.view.get()).toMatchObject({ state: "waiting", value: { title: "Sail" } });
  await vi.advanceTimersByTimeAsync(1000);
  expect(server.sent).toEqual([{ title: "Sail" }]);
  expect(draft.view.get().state).toBe("saved");
});

test("what is changed while a save is on its way is saved after it", async () => {
  draft.set("title", "One");
  const flushed = draft.flush();
  draft.set("text", "Two");
  await flushed;
  expect(server.sent).toEqual([{ title: "One" }, { text: "Two" }]);
  expect(server.note).toMatchObject({ title: "One", text: "Two", version: 3 });
});

test("a word of the server stays at its field until the next change, which is sent again", async () => {
  server.failure = refused("invalid", { title: "Too long." });
  draft.set("title", "x");
  await draft.flush();
  expect(draft.view.get()).toMatchObject({ state: "refused", fields: { title: "Too long." }, value: { title: "x" } });
  draft.set("title", "y");
  await draft.flush();
  expect(draft.view.get()).toMatchObject({ state: "saved", fields: {}, value: { title: "y" } });
});

test("nothing is lost while the server is away", async () => {
  server.failure = new Unreachable("away");
  draft.set("title", "Kept");
  await draft.flush();
  expect(draft.view.get().state).toBe("failed");
  await draft.flush();
  expect(server.note.title).toBe("Kept");
});

test("after a change elsewhere nothing is saved until somebody decides", async () => {
  server.note = { version: 5, title: "Theirs", text: "Also theirs" };
  draft.set("title", "Mine");
  await draft.flush();
  expect(draft.view.get()).toMatchObject({ state: "conflict", value: { title: "Mine", text: "Also theirs" } });
  draft.set("title", "Still mine");
  await draft.flush();
  expect(server.note.title).toBe("Theirs");
  await draft.resolve(true);
  expect(server.note).toEqual({ version: 6, title: "Still mine", text: "Also theirs" });
});

test("or what is there is taken", async () => {
  server.note = { version: 5, title: "Theirs", text: "" };
  draft.set("title", "Mine");
  await draft.flush();
  await draft.resolve(false);
  expect(draft.view.get()).toMatchObject({ state: "saved", value: { title: "Theirs", version: 5 } });
});
