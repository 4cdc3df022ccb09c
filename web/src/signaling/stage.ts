/** Who and what is to be seen in the room, from the call's state and our own switches; pure. */
import type { Badge } from "../quality/badge";
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
}

export interface Share {
  peerId: string;
  name: string;
  isSelf: boolean;
  producerId: string | null;
}

export interface Self {
  name: string;
  photoUrl: string | null;
  isMicrophoneOn: boolean;
  isSharing: boolean;
}

export interface Cast {
  people: readonly Person[];
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
    cameraId: running(peer, "camera"),
    soundIds,
    isPinned: call.pinnedId === peer.peerId,
  };
}

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
  };
}

/** Others first, ourselves last; a share of ours last too, for we know what is on it. */
export function castOf(call: CallState, self: Self): Cast {
  const shares: Share[] = call.peers.flatMap((peer) => {
    const producerId = running(peer, "screen");
    return producerId === null ? [] : [{ peerId: peer.peerId, name: peer.name, isSelf: false, producerId }];
  });
  if (self.isSharing) shares.push({ peerId: call.selfId ?? "", name: self.name, isSelf: true, producerId: null });
  return { people: [...call.peers.map((peer) => personOf(call, peer)), selfOf(call, self)], shares };
}

export type StageMode = "alone" | "duo" | "grid" | "share";

/** Two people face each other; more share a grid; a shared screen or whoever is pinned takes the stage. */
export function stageMode({ people, shares }: Cast): StageMode {
  const others = people.filter(({ isSelf }) => !isSelf).length;
  if (shares.length > 0 || (others > 1 && people.some(({ isPinned }) => isPinned))) return "share";
  return others === 0 ? "alone" : others === 1 ? "duo" : "grid";
}
