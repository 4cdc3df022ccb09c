import { expect, test } from "vitest";
import type { Room } from "../../src/rooms/api";
import { defaultTitle, isEmail, shelve } from "../../src/rooms/model";

const room = (id: string, part: Partial<Room> = {}): Room => ({
  id,
  title: id,
  host: { id: "h", name: "H", photoUrl: null },
  role: "host",
  isOpen: true,
  createdAt: `2026-01-0${id}T00:00:00Z`,
  endedAt: null,
  opensAt: null,
  protection: "transport",
  inviteUrl: "",
  participants: [],
  invited: [],
  present: [],
  ...part,
});
const words = { named: (name: string) => `${name}’s session`, plain: "Session" };

test("rooms with people in them come first, ended ones last, each newest first", () => {
  const live = room("1", { present: [{ name: "A", photoUrl: null }] });
  const shelves = shelve([room("2"), live, room("3"), room("4", { isOpen: false })]);
  expect([shelves.live, shelves.open, shelves.ended].map((shelf) => shelf.map(({ id }) => id))).toEqual([["1"], ["3", "2"], ["4"]]);
});

test("an unnamed session is named after its host", () => {
  expect(defaultTitle("Eleni Papadaki", words)).toBe("Eleni’s session");
});

test("a nameless host's session has a plain name", () => {
  expect(defaultTitle("  ", words)).toBe("Session");
});

test("an invitation needs an address", () => {
  expect([isEmail("a@b.org"), isEmail("a@b"), isEmail("ab.org")]).toEqual([true, false, false]);
});
