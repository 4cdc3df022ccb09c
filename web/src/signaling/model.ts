/** The state of a call as pure values: who is there, who speaks, how we stand with the server. No media and no network here. */
import type { Badge } from "../quality/badge";
import { type CaptionLine, stillRead, withLine } from "./captions/lines";
import type { Told } from "./clock/model";
import { type Shown, stillShown, withReaction } from "./gestures/model";
import type { CaptionsView, CompanionEnd, Joined, KnockView, News, PeerView, PlayingView, ProducerView, Protection, Reaction, Role, Source } from "./socket";
import { KEPT, type RecordingNow, type RecordingWord, recordingWord } from "./recording";

/** -dBov at and below which somebody counts as speaking; quiet speech at a laptop is about -45. */
const SPEAKING_DBOV = 50;
/** Who speaks already counts on down to here: a voice that sinks at the end of a sentence is still a voice. */
const STILL_SPEAKING_DBOV = 58;
/** The ring stays this long after the last sound, so that it does not flicker between words. */
const SPEAKING_HOLD_MS = 700;

export type Phase = "idle" | "joining" | "live" | "reconnecting" | "ended";
export type Ending = "left" | "removed" | "room_ended" | "displaced" | "refused";

export interface CallState {
  phase: Phase;
  ending: Ending | null;
  /** Why joining was refused. */
  refusal: unknown;
  /** We were a second camera, and why we are no more. */
  companionEnd: CompanionEnd | null;
  selfId: string | null;
  role: Role | null;
  room: Joined["room"] | null;
  /** How far the session is encrypted; null before we are in. */
  protection: Protection | null;
  /** Everybody else, in the order in which they came. */
  peers: readonly PeerView[];
  /** Their second cameras, and ours: nobody of their own. */
  cameras: readonly PeerView[];
  knocks: readonly KnockView[];
  /** Peer → until when (ms of the page's clock) they count as speaking. */
  loudUntil: Readonly<Record<string, number>>;
  /** Peer → how their connection carries, ours too; empty while we cannot know. */
  badges: Readonly<Record<string, Badge>>;
  isServerRestarting: boolean;
  /** Who speaks, by the server's patient judgement; null: nobody. */
  speakerId: string | null;
  /** The last other person whom the server took for the speaker: stays while nobody speaks. */
  lastSpeakerId: string | null;
  /** Whom we keep in view. */
  pinnedId: string | null;
  /** We have chosen to neither send nor receive pictures. */
  isAudioOnly: boolean;
  /** Consumers whose pictures the connection has no room for. */
  suspended: readonly string[];
  /** What the server plays to everybody. */
  playing: readonly PlayingView[];
  /** The recording that is asked for, runs or has just ended; null: none. */
  recording: RecordingNow | null;
  /** The same of what is said as text. */
  transcript: RecordingNow | null;
  /** Who has a hand up, the first to raise it first. */
  raised: readonly string[];
  reactions: readonly Shown[];
  captions: CaptionsView;
  lines: readonly CaptionLine[];
  /** What the clock of the session was told to be, and when (ms of the page's clock); null before we are in. */
  clock: Told | null;
  /** Somebody else has been here while we were. */
  hadCompany: boolean;
}

const noCaptions: CaptionsView = { askedBy: [], captioners: [] };

export const idleCall: CallState = {
  phase: "idle",
  ending: null,
  refusal: null,
  companionEnd: null,
  selfId: null,
  role: null,
  room: null,
  protection: null,
  peers: [],
  cameras: [],
  knocks: [],
  loudUntil: {},
  badges: {},
  isServerRestarting: false,
  speakerId: null,
  lastSpeakerId: null,
  pinnedId: null,
  isAudioOnly: false,
  suspended: [],
  playing: [],
  recording: null,
  transcript: null,
  raised: [],
  reactions: [],
  captions: noCaptions,
  lines: [],
  clock: null,
  hadCompany: false,
};

