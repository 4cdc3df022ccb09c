/** The /call namespace: what the browser may ask of a live session and what it is told. */
import type { types } from "mediasoup-client";
import type { Schemas } from "../core/api";
import { Line } from "../core/socket";
import type { Badge } from "../quality/badge";
import type { Report } from "../quality/stats";

export type PeerView = Schemas["PeerOut"];
export type ProducerView = Schemas["ProducerOut"];
export type KnockView = Schemas["KnockOut"];
export type PlayingView = Schemas["AnnouncementOut"];
type Kind = ProducerView["kind"];
export type Source = ProducerView["source"];
export type Connection = PeerView["connection"];
export type RecordingView = Schemas["RecordingChanged"];
/** What can be kept of a session: voices and pictures, or what is said as text. */
export type KeptKind = RecordingView["kind"];
/** What a line is marked with that is meant for a transcript. */
export type KeptIn = Schemas["KeptIn"];
export type Role = Schemas["Joined"]["role"];
export type CaptionsView = Schemas["Captions"];
export type Captioning = Schemas["Captioner"]["state"];
export type CaptionedLine = Schemas["Captioned"];
export type Timer = Schemas["Timer"];
export type Reaction = Schemas["Reacted"]["reaction"];
export type CompanionEnd = Schemas["CompanionEnded"]["reason"];

/** How far the session is encrypted: from browser to browser, or to the server only. */
export type Protection = Schemas["Joined"]["protection"];

/** The ids of what a seat has open. */
export type Held = Schemas["Held"];

export interface Joined {
  peerId: string;
  seatToken: string;
  role: Role;
  room: { id: string; title: string; hostName: string };
  rtpCapabilities: types.RtpCapabilities;
  iceServers: RTCIceServer[];
  peers: PeerView[];
  knocks: KnockView[];
  isResumed: boolean;
  announcements: PlayingView[];
  held: Held;
  protection: Protection;
  recording: RecordingView | null;
  transcript: RecordingView | null;
  raised: string[];
  captions: CaptionsView;
  timer: Timer;
}

export interface NewTransport {
  transportId: string;
  iceParameters: types.IceParameters;
  iceCandidates: types.IceCandidate[];
  dtlsParameters: types.DtlsParameters;
}

interface NewConsumer {
  consumerId: string;
  producerId: string;
  kind: Kind;
  rtpParameters: types.RtpParameters;
  type: "simple" | "simulcast" | "svc";
  isProducerPaused: boolean;
}

type Nothing = Record<never, never>;
type Of<Name extends string> = Record<Name, string>;

interface Requests {
  [event: string]: [payload: object, answer: object];
  knock: [{ roomId: string; name: string }, Of<"knockId">];
  withdraw_knock: [Nothing, Nothing];
  join: [{ token: string; seat?: string; isFresh?: boolean; publicKey: string | null }, Joined];
  set_protection: [{ protection: Protection }, Nothing];
  send_keys: [{ letters: { peerId: string; envelope: string }[] }, { undelivered: string[] }];
  get_capabilities: [Nothing, { rtpCapabilities: types.RtpCapabilities }];
  set_capabilities: [{ rtpCapabilities: types.RtpCapabilities }, Nothing];
  create_transport: [{ direction: "send" | "recv" }, NewTransport];
  connect_transport: [{ transportId: string; dtlsParameters: types.DtlsParameters }, Nothing];
  restart_ice: [Of<"transportId">, { iceParameters: types.IceParameters }];
  produce: [
    { transportId: string; kind: Kind; rtpParameters: types.RtpParameters; source: Source; isPaused?: boolean; replaces?: string },
    Of<"producerId">,
  ];
  pause_producer: [Of<"producerId">, Nothing];
  resume_producer: [Of<"producerId">, Nothing];
  close_producer: [Of<"producerId">, Nothing];
  consume: [{ producerId: string; transportId?: string }, NewConsumer];
  pause_consumer: [Of<"consumerId">, Nothing];
  resume_consumer: [Of<"consumerId">, Nothing];
  close_consumer: [Of<"consumerId">, Nothing];
  close_transport: [Of<"transportId">, Nothing];
  request_key_frame: [Of<"consumerId">, Nothing];
  set_preferred_layers: [{ consumerId: string; spatialLayer: number; temporalLayer?: number; priority?: number }, Nothing];
  send_sound: [{ offset: number; piece: ArrayBuffer }, Nothing];
  announce: [Of<"title">, Of<"announcementId">];
  stop_announcement: [Of<"announcementId">, Nothing];
  invite_companion: [Nothing, { secret: string; lastsS: number }];
  open_companion: [{ roomId: string; secret: string }, { token: string; ownerName: string }];
  end_companion: [Nothing, Nothing];
  answer_knock: [{ knockId: string; isAdmitted: boolean }, Nothing];
  remove_peer: [Of<"peerId">, Nothing];
  ask_recording: [{ kind: KeptKind }, RecordingView];
  answer_recording: [{ recordingId: string; isAgreed: boolean }, Nothing];
  stop_recording: [{ kind: KeptKind }, Nothing];
  react: [{ reaction: Reaction }, Nothing];
  raise_hand: [{ isUp: boolean }, Nothing];
  lower_hand: [Of<"peerId">, Nothing];
  ask_captions: [{ isWanted: boolean }, Nothing];
  offer_captions: [{ state: Captioning }, Nothing];
  write_caption: [{ line: number; isFinal: boolean; language: string; text?: string; letters?: { peerId: string; envelope: string }[]; keptIn?: KeptIn }, Nothing];
  choose_topic: [{ topicId: string | null }, Nothing];
  start_countdown: [{ wholeS: number }, Nothing];
  stop_countdown: [Nothing, Nothing];
  report_quality: [Report, Nothing];
  open_check: [{ roomId?: string }, { lastsS: number; rtpCapabilities: types.RtpCapabilities; iceServers: RTCIceServer[] }];
  close_check: [Nothing, Nothing];
  get_stats: [Nothing, { transports: object[] }];
  going_away: [Nothing, Nothing];
  leave: [Nothing, Nothing];
}

