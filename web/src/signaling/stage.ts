/** Who and what is to be seen in the room, from the call's state and our own switches; pure. */
import type { Badge } from "../quality/badge";
import type { Layout } from "./aids/look";
import { placeOf } from "./gestures/model";
import { type CallState, isSpeaking, producerOf } from "./model";
import type { Connection, PeerView, Source } from "./socket";

export interface Person {
  peerId: string;
  name: string;
  photoUrl: string | null;
  isSelf: boolean;
  isHost: boolean;
  isGuest: boolean;
  isMuted: boolean;
  isSpeaking: boolean;
  connection: Connection;
  /** How their connection carries; null while unknown, for instance while nobody else is there. */
  badge: Badge | null;
  /** The producer whose picture is shown; null: none, or our own. */
  cameraId: string | null;
  soundIds: readonly string[];
  isPinned: boolean;
  /** Place in the row of raised hands, from 1; null: the hand is down. */
  handPlace: number | null;
  /** Whose second camera this is: a picture, and nobody of their own; null: somebody. */
  ownerId: string | null;
  /** It is our own second camera. */
  isOurs: boolean;
}

export interface Share {
  peerId: string;
  name: string;
  isSelf: boolean;
  producerId: string | null;
}

interface Self {
  name: string;
  photoUrl: string | null;
  isMicrophoneOn: boolean;
  isSharing: boolean;
}

export interface Cast {
  people: readonly Person[];
  /** Their second cameras: pictures beside theirs, no people. */
  cameras: readonly Person[];
  shares: readonly Share[];
}

function running(peer: PeerView, source: Source): string | null {
  const producer = producerOf(peer, source);
  return producer && !producer.isPaused ? producer.producerId : null;
}

function personOf(call: CallState, peer: PeerView): Person {
  const soundIds = peer.producers.filter(({ kind }) => kind === "audio").map(({ producerId }) => producerId);
  const isMuted = running(peer, "microphone") === null;
  return {
    peerId: peer.peerId,
    name: peer.name,
    photoUrl: peer.photoUrl,
    isSelf: false,
    isHost: peer.isHost,
    isGuest: peer.isGuest,
    isMuted,
    isSpeaking: !isMuted && isSpeaking(call, peer.peerId),
    connection: peer.connection,
    badge: call.badges[peer.peerId] ?? null,
    cameraId: call.isAudioOnly ? null : running(peer, "camera"),
    soundIds,
    isPinned: call.pinnedId === peer.peerId,
    handPlace: placeOf(call.raised, peer.peerId),
    ownerId: peer.companionOf,
    isOurs: peer.companionOf !== null && peer.companionOf === call.selfId,
  };
}

/** It has no microphone that could be off. */
const cameraOf = (call: CallState, peer: PeerView): Person => ({ ...personOf(call, peer), isMuted: false });

function selfOf(call: CallState, self: Self): Person {
  return {
    peerId: call.selfId ?? "",
    name: self.name,
    photoUrl: self.photoUrl,
    isSelf: true,
    isHost: call.role === "host",
    isGuest: call.role === "guest",
    isMuted: !self.isMicrophoneOn,
    isSpeaking: self.isMicrophoneOn && isSpeaking(call, call.selfId),
    connection: call.phase === "reconnecting" ? "reconnecting" : "live",
    badge: call.peers.length > 0 ? (call.badges[call.selfId ?? ""] ?? null) : null,
    cameraId: null,
    soundIds: [],
    isPinned: false,
    handPlace: placeOf(call.raised, call.selfId),
    ownerId: null,
    isOurs: false,
  };
}

/** Others first, ourselves last; a share of ours last too, for we know what is on it. */
export function castOf(call: CallState, self: Self): Cast {
  const shares: Share[] = call.peers.flatMap((peer) => {
    const producerId = running(peer, "screen");
    return producerId === null ? [] : [{ peerId: peer.peerId, name: peer.name, isSelf: false, producerId }];
  });
  if (self.isSharing) shares.push({ peerId: call.selfId ?? "", name: self.name, isSelf: true, producerId: null });
  return { people: [...call.peers.map((peer) => personOf(call, peer)), selfOf(call, self)], cameras: call.cameras.map((camera) => cameraOf(call, camera)), shares };
}

export type StageMode = "alone" | "duo" | "grid" | "share" | "side";

const othersOf = (people: readonly Person[]): Person[] => people.filter(({ isSelf }) => !isSelf);

/** Each second camera beside whose it is. */
const tilesOf = ({ people, cameras }: Cast): Person[] => people.flatMap((person) => {
  const own = cameras.filter(({ ownerId }) => ownerId === person.peerId);
  return person.isSelf ? [...own, person] : [person, ...own];
});

/** Whether something takes the stage: a shared screen, or one of several whom we keep in view. */
function hasStar(cast: Cast): boolean {
  const others = othersOf(tilesOf(cast));
  return cast.shares.length > 0 || (others.length > 1 && others.some(({ isPinned }) => isPinned));
}

/** Two people face each other, more share a grid, and what takes the stage takes it; unless somebody likes it otherwise. */
export function stageMode(cast: Cast, layout: Layout = "auto"): StageMode {
  const others = othersOf(cast.people).length;
  if (others === 0) return cast.shares.length > 0 ? "share" : "alone";
  if (layout === "side") return "side";
  if (layout === "stage" || hasStar(cast)) return "share";
  return others === 1 && cast.cameras.length === 0 && layout === "auto" ? "duo" : "grid";
}

interface Arrangement {
  mode: StageMode;
  /** People in the large places beside the shares, at most two. */
  stars: readonly Person[];
  /** Everybody else, in order. */
  strip: readonly Person[];
}

interface Wish {
  layout: Layout;
  /** Who spoke last, of the others. */
  lastSpeakerId: string | null;
  isSelfHidden: boolean;
}

/** Who is looked at when one is: whom we keep in view, else who spoke last, else who came first. */
function featured(others: readonly Person[], lastSpeakerId: string | null): Person | undefined {
  return others.find(({ isPinned }) => isPinned) ?? others.find(({ peerId }) => peerId === lastSpeakerId) ?? others.find(({ ownerId }) => ownerId === null);
}

function starsOf(mode: StageMode, people: readonly Person[], hasShares: boolean, { layout, lastSpeakerId }: Wish): Person[] {
  const others = othersOf(people);
  const first = featured(others, lastSpeakerId);
  if (first === undefined) return [];
  if (mode === "share") return first.isPinned || (layout === "stage" && !hasShares) ? [first] : [];
  if (mode !== "side") return [];
  const second = people.find(({ isSelf }) => isSelf) ?? others.find((person) => person !== first);
  return hasShares || second === undefined ? [first] : [first, second];
}

/** Who has which kind of place. A share has a large one always. */
export function arrange(cast: Cast, wish: Wish): Arrangement {
  const mode = stageMode(cast, wish.layout);
  const tiles = tilesOf(cast);
  const people = wish.isSelfHidden && mode !== "alone" ? othersOf(tiles) : tiles;
  const stars = starsOf(mode, people, cast.shares.length > 0, wish);
  return { mode, stars, strip: people.filter((person) => !stars.includes(person)) };
}