export type Happening =
  | { type: "joining" }
  | { type: "reset" }
  | { type: "joined"; ack: Joined; nowMs: number }
  | { type: "line_lost" }
  | { type: "pinned"; peerId: string | null }
  | { type: "audio_only"; isOn: boolean }
  | { type: "ended"; ending: Ending; refusal?: unknown }
  | { type: "quiet"; nowMs: number }
  | { type: "news"; news: News; nowMs: number };

function mapPeer(state: CallState, peerId: string, change: (peer: PeerView) => PeerView): CallState {
  const map = (peers: readonly PeerView[]): PeerView[] => peers.map((peer) => (peer.peerId === peerId ? change(peer) : peer));
  const isCamera = state.cameras.some((camera) => camera.peerId === peerId);
  return isCamera ? { ...state, cameras: map(state.cameras) } : { ...state, peers: map(state.peers) };
}

const withProducer = (peer: PeerView, producer: ProducerView): PeerView => ({
  ...peer,
  producers: [...peer.producers.filter(({ producerId }) => producerId !== producer.producerId), producer],
});

const withoutProducer = (peer: PeerView, gone: string): PeerView => ({
  ...peer,
  producers: peer.producers.filter(({ producerId }) => producerId !== gone),
});

const withPause = (peer: PeerView, changed: string, isPaused: boolean): PeerView => ({
  ...peer,
  producers: peer.producers.map((producer) => (producer.producerId === changed ? { ...producer, isPaused } : producer)),
});

/** Known peers keep their place, so that no tile jumps after a reconnection. */
function inOldOrder(old: readonly PeerView[], now: readonly PeerView[]): PeerView[] {
  const place = new Map(old.map(({ peerId }, index) => [peerId, index]));
  const rank = ({ peerId }: PeerView): number => place.get(peerId) ?? old.length;
  return [...now].sort((a, b) => rank(a) - rank(b));
}

const isCamera = ({ companionOf }: PeerView): boolean => companionOf !== null;

function joined(state: CallState, ack: Joined, nowMs: number): CallState {
  const all = ack.peers.filter(({ peerId }) => peerId !== ack.peerId);
  const others = all.filter((peer) => !isCamera(peer));
  return {
    ...state,
    phase: "live",
    ending: null,
    refusal: null,
    selfId: ack.peerId,
    role: ack.role,
    room: ack.room,
    protection: ack.protection,
    peers: inOldOrder(state.peers, others),
    cameras: all.filter(isCamera),
    knocks: ack.knocks,
    isServerRestarting: false,
    suspended: ack.isResumed ? state.suspended : [],
    playing: ack.announcements,
    recording: ack.recording === null ? null : { view: ack.recording, atMs: nowMs },
    transcript: ack.transcript === null ? null : { view: ack.transcript, atMs: nowMs },
    raised: ack.raised,
    captions: ack.captions,
    clock: { timer: ack.timer, atMs: nowMs },
    hadCompany: state.hadCompany || others.length > 0,
  };
}

function peerJoined(state: CallState, peer: PeerView): CallState {
  if (peer.peerId === state.selfId) return state;
  if (isCamera(peer)) return { ...state, cameras: [...state.cameras.filter(({ peerId }) => peerId !== peer.peerId), peer] };
  const known = state.peers.some(({ peerId }) => peerId === peer.peerId);
  return known ? mapPeer(state, peer.peerId, () => peer) : { ...state, peers: [...state.peers, peer], hadCompany: true };
}

function levels(state: CallState, heard: readonly { peerId: string; level: number }[], nowMs: number): CallState {
  const loud = heard.filter(({ peerId, level }) => level <= (peerId in state.loudUntil ? STILL_SPEAKING_DBOV : SPEAKING_DBOV));
  if (loud.length === 0) return state;
  const until = loud.map(({ peerId }) => [peerId, nowMs + SPEAKING_HOLD_MS] as const);
  return { ...state, loudUntil: { ...state.loudUntil, ...Object.fromEntries(until) } };
}

function badges(state: CallState, told: readonly ({ peerId: string } & Badge)[]): CallState {
  const fresh = told.map(({ peerId, uplink, downlink }) => [peerId, { uplink, downlink }] as const);
  return { ...state, badges: { ...state.badges, ...Object.fromEntries(fresh) } };
}

