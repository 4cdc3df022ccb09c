import { expect, test } from "vitest";
import type { Step } from "../../src/boards/api";
import { groupsOf } from "../../src/boards/digest";

const step = (what: Step["what"], title: string): Step => ({ what, dueBefore: null, line: { id: title, kind: "action", title, owner: null, due: null } });

test("what a session changed is told by what became of it, what was done first", () => {
  const groups = groupsOf([step("removed", "Row"), step("added", "Ask Aeolus"), step("done", "Mend"), step("done", "Rig")]);
  expect(groups.map(({ what, steps }) => [what, steps.map(({ line }) => line.title)])).toEqual([
    ["done", ["Mend", "Rig"]],
    ["added", ["Ask Aeolus"]],
    ["removed", ["Row"]],
  ]);
});

test("nothing is told of what did not happen", () => {
  expect(groupsOf([])).toEqual([]);
});
