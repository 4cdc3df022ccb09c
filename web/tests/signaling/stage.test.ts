import { expect, test } from "vitest";
import { idleCall } from "../../src/signaling/model";
import type { PeerView } from "../../src/signaling/socket";
import { castOf, stageMode } from "../../src/signaling/stage";

const self = { name: "Me", photoUrl: null, isMicrophoneOn: true, isSharing: false };
const peer = (peerId: string, producers: PeerView["producers"] = []): PeerView => ({
  peerId,
  personId: null,
  name: peerId,
  photoUrl: null,
  isHost: false,
  isGuest: false,
  connection: "live",
  producers,
  publicKey: null,
});
const call = (...peers: PeerView[]): typeof idleCall => ({ ...idleCall, phase: "live", selfId: "me", peers });

test("we stand last", () => {
  expect(castOf(call(peer("a"), peer("b")), self).people.map(({ peerId }) => peerId)).toEqual(["a", "b", "me"]);
});

test("who sends no microphone is muted", () => {
  const [silent, heard] = castOf(call(peer("a"), peer("b", [{ producerId: "p", kind: "audio", source: "microphone", isPaused: false }])), self).people;
  expect([silent?.isMuted, heard?.isMuted]).toEqual([true, false]);
});

test("a paused camera shows the portrait", () => {
  const [person] = castOf(call(peer("a", [{ producerId: "p", kind: "video", source: "camera", isPaused: true }])), self).people;
  expect(person?.cameraId).toBeNull();
});

test("who is muted does not speak", () => {
  const loud = { ...call(peer("a")), loudUntil: { a: 1, me: 1 } };
  expect(castOf(loud, { ...self, isMicrophoneOn: false }).people.map(({ isSpeaking }) => isSpeaking)).toEqual([false, false]);
});

test("a shared screen takes the stage, also our own", () => {
  const screen = castOf(call(peer("a", [{ producerId: "s", kind: "video", source: "screen", isPaused: false }])), { ...self, isSharing: true });
  expect([stageMode(screen), screen.shares.map(({ producerId }) => producerId)]).toEqual(["share", ["s", null]]);
});

test("the stage follows the number of people", () => {
  const modes = [call(), call(peer("a")), call(peer("a"), peer("b"))].map((state) => stageMode(castOf(state, self)));
  expect(modes).toEqual(["alone", "duo", "grid"]);
});
