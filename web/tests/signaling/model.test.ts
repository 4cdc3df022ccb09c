import { describe, expect, it, test } from "vitest";
import { type CallState, announcements, idleCall, isSpeaking, reduce, wantedProducers } from "../../src/signaling/model";
import type { Joined, News, PeerView, ProducerView } from "../../src/signaling/socket";

const producer = (producerId: string, part: Partial<ProducerView> = {}): ProducerView => ({
  producerId,
  kind: "audio",
  source: "microphone",
  isPaused: false,
  ...part,
});
const peer = (peerId: string, part: Partial<PeerView> = {}): PeerView => ({
  peerId,
  personId: null,
  name: peerId,
  photoUrl: null,
  companionOf: null,
  isHost: false,
  isGuest: true,
  connection: "live",
  producers: [],
  publicKey: null,
  ...part,
});
const ack = (peers: PeerView[], part: Partial<Joined> = {}): Joined => ({
  peerId: "me",
  seatToken: "seat",
  role: "host",
  room: { id: "r", title: "Talk", hostName: "Me" },
  rtpCapabilities: {},
  iceServers: [],
  peers,
  knocks: [],
  isResumed: false,
  announcements: [],
  held: { transportIds: [], producerIds: [], consumerIds: [] },
  protection: "transport",
  recording: null,
  transcript: null,
  raised: [],
  captions: { askedBy: [], captioners: [] },
  timer: { now: "2026-11-28T10:00:00Z", topic: null, countdown: null },
  ...part,
});
const live = (...peers: PeerView[]): CallState => reduce(idleCall, { type: "joined", ack: ack(peers), nowMs: 0 });
const hear = (state: CallState, news: News, nowMs = 0): CallState => reduce(state, { type: "news", news, nowMs });

test("we are not among the others", () => {
  expect(live(peer("me"), peer("a")).peers.map(({ peerId }) => peerId)).toEqual(["a"]);
});

test("a peer who joins twice is there once", () => {
  const state = hear(live(peer("a")), { name: "peer_joined", body: { peer: peer("a", { name: "Ann" }) } });
  expect(state.peers.map(({ name }) => name)).toEqual(["Ann"]);
});

test("a muted producer is paused and comes back", () => {
  const before = live(peer("a", { producers: [producer("p")] }));
  const muted = hear(before, { name: "producer_paused", body: { peerId: "a", producerId: "p" } });
  const back = hear(muted, { name: "producer_resumed", body: { peerId: "a", producerId: "p" } });
  expect([muted, back].map(({ peers }) => peers[0]?.producers[0]?.isPaused)).toEqual([true, false]);
});

test("what others send is what we want to receive", () => {
  const state = hear(live(peer("a")), { name: "producer_added", body: { peerId: "a", producer: producer("p") } });
  expect(wantedProducers(state)).toEqual([{ producerId: "p", peerId: "a", source: "microphone" }]);
});

test("a closed producer is wanted no more", () => {
  const state = hear(live(peer("a", { producers: [producer("p")] })), { name: "producer_closed", body: { peerId: "a", producerId: "p" } });
  expect(wantedProducers(state)).toEqual([]);
});

test("tiles keep their place when the list comes anew after a reconnection", () => {
  const lost = reduce(live(peer("a"), peer("b")), { type: "line_lost" });
  const back = reduce(lost, { type: "joined", ack: ack([peer("c"), peer("b"), peer("a")]), nowMs: 0 });
  expect(back.peers.map(({ peerId }) => peerId)).toEqual(["a", "b", "c"]);
});

test("a lost line is a reconnection only for a live call", () => {
  expect([live(), idleCall].map((state) => reduce(state, { type: "line_lost" }).phase)).toEqual(["reconnecting", "idle"]);
});

test("a loud peer speaks until the hold has passed", () => {
  const loud = hear(live(peer("a")), { name: "levels", body: { levels: [{ peerId: "a", level: 30 }] } }, 1000);
  const later = reduce(loud, { type: "quiet", nowMs: 2000 });
  expect([isSpeaking(loud, "a"), isSpeaking(later, "a")]).toEqual([true, false]);
});

test("a murmur is not speech", () => {
  const state = live(peer("a"));
  expect(hear(state, { name: "levels", body: { levels: [{ peerId: "a", level: 80 }] } })).toBe(state);
});

test("after the end nothing happens any more", () => {
  const over = hear(live(peer("a")), { name: "room_ended", body: {} });
  expect(hear(over, { name: "peer_joined", body: { peer: peer("b") } })).toBe(over);
});

test("joining again begins anew after an end", () => {
  const again = reduce(hear(live(), { name: "displaced", body: {} }), { type: "joining" });
  expect([again.phase, again.ending]).toEqual(["joining", null]);
});

test("news of a later version of the server are ignored", () => {
  const state = live(peer("a"));
  expect(hear(state, { name: "confetti", body: {} } as unknown as News)).toBe(state);
});

test("a listener is told who came, went and shares", () => {
  const before = live(peer("a"), peer("b"));
  const after = live(peer("b", { producers: [producer("s", { kind: "video", source: "screen" })] }), peer("c"));
  expect(announcements(before, after)).toEqual([
    { word: "shares", name: "b" },
    { word: "joined", name: "c" },
    { word: "leftRoom", name: "a" },
  ]);
});

test("who was there before us is not announced", () => {
  expect(announcements(idleCall, live(peer("a")))).toEqual([]);
});

test("a lost and a found line are announced", () => {
  const lost = reduce(live(), { type: "line_lost" });
  expect([announcements(live(), lost), announcements(lost, live())]).toEqual([[{ word: "lineLost" }], [{ word: "lineBack" }]]);
});

