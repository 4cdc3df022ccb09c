import { expect, test } from "vitest";
import { chosenOf, firstChosen, isComplete, serverOf } from "../../src/scheduling/caldav";

const found = ["a", "b", "c"].map((name) => ({ name, address: `https://dav.example.org/${name}/` }));

test("as many are chosen at first as there is room for", () => {
  expect(firstChosen(found, 2)).toEqual(["https://dav.example.org/a/", "https://dav.example.org/b/"]);
  expect(firstChosen(found, -1)).toEqual([]);
});

test("the chosen ones are sent in the order of the list", () => {
  expect(chosenOf(found, ["https://dav.example.org/c/", "https://dav.example.org/a/"]).map(({ name }) => name)).toEqual(["a", "c"]);
});

test("an account is asked for only when all of it is there; a password may be blanks", () => {
  expect(isComplete({ address: "dav.example.org", userName: "ana", password: " " })).toBe(true);
  expect(isComplete({ address: "dav.example.org", userName: " ", password: "x" })).toBe(false);
});

test("only where all have the same server is it known", () => {
  expect(serverOf("icloud")).toBe("caldav.icloud.com");
  expect(serverOf("nextcloud")).toBeNull();
});
