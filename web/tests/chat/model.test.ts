import { describe, expect, it } from "vitest";
import type { Message } from "../../src/chat/api";
import { LARGEST_FILE_BYTES, MOST_FILES, days, fitting, flat, lastUnread, pieces } from "../../src/chat/model";

const message = (id: string, sentAt: string, authorId: string | null = "a"): Message => ({ id, sentAt, authorId, key: id, text: id, bookingId: null, removedAt: null, files: [] });
const page = (messages: Message[], unread = 0): Parameters<typeof flat>[0][number] => ({ messages, hasOlder: false, isOpen: true, unread });

describe("a conversation", () => {
  it("is in order and shows once what two pages hold", () => {
    const [one, two, three] = ["1", "2", "3"].map((id) => message(id, "2026-11-28T10:00:00Z"));
    if (!one || !two || !three) throw new Error("three");
    expect(flat([page([two, three]), page([one, two])]).map(({ id }) => id)).toEqual(["1", "2", "3"]);
  });

  it("puts together what one wrote within minutes, and begins anew after a pause, another writer, another day", () => {
    const found = days([
      message("1", "2026-11-28T10:00:00"),
      message("2", "2026-11-28T10:04:00"),
      message("3", "2026-11-28T10:10:00"),
      message("4", "2026-11-28T10:11:00", "b"),
      message("5", "2026-11-29T10:11:00", "b"),
    ]);
    expect(found.map(({ date, runs }) => [date, runs.map(({ messages }) => messages.map(({ id }) => id).join(""))])).toEqual([
      ["2026-11-28", ["12", "3", "4"]],
      ["2026-11-29", ["5"]],
    ]);
  });

  it("knows the last message of the other that waits to be read", () => {
    const both = [message("1", "2026-11-28T10:00:00Z", "other"), message("2", "2026-11-28T10:00:00Z", "me")];
    expect(lastUnread(both, 1, "me")).toBe("1");
    expect(lastUnread(both, 0, "me")).toBeNull();
  });
});

describe("addresses in a text", () => {
  it("become links without the sentence's end", () => {
    expect(pieces("See https://example.org/a?b=1. Or (http://x.test)!").map(({ text, href }) => [text, href ?? null])).toEqual([
      ["See ", null],
      ["https://example.org/a?b=1", "https://example.org/a?b=1"],
      [". Or (", null],
      ["http://x.test", "http://x.test"],
      [")!", null],
    ]);
  });

  it("are only those of the web", () => {
    for (const text of ["javascript:alert(1)", "data:text/html,x", "<script>alert(1)</script>", "file:///etc/passwd"]) {
      expect(pieces(text).every(({ href }) => href === undefined)).toBe(true);
      expect(pieces(text).map((piece) => piece.text).join("")).toBe(text);
    }
  });
});

describe("files", () => {
  it("that are too large or too many are told apart from those that fit", () => {
    const small = Array.from({ length: MOST_FILES + 1 }, (_, at) => ({ name: String(at), size: 1 }));
    expect(fitting(small, 0).fit).toHaveLength(MOST_FILES);
    expect(fitting(small, 0).isTooMany).toBe(true);
    const large = { name: "film", size: LARGEST_FILE_BYTES + 1 };
    expect(fitting([large, { name: "cv", size: 9 }], MOST_FILES - 1)).toEqual({ fit: [{ name: "cv", size: 9 }], tooLarge: [large], isTooMany: false });
  });
});
