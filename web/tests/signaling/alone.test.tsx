import { act, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ALONE_MS, ANSWER_MS, StillThere } from "../../src/signaling/aids/StillThere";
import { show } from "../stage";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const pass = (ms: number): void => act(() => void vi.advanceTimersByTime(ms));

function alone(): { silenced: number } {
  const count = { silenced: 0 };
  show(<StillThere isAlone onLeave={() => undefined} onSilence={() => (count.silenced += 1)} />);
  return count;
}

test("who is alone for long is asked, and without an answer nothing goes on looking", () => {
  const count = alone();
  pass(ALONE_MS - 1);
  expect(screen.queryByText("Are you still there?")).toBeNull();
  pass(1);
  expect(screen.getByText("Are you still there?")).toBeTruthy();
  expect(count.silenced).toBe(0);
  pass(ANSWER_MS);
  expect(count.silenced).toBe(1);
});

test("an answer begins the time anew", () => {
  const count = alone();
  pass(ALONE_MS);
  act(() => screen.getByRole("button", { name: "I am here" }).click());
  pass(ANSWER_MS);
  expect(count.silenced).toBe(0);
  pass(ALONE_MS);
  expect(screen.getByText("Are you still there?")).toBeTruthy();
});

test("in company nobody is asked", () => {
  show(<StillThere isAlone={false} onLeave={() => undefined} onSilence={() => undefined} />);
  pass(10 * ALONE_MS);
  expect(screen.queryByText("Are you still there?")).toBeNull();
});
