import { expect, test } from "vitest";
import { Refused, Unreachable, readProblem } from "../../src/core/errors";
import { explain, say } from "../../src/core/explain";
import { words } from "../stage";

const refused = (status: number, code = "x", detail = "", retry: number | null = null): Refused =>
  new Refused({ status, code, title: "", detail }, retry);
const t = words.getFixedT("en", "core");

test("an answer without a problem document is still a problem", () => {
  expect(readProblem("<html>", 502)).toEqual({ code: "server_error", status: 502, title: "", detail: "", fields: {} });
});

test("fields that are no text are left out", () => {
  expect(readProblem({ fields: { email: "Taken.", n: 3 } }, 422).fields).toEqual({ email: "Taken." });
});

test("the server's own sentence is said when it has one", () => {
  expect(say(refused(409, "email_taken", "This address is taken."), t)).toBe("This address is taken.");
});

test("a failure of the server is never shown as its detail", () => {
  expect(explain(refused(500, "x", "KeyError")).key).toBe("errors.server");
});

test("a rate limit says how long to wait", () => {
  expect(say(refused(429, "too_many", "", 1), t)).toContain("1 second ");
});

test("a lost network is said as one", () => {
  expect(explain(new Unreachable("x")).key).toBe("errors.unreachable");
});

test.each([
  ["offline", "errors.offline"],
  ["late", "errors.late"],
] as const)("why nothing was heard is said where it is known: %s", (silence, key) => {
  expect(explain(new Unreachable("x", { silence })).key).toBe(key);
});

test("whatever else happens has words too", () => {
  expect(say(new Error("boom"), t)).toBe("Something went wrong. Please try again.");
});
