/** What a tab remembers of a session that is over. */
import { beforeEach, expect, test } from "vitest";
import { type Farewell, forgetFarewell, isPutAway, keepFarewell, putAway, readFarewell } from "../../src/signaling/ending/farewell";

const farewell: Farewell = { seatToken: "seat", ending: "left", hadCompany: true, isGuest: false };

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
});

test("it is kept for its room, and forgotten", () => {
  keepFarewell("a", farewell);
  expect(readFarewell("a")).toEqual(farewell);
  expect(readFarewell("b")).toBeNull();
  forgetFarewell("a");
  expect(readFarewell("a")).toBeNull();
});

test.each(["{", "null", "[]", '{"seatToken": 1, "ending": "left"}', '{"seatToken": "x", "ending": "displaced"}'])("what makes no sense is nothing: %s", (kept) => {
  sessionStorage.setItem("ithaca.farewell.a", kept);
  expect(readFarewell("a")).toBeNull();
});

test("questions that were put away are asked again of another session only", () => {
  putAway("a", 1_000);
  expect(isPutAway("a", 2_000)).toBe(true);
  expect(isPutAway("b", 2_000)).toBe(false);
  expect(isPutAway("a", 1_000 + 13 * 3_600_000)).toBe(false);
});

test("no more is kept than is of use", () => {
  for (let at = 0; at < 60; at += 1) putAway(`room-${at}`, at);
  expect(isPutAway("room-9", 100)).toBe(false);
  expect(isPutAway("room-10", 100)).toBe(true);
});
