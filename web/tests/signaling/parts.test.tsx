import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { KnockToast } from "../../src/signaling/Knocks";
import { Tile } from "../../src/signaling/Tile";
import { show } from "../stage";

const tile = { peerId: "p", name: "Eleni", photoUrl: null, isSelf: false, isMuted: false, isSpeaking: false, connection: "live", video: null, isSuspended: false, isPinned: false } as const;

test("a tile says who it is and how they are", () => {
  show(<Tile {...tile} isMuted connection="reconnecting" />);
  const article = screen.getByTestId("tile");
  expect([article.dataset["peerId"], article.dataset["connection"], article.dataset["muted"]]).toEqual(["p", "reconnecting", "true"]);
  expect(screen.getByLabelText("muted")).toBeTruthy();
  expect(screen.getByText("reconnecting")).toBeTruthy();
});

test("our own tile says that it is ours", () => {
  show(<Tile {...tile} isSelf />);
  expect(screen.getByLabelText("Eleni (you)")).toBeTruthy();
});

test("an Arabic name stands in its own direction", () => {
  show(<Tile {...tile} name="نادية الحسن" />);
  expect(screen.getByText("نادية الحسن").tagName).toBe("BDI");
});

test("a host lets a knocking guest in", async () => {
  const answers: [string, boolean][] = [];
  show(<KnockToast knocks={[{ knockId: "k", name: "Nadia", isGuest: true }]} onAnswer={(id, isAdmitted) => answers.push([id, isAdmitted])} />);
  await userEvent.click(screen.getByRole("button", { name: "Let Nadia in" }));
  expect(answers).toEqual([["k", true]]);
});

test("a knock without a readable name is somebody's", () => {
  show(<KnockToast knocks={[{ knockId: "k", name: "\u200B", isGuest: true }]} onAnswer={() => undefined} />);
  expect(screen.getByText("Somebody")).toBeTruthy();
});
