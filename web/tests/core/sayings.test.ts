import { afterEach, describe, expect, it } from "vitest";
import { readProblem } from "../../src/core/errors";
import { inOwnWords, tellBy } from "../../src/core/sayings";

afterEach(() => tellBy({}));

describe("a sentence of the server", () => {
  it("is told in the reader's words, with what the server filled in", () => {
    tellBy({ "At most {} boards.": "Höchstens {} Tafeln.", "At most {} of {}.": "Höchstens {} von {}.", "This is needed.": "Das wird gebraucht." });
    expect(inOwnWords("This is needed.")).toBe("Das wird gebraucht.");
    expect(inOwnWords("At most 20 boards.")).toBe("Höchstens 20 Tafeln.");
    expect(inOwnWords("At most 3 of 20 (by (day).")).toBe("Höchstens 3 von 20 (by (day).");
  });

  it("stays as it is where nobody translated it, dots meaning dots", () => {
    tellBy({ "At most {} boards.": "Höchstens {} Tafeln." });
    expect(inOwnWords("At most 20 boards!")).toBe("At most 20 boards!");
    expect(inOwnWords("toString")).toBe("toString");
  });

  it("is translated in whatever names a field too", () => {
    tellBy({ "This is needed.": "Das wird gebraucht.", "Not right": "Nicht richtig" });
    const problem = readProblem({ code: "invalid", title: "Not right", detail: "This is needed.", fields: { name: "This is needed." } }, 422);
    expect([problem.title, problem.detail, problem.fields]).toEqual(["Nicht richtig", "Das wird gebraucht.", { name: "Das wird gebraucht." }]);
  });
});