/** Drops what has had its time; the same state when nothing has. */
function quiet(state: CallState, nowMs: number): CallState {
  const loud = Object.entries(state.loudUntil).filter(([, until]) => until > nowMs);
  const isSame = loud.length === Object.keys(state.loudUntil).length;
  const [reactions, lines] = [stillShown(state.reactions, nowMs), stillRead(state.lines, nowMs)];
  if (isSame && reactions === state.reactions && lines === state.lines) return state;
  return { ...state, loudUntil: isSame ? state.loudUntil : Object.fromEntries(loud), reactions, lines };
}

function speaks(state: CallState, peerId: string | null): CallState {
  const isOther = peerId !== null && peerId !== state.selfId;
  return { ...state, speakerId: peerId, lastSpeakerId: isOther ? peerId : state.lastSpeakerId };
}

const addKnock = (state: CallState, knock: KnockView): CallState => ({
  ...state,
  knocks: [...state.knocks.filter(({ knockId }) => knockId !== knock.knockId), knock],
});

function peerLeft(state: CallState, peerId: string): CallState {
  const unless = (id: string | null): string | null => (id === peerId ? null : id);
  const peers = state.peers.filter((peer) => peer.peerId !== peerId);
  const cameras = state.cameras.filter((camera) => camera.peerId !== peerId);
  return { ...state, peers, cameras, pinnedId: unless(state.pinnedId), speakerId: unless(state.speakerId), lastSpeakerId: unless(state.lastSpeakerId) };
}

function suspend(state: CallState, consumerId: string, isSuspended: boolean): CallState {
  const others = state.suspended.filter((id) => id !== consumerId);
  return { ...state, suspended: isSuspended ? [...others, consumerId] : others };
}

/** What plays on stays as it was first told: the time that is left is counted from then. */
function play(state: CallState, told: readonly PlayingView[]): CallState {
  const known = new Map(state.playing.map((one) => [one.announcementId, one]));
  return { ...state, playing: told.map((one) => known.get(one.announcementId) ?? one) };
}

type Hearing = { [N in News["name"]]?: (state: CallState, body: Extract<News, { name: N }>["body"], nowMs: number) => CallState };

const HEARING: Hearing = {
  peer_joined: (state, { peer }) => peerJoined(state, peer),
  peer_left: (state, { peerId }) => peerLeft(state, peerId),
  active_speaker: (state, { peerId }) => speaks(state, peerId),
  reacted: (state, { peerId, reaction }, nowMs) => ({ ...state, reactions: withReaction(state.reactions, peerId, reaction, nowMs) }),
  hands: (state, { raised }) => ({ ...state, raised }),
  captions: (state, captions) => ({ ...state, captions }),
  timer: (state, timer, nowMs) => ({ ...state, clock: { timer, atMs: nowMs } }),
  captioned: (state, line, nowMs) => ({ ...state, lines: withLine(state.lines, line, nowMs) }),
  consumer_suspended: (state, { consumerId, isSuspended }) => suspend(state, consumerId, isSuspended),
  peer_changed: (state, { peerId, connection }) => mapPeer(state, peerId, (peer) => ({ ...peer, connection })),
  peer_key_changed: (state, { peerId, publicKey }) => mapPeer(state, peerId, (peer) => ({ ...peer, publicKey })),
  protection_changed: (state, { protection }) => ({ ...state, protection }),
  levels: (state, { levels: heard }, nowMs) => levels(state, heard, nowMs),
  quality: (state, { peers }) => badges(state, peers),
  announcements: (state, { playing }) => play(state, playing),
  recording: (state, view, nowMs) => ({ ...state, [KEPT[view.kind].field]: { view, atMs: nowMs } }),
  knocked: (state, knock) => addKnock(state, knock),
  knock_ended: (state, { knockId }) => ({ ...state, knocks: state.knocks.filter((knock) => knock.knockId !== knockId) }),
  removed: (state) => ended(state, "removed"),
  companion_ended: (state, { reason }) => ({ ...ended(state, "removed"), companionEnd: reason }),
  room_ended: (state) => ended(state, "room_ended"),
  displaced: (state) => ended(state, "displaced"),
  server_draining: (state) => ({ ...state, isServerRestarting: true }),
};

