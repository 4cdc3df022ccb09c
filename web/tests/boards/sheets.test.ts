import { describe, expect, it } from "vitest";
import { whiteboardsWords } from "../../src/boards/canvas/en";
import type { Shown } from "../../src/boards/canvas/flat";
import { type Box, HEAD, PANELS, SHEETS, isOnBoard, laid, partId } from "../../src/boards/canvas/sheets";
import { badgesOf } from "../../src/boards/canvas/tracking";
import { newId } from "../../src/boards/ids";

const meet = (a: Box, b: Box): boolean => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe.each(SHEETS)("the template %s", (sheet) => {
  it.each([false, true])("has a place for each panel, within its bounds and beside the others (from the right: %s)", (isRtl) => {
    const { width, height, placed } = laid(sheet, isRtl);
    expect(placed.map(({ panel }) => panel).sort()).toEqual([...PANELS[sheet]].sort());
    for (const one of placed) {
      expect(one.x).toBeGreaterThanOrEqual(0);
      expect(one.y).toBeGreaterThanOrEqual(HEAD);
      expect(one.x + one.width).toBeLessThanOrEqual(width + 0.01);
      expect(one.y + one.height).toBeLessThanOrEqual(height + 0.01);
      expect(placed.filter((other) => other !== one && meet(one, other))).toEqual([]);
    }
  });

  it("has words for itself and each panel", () => {
    expect(whiteboardsWords.sheets[sheet].name).not.toBe("");
    for (const panel of PANELS[sheet]) expect(Object.values(whiteboardsWords.panels[panel]).every(Boolean)).toBe(true);
  });

  it("is known by the names of its parts", () => {
    const ids = laid(sheet, false).placed.map(({ panel }) => partId(sheet, panel));
    expect(SHEETS.filter((one) => isOnBoard(one, ids))).toEqual([sheet]);
  });
});

describe("panels", () => {
  it("are turned for who reads from the right", () => {
    const [left, right] = [laid("grow", false), laid("grow", true)];
    expect(right.placed.map(({ x }) => x)).toEqual(left.placed.map(({ x }) => x).toReversed());
  });

  it("leave the wheel's labels outside of it", () => {
    const { placed, rings, spokes } = laid("wheel", false);
    const [rim] = rings;
    if (rim === undefined) throw new Error("no rim");
    const [cx, cy, radius] = [rim.x + rim.width / 2, rim.y + rim.height / 2, rim.width / 2];
    for (const { x, y, width, height } of placed) {
      const near = [Math.max(x, Math.min(cx, x + width)), Math.max(y, Math.min(cy, y + height))] as const;
      expect(Math.hypot(near[0] - cx, near[1] - cy)).toBeGreaterThan(radius);
    }
    expect([placed.length, spokes.length]).toEqual([8, 4]);
  });
});

describe("badges of action items", () => {
  it("stand at the upper right corner, wherever one looks", () => {
    const actionId = newId();
    const note = { id: "n", x: 100, y: 50, width: 180, customData: { actionId } } as unknown as Shown;
    const others = [{ ...note, customData: { goalId: actionId } }, { ...note, customData: { actionId: "x" } }, { ...note, customData: undefined }] as unknown as Shown[];
    const look = { scrollX: 20, scrollY: -10, zoom: { value: 0.5 } } as Parameters<typeof badgesOf>[1];
    expect(badgesOf([note, ...others], look)).toEqual([{ id: "n", actionId, left: 150, top: 20 }]);
  });
});