const file = { announcementId: "f", producerId: "f", peerId: "server", kind: "file", title: "Welcome", byPeerId: "me", byName: "Me", leftMs: 9000 } as const;
const chime = { ...file, announcementId: "c", producerId: "c", kind: "recording_started", title: "" } as const;

test("what the server plays is received like what others send, and has no tile", () => {
  const state = hear(live(peer("a")), { name: "announcements", body: { playing: [file] } });
  expect(wantedProducers(state)).toContainEqual({ producerId: "f", peerId: "server", source: "microphone" });
  expect(state.peers.map(({ peerId }) => peerId)).toEqual(["a"]);
  expect(wantedProducers(hear(state, { name: "announcements", body: { playing: [] } }))).toEqual([]);
});

test("the time that is left is counted from when a sound was first told of", () => {
  const before = hear(live(), { name: "announcements", body: { playing: [file] } });
  const state = hear(before, { name: "announcements", body: { playing: [{ ...file, leftMs: 5000 }, chime] } });
  expect(state.playing.map(({ leftMs }) => leftMs)).toEqual([9000, 9000]);
});

test("a sound file is announced to those who do not see the screen, a signal speaks for itself", () => {
  const state = hear(live(), { name: "announcements", body: { playing: [file, chime] } });
  expect(announcements(live(), state)).toEqual([{ word: "plays", name: "Me" }]);
});

const withAll = (): CallState => live(peer("a", { name: "Ann" }), peer("b", { name: "Ben" }));

test("hands and reactions of others are told, our own are not", () => {
  const before = hear(withAll(), { name: "hands", body: { raised: ["a"] } });
  const after = hear(before, { name: "hands", body: { raised: ["b", "me"] } });
  const reacted = hear(hear(after, { name: "reacted", body: { peerId: "a", reaction: "clap" } }), { name: "reacted", body: { peerId: "me", reaction: "wow" } });
  expect(announcements(before, reacted)).toEqual([
    { word: "handUp", name: "Ben" },
    { word: "handDown", name: "Ann" },
    { word: "reacts", name: "Ann", reaction: "clap" },
  ]);
});

test("the same reactions are told once", () => {
  const reacted = hear(withAll(), { name: "reacted", body: { peerId: "a", reaction: "clap" } });
  expect(announcements(reacted, hear(reacted, { name: "active_speaker", body: { peerId: "a" } }))).toEqual([]);
});

test("what has had its time goes with the clock, and nothing is new while nothing has", () => {
  const told = { peerId: "a", line: 0, text: "Tell me", isFinal: true, language: "en", envelope: null };
  const state = hear(hear(withAll(), { name: "captioned", body: told }), { name: "reacted", body: { peerId: "a", reaction: "clap" } });
  expect(reduce(state, { type: "quiet", nowMs: 100 })).toBe(state);
  const later = reduce(state, { type: "quiet", nowMs: 5_000 });
  expect([later.reactions.length, later.lines.length]).toEqual([0, 1]);
  expect(reduce(later, { type: "quiet", nowMs: 10_000 }).lines).toEqual([]);
});

test("a voice that sinks goes on, one that is as low from the start does not begin", () => {
  const low: News = { name: "levels", body: { levels: [{ peerId: "a", level: 55 }] } };
  expect(isSpeaking(hear(withAll(), low), "a")).toBe(false);
  const loud = hear(withAll(), { name: "levels", body: { levels: [{ peerId: "a", level: 40 }] } });
  expect(isSpeaking(reduce(hear(loud, low, 600), { type: "quiet", nowMs: 1000 }), "a")).toBe(true);
});

test("who spoke last stays while nobody speaks, until they leave; we ourselves never take that place", () => {
  const spoke = hear(withAll(), { name: "active_speaker", body: { peerId: "b" } });
  const silent = hear(hear(spoke, { name: "active_speaker", body: { peerId: "me" } }), { name: "active_speaker", body: { peerId: null } });
  expect([silent.speakerId, silent.lastSpeakerId]).toEqual([null, "b"]);
  expect(hear(silent, { name: "peer_left", body: { peerId: "b", reason: "left" } }).lastSpeakerId).toBeNull();
});

describe("a second camera", () => {
  const joinedPeer = (part: Partial<PeerView>): CallState => reduce({ ...idleCall, phase: "live", selfId: "me" }, { type: "news", news: { name: "peer_joined", body: { peer: peer("eye", part) } }, nowMs: 0 });

  it("is no company, and nobody whose coming is told as a person's", () => {
    const live: CallState = { ...idleCall, phase: "live", selfId: "me" };
    const after = joinedPeer({ companionOf: "a", name: "Mentes" });
    expect([after.peers, after.hadCompany]).toEqual([[], false]);
    expect(after.cameras.map(({ peerId }) => peerId)).toEqual(["eye"]);
    expect(announcements(live, after)).toEqual([{ word: "cameraCame", name: "Mentes" }]);
  });

  it("receives nothing itself", () => {
    const seen = { ...joinedPeer({ companionOf: "a", producers: [producer("p")] }) };
    expect(wantedProducers(seen).map(({ producerId }) => producerId)).toEqual(["p"]);
    expect(wantedProducers({ ...seen, role: "companion" })).toEqual([]);
  });

  it("is told why it is one no more", () => {
    const after = reduce({ ...idleCall, phase: "live", role: "companion" }, { type: "news", news: { name: "companion_ended", body: { reason: "owner_left" } }, nowMs: 0 });
    expect([after.phase, after.companionEnd]).toEqual(["ended", "owner_left"]);
  });
});
