import { expect, test } from "vitest";
import { idleCall, reduce } from "../../src/signaling/model";
import { isComplete, shownTracks } from "../../src/signaling/move";
import type { Joined, ProducerView } from "../../src/signaling/socket";

const track = (id: string, isFlowing: boolean): MediaStreamTrack => ({ id, muted: !isFlowing }) as MediaStreamTrack;
const consumers = (...all: [string, MediaStreamTrack][]): Map<string, { track: MediaStreamTrack }> => new Map(all.map(([id, one]) => [id, { track: one }]));
const room = (...producers: ProducerView[]): ReturnType<typeof reduce> => {
  const peers = [{ peerId: "a", personId: null, name: "a", photoUrl: null, isHost: false, isGuest: true, connection: "live", producers }];
  return reduce(idleCall, { type: "joined", ack: { peerId: "me", peers, knocks: [], announcements: [], recording: null } as unknown as Joined, nowMs: 0 });
};
const camera = (isPaused = false): ProducerView => ({ producerId: "camera", kind: "video", source: "camera", isPaused });

test("the old picture stays until the new one flows", () => {
  const old = consumers(["camera", track("old", true)]);
  expect(shownTracks(consumers(["camera", track("new", false)]), old).get("camera")?.id).toBe("old");
  expect(shownTracks(consumers(["camera", track("new", true)]), old).get("camera")?.id).toBe("new");
});

test("without an old path the new one is shown at once", () => {
  expect(shownTracks(consumers(["camera", track("new", false)]), consumers()).get("camera")?.id).toBe("new");
});

test("a move is complete when everything that is sent flows", () => {
  expect(isComplete(room(camera()), consumers())).toBe(false);
  expect(isComplete(room(camera()), consumers(["camera", track("new", false)]))).toBe(false);
  expect(isComplete(room(camera()), consumers(["camera", track("new", true)]))).toBe(true);
});

test("what is paused need not flow, but must be there", () => {
  expect(isComplete(room(camera(true)), consumers())).toBe(false);
  expect(isComplete(room(camera(true)), consumers(["camera", track("new", false)]))).toBe(true);
});
