import { expect, test } from "vitest";
import { clampCrop, dragCrop, shownAt, wholeCrop } from "../../src/accounts/crop";

const photo = { width: 400, height: 200 };

test("the first crop is the middle of the photo", () => {
  expect(wholeCrop(photo)).toEqual({ x: 200, y: 100, zoom: 1 });
});

test("a crop cannot leave the photo", () => {
  expect(clampCrop(photo, { x: 1000, y: -50, zoom: 1 })).toEqual({ x: 300, y: 100, zoom: 1 });
});

test("dragging to the left shows what is on the right", () => {
  const moved = dragCrop(photo, { x: 200, y: 100, zoom: 2 }, { dx: -50, dy: 0, shownSide: 100 });
  expect(moved).toEqual({ x: 250, y: 100, zoom: 2 });
});

test("the whole height of a wide photo fills the window", () => {
  expect(shownAt(photo, wholeCrop(photo))).toEqual({ left: "-50%", top: "0%", width: "200%" });
});
