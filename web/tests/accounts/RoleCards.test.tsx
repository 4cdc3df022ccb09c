import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { type Role, RoleCards } from "../../src/accounts/RoleCards";
import { show } from "../stage";

test("both roles can be chosen", async () => {
  const chosen: Role[][] = [];
  show(<RoleCards legend="Why" value={["mentor"]} onChange={(roles) => chosen.push(roles)} />);
  await userEvent.click(screen.getByTestId("role-mentee"));
  expect(chosen).toEqual([["mentor", "mentee"]]);
});

test("what is wrong is said aloud", () => {
  show(<RoleCards legend="Why" value={[]} onChange={() => undefined} error="Please choose at least one." />);
  expect(screen.getByRole("alert").textContent).toBe("Please choose at least one.");
});
