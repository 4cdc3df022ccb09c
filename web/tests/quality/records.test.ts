import { describe, expect, it } from "vitest";
import { linePath, spanOf } from "../../src/core/ui/sparkline";
import { heard, linesOf, minutesOf } from "../../src/quality/records";

const moment = { atS: 0, mosUp: null, mosDown: null, lossUp: null, lossDown: null, rttMs: null, height: null, freezes: 0, isLost: false };

describe("a record in words and lines", () => {
  it("says how somebody was heard", () => {
    expect([4.4, 3.7, 3.2, 2, null].map((mos) => heard(mos))).toEqual(["clear", "mostly", "patchy", "broken", "unknown"]);
  });

  it("shows the worse direction, and gaps where nothing was measured", () => {
    const lines = linesOf({ moments: [{ ...moment, lossUp: 0.01, lossDown: 0.04, rttMs: 30 }, moment] });
    expect(lines).toEqual({ rttMs: [30, null], loss: [0.04, null], height: [null, null] });
  });

  it("counts even a short visit as a minute", () => {
    expect(minutesOf({ joinedAt: "2026-11-25T10:00:00Z", leftAt: "2026-11-25T10:00:20Z" })).toBe(1);
    expect(minutesOf({ joinedAt: "2026-11-25T10:00:00Z", leftAt: "2026-11-25T10:45:10Z" })).toBe(45);
  });

  it("draws a line with gaps, and a dot for a lonely value", () => {
    expect(linePath([0, 10, null, 10], 103, 13, 10)).toBe("M1.5 11.5L34.8 1.5M101.5 1.5h0.1");
    expect(linePath([], 100, 10, 1)).toBe("");
    expect(spanOf([null, 4, 2])).toEqual({ least: 2, most: 4, last: 2 });
    expect(spanOf([null])).toBeNull();
  });
});
