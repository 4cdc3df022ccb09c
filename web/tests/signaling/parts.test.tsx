import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { CameraAdvice } from "../../src/quality/CameraAdvice";
import { KnockToast } from "../../src/signaling/Knocks";
import { idleCall } from "../../src/signaling/model";
import { NowPlaying } from "../../src/signaling/NowPlaying";
import { Tile } from "../../src/signaling/Tile";
import { show } from "../stage";

const tile = { peerId: "p", name: "Eleni", photoUrl: null, isCamera: false, isSelf: false, isMuted: false, isSpeaking: false, connection: "live", video: null, isSuspended: false, isPinned: false } as const;

test("a tile says who it is and how they are", () => {
  show(<Tile {...tile} isMuted connection="reconnecting" />);
  const article = screen.getByTestId("tile");
  expect([article.dataset["peerId"], article.dataset["connection"], article.dataset["muted"]]).toEqual(["p", "reconnecting", "true"]);
  expect(screen.getByLabelText("muted")).toBeTruthy();
  expect(screen.getByText("reconnecting")).toBeTruthy();
});

test("a weak connection is said in words, and not while somebody reconnects", () => {
  const badge = { uplink: "poor", downlink: "good" } as const;
  const { unmount } = show(<Tile {...tile} badge={badge} />);
  expect(screen.getByLabelText("Their connection is weak: picture may freeze, sound may break up").textContent).toBe("Weak");
  unmount();
  show(<Tile {...tile} badge={badge} connection="reconnecting" />);
  expect(screen.queryByTestId("signal")).toBeNull();
});

test("our own tile says that it is ours", () => {
  show(<Tile {...tile} isSelf />);
  expect(screen.getByLabelText("Eleni (you)")).toBeTruthy();
});

test("an Arabic name stands in its own direction", () => {
  show(<Tile {...tile} name="نادية الحسن" />);
  expect(screen.getByText("نادية الحسن").tagName).toBe("BDI");
});

test("advice against our own weak connection turns the camera off, or goes away", async () => {
  let turnedOff = 0;
  const advice = <CameraAdvice badge={{ uplink: "poor", downlink: "good" }} isCameraOn onDo={() => (turnedOff += 1)} />;
  show(advice);
  await userEvent.click(screen.getByRole("button", { name: "Turn camera off" }));
  expect(turnedOff).toBe(1);
  await userEvent.click(screen.getByRole("button", { name: "Not now" }));
  expect(screen.queryByTestId("camera-advice")).toBeNull();
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

const playing = { announcementId: "f", producerId: "f", peerId: "server", kind: "file", title: "Welcome", byPeerId: "host", byName: "Eleni", leftMs: 65_000 } as const;
const room = { ...idleCall, phase: "live", selfId: "me", role: "participant", playing: [playing] } as const;

test("everybody sees what plays and who began it; only who may stops it", async () => {
  const stopped: string[] = [];
  const { unmount } = show(<NowPlaying call={room} onStop={(id) => stopped.push(id)} />);
  expect(screen.getByTestId("now-playing").textContent).toBe("Welcomeby Eleni1:05");
  expect(screen.queryByTestId("stop-playing")).toBeNull();
  unmount();
  show(<NowPlaying call={{ ...room, role: "host" }} onStop={(id) => stopped.push(id)} />);
  await userEvent.click(screen.getByRole("button", { name: "Stop the sound for everybody" }));
  expect(stopped).toEqual(["f"]);
});

test("a signal of the server shows nothing", () => {
  show(<NowPlaying call={{ ...room, playing: [{ ...playing, kind: "recording_started" }] }} onStop={() => undefined} />);
  expect(screen.queryByTestId("now-playing")).toBeNull();
});
