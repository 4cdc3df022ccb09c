/** What can be done about each nudge, and what a page shows of them. */
import { describe, expect, it } from "vitest";
import type { Nudge, OpenAction } from "../../../src/progress/nudges/api";
import { atHome, ofPair, overdueOf, toggled, waysOf, wordOf } from "../../../src/progress/nudges/model";

const nudge = (more: Partial<Nudge>): Nudge => ({ mentorshipId: "pair", matter: "stalled", side: "mentee", other: { id: "m", name: "Mentor", photoUrl: null }, count: 23, path: "/mentors/m/book", ...more });

describe("what can be done about a nudge", () => {
  it("is to book, for a mentee, and to write, for a mentor, who books with nobody", () => {
    expect(waysOf(nudge({}))).toEqual(["book", "write"]);
    expect(waysOf(nudge({ side: "mentor" }))).toEqual(["write"]);
    expect(waysOf(nudge({ other: null }))).toEqual(["write"]);
  });

  it("is told in other words to who is silent and to who waits", () => {
    expect(wordOf(nudge({ matter: "silence", side: "mentor" }))).toBe("silence");
    expect(wordOf(nudge({ matter: "silence" }))).toBe("waiting");
    expect(waysOf(nudge({ matter: "silence" }))).toEqual(["write", "book"]);
  });
});

describe("a page", () => {
  it("that says already that nothing is booked does not say it twice", () => {
    const all = [nudge({ matter: "unbooked" }), nudge({ matter: "unbooked", side: "mentor" }), nudge({})];
    expect(atHome(all)).toEqual(all.slice(1));
    expect(ofPair(all, "another")).toEqual([]);
  });

  it("shows one's own items of this mentorship, three days after their day", () => {
    const item = (id: string, due: string, owner: "mentor" | null = null, mentorship = "pair"): OpenAction => ({
      mentorship,
      item: { id, kind: "action", parent: null, title: id, owner, due, status: "todo", weight: 1, notes: "" },
    });
    const open = [item("old", "2026-11-20"), item("fresh", "2026-11-27"), item("theirs", "2026-11-01", "mentor"), item("elsewhere", "2026-11-01", null, "other")];
    const found = overdueOf(open, { mentorshipId: "pair", side: "mentee" }, new Date(2026, 10, 28, 1));
    expect(found.map(({ item: { id } }) => id)).toEqual(["old"]);
  });
});

it("a switch adds a matter once and takes it away", () => {
  expect(toggled(["stalled"], "stalled", false)).toEqual(["stalled"]);
  expect(toggled(["stalled", "overdue"], "stalled", true)).toEqual(["overdue"]);
});
