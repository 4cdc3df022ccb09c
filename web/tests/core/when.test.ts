import { expect, test } from "vitest";
import { timeAgo } from "../../src/core/when";

const now = new Date("2026-03-01T12:00:00Z");
const before = (seconds: number): Date => new Date(now.getTime() - seconds * 1000);

test("a moment ago is now", () => {
  expect(timeAgo(before(20), now, "en")).toBe("now");
});

test("minutes are counted", () => {
  expect(timeAgo(before(180), now, "en")).toBe("3 minutes ago");
});

test("a day ago is yesterday", () => {
  expect(timeAgo(before(90_000), now, "en")).toBe("yesterday");
});