function hear(state: CallState, news: News, nowMs: number): CallState {
  switch (news.name) {
    case "producer_added":
      return mapPeer(state, news.body.peerId, (peer) => withProducer(peer, news.body.producer));
    case "producer_closed":
      return mapPeer(state, news.body.peerId, (peer) => withoutProducer(peer, news.body.producerId));
    case "producer_paused":
    case "producer_resumed":
      return mapPeer(state, news.body.peerId, (peer) => withPause(peer, news.body.producerId, news.name === "producer_paused"));
    default: {
      const handler = HEARING[news.name] as ((state: CallState, body: object, nowMs: number) => CallState) | undefined;
      return handler ? handler(state, news.body, nowMs) : state;
    }
  }
}

function ended(state: CallState, ending: Ending, refusal: unknown = null): CallState {
  return { ...state, phase: "ended", ending, refusal, peers: [], cameras: [], knocks: [], loudUntil: {}, badges: {}, playing: [], recording: null, transcript: null, raised: [], reactions: [], captions: noCaptions, lines: [], clock: null };
}

/** What changes a call that has not ended. */
function go(state: CallState, happening: Exclude<Happening, { type: "joining" | "reset" }>): CallState {
  switch (happening.type) {
    case "joined":
      return joined(state, happening.ack, happening.nowMs);
    case "line_lost":
      return state.phase === "live" ? { ...state, phase: "reconnecting", loudUntil: {}, badges: {} } : state;
    case "pinned":
      return { ...state, pinnedId: happening.peerId };
    case "audio_only":
      return { ...state, isAudioOnly: happening.isOn };
    case "ended":
      return ended(state, happening.ending, happening.refusal);
    case "quiet":
      return quiet(state, happening.nowMs);
    case "news":
      return hear(state, happening.news, happening.nowMs);
  }
}

/** The next state. Once ended, only a new joining begins again. */
export function reduce(state: CallState, happening: Happening): CallState {
  if (happening.type === "joining") return { ...state, phase: "joining", ending: null, refusal: null };
  if (happening.type === "reset") return idleCall;
  return state.phase === "ended" ? state : go(state, happening);
}

export const producerOf = (peer: PeerView, source: Source): ProducerView | undefined =>
  peer.producers.find((producer) => producer.source === source);

interface Wanted {
  producerId: string;
  peerId: string;
  source: Source;
}

/** Everything that others and the server itself send, for the media side to compare with what it already receives. */
export function wantedProducers({ role, peers, cameras, playing }: CallState): Wanted[] {
  // A second camera sees and hears nothing.
  if (role === "companion") return [];
  return [
    ...[...peers, ...cameras].flatMap(({ peerId, producers }) => producers.map(({ producerId, source }) => ({ producerId, peerId, source }))),
    ...playing.map(({ producerId, peerId }): Wanted => ({ producerId, peerId, source: "microphone" })),
  ];
}

export const isSpeaking = (state: CallState, peerId: string | null): boolean =>
  peerId !== null && peerId in state.loudUntil;

export type Announcement =
  | { word: "handUp" | "handDown" | "asksCaptions"; name: string }
  | { word: "reacts"; name: string; reaction: Reaction }
  | { word: "joined" | "leftRoom" | "reconnecting" | "back" | "shares" | "sharesNoMore" | "knocks" | "keyChanged" | "plays" | "cameraCame" | "cameraWent"; name: string }
  | { word: "lineLost" | "lineBack" | "endToEndOn" | "endToEndOff" }
  | { word: "record" | "keepText"; how: RecordingWord };

function phaseNews(before: CallState, after: CallState): Announcement[] {
  if (before.phase === "live" && after.phase === "reconnecting") return [{ word: "lineLost" }];
  if (before.phase === "reconnecting" && after.phase === "live") return [{ word: "lineBack" }];
  return [];
}

function protectionNews(before: CallState, after: CallState): Announcement[] {
  if (before.protection === after.protection || before.protection === null) return [];
  return [{ word: after.protection === "end_to_end" ? "endToEndOn" : "endToEndOff" }];
}