/** Everything the server tells, as one tagged union. */
export type News =
  | { name: "peer_joined"; body: { peer: PeerView } }
  | { name: "peer_left"; body: { peerId: string; reason: "left" | "vanished" | "removed" } }
  | { name: "peer_changed"; body: { peerId: string; connection: Connection } }
  | { name: "peer_key_changed"; body: { peerId: string; publicKey: string | null } }
  | { name: "key_received"; body: { peerId: string; envelope: string } }
  | { name: "protection_changed"; body: { protection: Protection; peerId: string } }
  | { name: "producer_added"; body: { peerId: string; producer: ProducerView } }
  | { name: "producer_closed" | "producer_paused" | "producer_resumed" | "producer_moved"; body: { peerId: string; producerId: string } }
  | { name: "consumer_closed"; body: { consumerId: string } }
  | { name: "move"; body: { reason: "drain" | "worker_lost" } }
  | { name: "transport_closed"; body: { transportId: string } }
  | { name: "layers_changed"; body: { consumerId: string; spatialLayer: number | null; temporalLayer: number | null } }
  | { name: "layers_wanted"; body: { producerId: string; spatialLayer: number | null; temporalLayer: number | null } }
  | { name: "consumer_suspended"; body: { consumerId: string; isSuspended: boolean } }
  | { name: "active_speaker"; body: { peerId: string | null } }
  | { name: "levels"; body: { levels: { peerId: string; level: number }[] } }
  | { name: "quality"; body: { peers: ({ peerId: string } & Badge)[] } }
  | { name: "announcements"; body: { playing: PlayingView[] } }
  | { name: "recording"; body: RecordingView }
  | { name: "reacted"; body: { peerId: string; reaction: Reaction } }
  | { name: "hands"; body: { raised: string[] } }
  | { name: "captions"; body: CaptionsView }
  | { name: "captioned"; body: CaptionedLine }
  | { name: "timer"; body: Timer }
  | { name: "knocked"; body: KnockView }
  | { name: "knock_ended"; body: { knockId: string } }
  | { name: "knock_answered"; body: { isAdmitted: boolean; token?: string | null } }
  | { name: "companion_ended"; body: { reason: CompanionEnd } }
  | { name: "removed" | "room_ended" | "displaced" | "check_ended" | "server_draining"; body: Nothing };

export interface CallProtocol {
  requests: Requests;
  news: Record<string, object>;
}

export type CallLine = Line<CallProtocol>;

export const createCallLine = (): CallLine => new Line<CallProtocol>("/call");

/** After the server itself hung up. */
const REOPEN_AFTER_MS = 1_000;

export function reopen(line: CallLine, isNeeded: () => boolean): void {
  setTimeout(() => isNeeded() && line.open(), REOPEN_AFTER_MS);
}
