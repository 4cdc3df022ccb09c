/** What the browser decides about notices. */
import { describe, expect, it } from "vitest";
import type { Notice, Settings } from "../../src/notifications/api";
import { badgeOf, camel, clockOf, daysOf, leadOf, minuteOf, topicsOf, wishesOf, withReminder, withSwitch } from "../../src/notifications/model";

const notice = (changes: Partial<Notice>): Notice => ({ id: "1", kind: "mentor_asked", title: "Noam would like you as a mentor", language: "en", path: "/mentorships", createdAt: "2026-11-22T12:00:00Z", isRead: false, ...changes });

const settings: Settings = {
  switches: [
    { kind: "mentor_asked", topic: "requests", email: true, push: true, isFixed: false, hasEmail: true, hasPush: true, isQuiet: false },
    { kind: "session_reminder", topic: "sessions", email: true, push: true, isFixed: false, hasEmail: true, hasPush: true, isQuiet: false },
    { kind: "security_alert", topic: "safety", email: true, push: true, isFixed: true, hasEmail: true, hasPush: true, isQuiet: false },
  ],
  quietHours: null,
  digest: "off",
  reminders: [10, 1440],
  reminderChoices: [5, 10, 60, 1440],
  mostReminders: 5,
};

describe("a notice", () => {
  it("stands under the reader's day, in the order it came in", () => {
    const days = daysOf([notice({ id: "3", createdAt: "2026-11-22T12:00:00Z" }), notice({ id: "2", createdAt: "2026-11-22T11:00:00Z" }), notice({ id: "1", createdAt: "2026-11-20T11:00:00Z" })]);
    expect(days.map((day) => day.notices.map(({ id }) => id))).toEqual([["3", "2"], ["1"]]);
  });

  it("is counted up to what fits on a badge", () => {
    expect([badgeOf(7), badgeOf(99), badgeOf(100)]).toEqual(["7", "99", "99+"]);
  });
});

describe("the settings", () => {
  it("change one way of one kind", () => {
    const changed = withSwitch(settings, "mentor_asked", "push", false);
    expect(wishesOf(changed).switches).toContainEqual({ kind: "mentor_asked", email: true, push: false });
    expect(changed.switches[1]).toEqual(settings.switches[1]);
  });

  it("sort kinds by what they are about, and leave out what has none", () => {
    expect(topicsOf(settings.switches).map(({ topic }) => topic)).toEqual(["sessions", "requests", "safety"]);
  });

  it("add and take away a reminder, in their order", () => {
    expect(withReminder(settings, 60).reminders).toEqual([10, 60, 1440]);
    expect(withReminder(settings, 10).reminders).toEqual([1440]);
  });

  it("name a time before a session in its largest unit", () => {
    expect([30, 60, 240, 1440, 10080].map(leadOf)).toEqual([
      { unit: "minutes", count: 30 },
      { unit: "hours", count: 1 },
      { unit: "hours", count: 4 },
      { unit: "days", count: 1 },
      { unit: "days", count: 7 },
    ]);
  });

  it("read a time field and write it", () => {
    for (const minute of [0, 75, 1439]) expect(minuteOf(clockOf(minute))).toBe(minute);
    expect(minuteOf("")).toBeNull();
    expect(camel("busy_source_lost")).toBe("busySourceLost");
  });
});