function recordingNews(before: CallState, after: CallState): Announcement[] {
  const [how, text] = [recordingWord(before.recording, after.recording), recordingWord(before.transcript, after.transcript)];
  return [...(how === null ? [] : [{ word: "record", how } as const]), ...(text === null ? [] : [{ word: "keepText", how: text } as const])];
}

function peerNews(old: PeerView | undefined, peer: PeerView): Announcement[] {
  const { name } = peer;
  if (!old) return [{ word: "joined", name }];
  const news: Announcement[] = [];
  if (old.publicKey !== peer.publicKey) news.push({ word: "keyChanged", name });
  if (old.connection !== peer.connection) news.push({ word: peer.connection === "live" ? "back" : "reconnecting", name });
  const shared = producerOf(old, "screen") !== undefined;
  const shares = producerOf(peer, "screen") !== undefined;
  if (shared !== shares) news.push({ word: shares ? "shares" : "sharesNoMore", name });
  return news;
}

/** Second cameras of others; what becomes of ours we see beside it. */
function cameraNews(before: CallState, after: CallState): Announcement[] {
  const unless = (now: readonly PeerView[], old: readonly PeerView[]): PeerView[] => now.filter((camera) => camera.companionOf !== after.selfId && old.every(({ peerId }) => peerId !== camera.peerId));
  const stays = (camera: PeerView): boolean => after.peers.some(({ peerId }) => peerId === camera.companionOf);
  return [
    ...unless(after.cameras, before.cameras).map(({ name }): Announcement => ({ word: "cameraCame", name })),
    ...unless(before.cameras, after.cameras).filter(stays).map(({ name }): Announcement => ({ word: "cameraWent", name })),
  ];
}

const isNewFile = (before: CallState, { announcementId, kind }: PlayingView): boolean =>
  kind === "file" && before.playing.every((one) => one.announcementId !== announcementId);

/** Other people's hands and reactions; what we do ourselves we know. */
function gestureNews(before: CallState, after: CallState): Announcement[] {
  const nameOf = (peerId: string): string => after.peers.find((peer) => peer.peerId === peerId)?.name ?? "";
  const others = (now: readonly string[], old: readonly string[]): string[] => now.filter((id) => !old.includes(id) && after.peers.some(({ peerId }) => peerId === id));
  const seen = new Set(before.reactions.map(({ id }) => id));
  return [
    ...others(after.raised, before.raised).map((id): Announcement => ({ word: "handUp", name: nameOf(id) })),
    ...others(before.raised, after.raised).map((id): Announcement => ({ word: "handDown", name: nameOf(id) })),
    ...after.reactions.filter(({ id, peerId }) => !seen.has(id) && peerId !== after.selfId).map(({ peerId, reaction }): Announcement => ({ word: "reacts", name: nameOf(peerId), reaction })),
    ...others(after.captions.askedBy, before.captions.askedBy).map((id): Announcement => ({ word: "asksCaptions", name: nameOf(id) })),
  ];
}

/** What a listener who does not see the screen must be told between two states. */
export function announcements(before: CallState, after: CallState): Announcement[] {
  if (before.selfId === null || after.phase === "ended") return [];
  const old = new Map(before.peers.map((peer) => [peer.peerId, peer]));
  const here = new Set(after.peers.map(({ peerId }) => peerId));
  const waiting = new Set(before.knocks.map(({ knockId }) => knockId));
  return [
    ...phaseNews(before, after),
    ...protectionNews(before, after),
    ...recordingNews(before, after),
    ...after.peers.flatMap((peer) => peerNews(old.get(peer.peerId), peer)),
    ...gestureNews(before, after),
    ...cameraNews(before, after),
    ...before.peers.filter(({ peerId }) => !here.has(peerId)).map(({ name }): Announcement => ({ word: "leftRoom", name })),
    ...after.playing.filter((one) => isNewFile(before, one)).map(({ byName }): Announcement => ({ word: "plays", name: byName })),
    ...after.knocks.filter(({ knockId }) => !waiting.has(knockId)).map(({ name }): Announcement => ({ word: "knocks", name })),
  ];
}
