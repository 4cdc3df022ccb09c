/** One call from joining to its end: joins the line, the media and our tracks, and brings all three back after any loss. */
import type { types } from "mediasoup-client";
import { Unreachable, isRefused } from "../core/errors";
import { Store } from "../core/store";
import { Secrecy } from "../secrecy/secrecy";
import { playFile } from "./announcing";
import { Attention } from "./attention";
import { Capable } from "./capable";
import type { LocalMedia } from "./local";
import { Media, type MediaEvents } from "./media";
import { Mirror } from "./mirror";
import { Move, shownTracks } from "./move";
import { type CallState, type Ending, type Happening, idleCall, reduce, wantedProducers } from "./model";
import { settle } from "./resync";
import { watchNetwork } from "./roaming";
import { forgetFarewell, isOver, keepFarewell } from "./ending/farewell";
import { type Entry, forgetSeat, keepSeat, seatPart } from "./seat";
import type { CallLine, CaptionedLine, Captioning, Joined, KeptIn, KeptKind, News, Protection, Reaction, Source } from "./socket";
import { Veil } from "./veil";

/** How often the speaking rings are looked at. */
const QUIET_CHECK_MS = 250;
/** After a stream that could not be received for the moment, and how often. */
const CONSUME_AGAIN_MS = 1_000;
const CONSUME_TRIES = 3;
/** After a join that failed for the moment. */
const REJOIN_AFTER_MS = 1_500;

export interface CallView {
  call: CallState;
  /** producerId → what it sends. */
  tracks: ReadonlyMap<string, MediaStreamTrack>;
  /** producerId → the consumer that brings it, as the server names it. */
  consumers: ReadonlyMap<string, string>;
  /** False while our own media path is interrupted. */
  isFlowing: boolean;
}

interface CallParts {
  roomId: string;
  line: CallLine;
  local: Pick<LocalMedia, "state">;
  /** Asks over HTTP for a new room token; null for guests, who have only their seat. */
  newPass: (() => Promise<string>) | null;
  /** Under what the tab remembers its seat, where that is not the room's id. */
  seatKey?: string;
}

const isShare = (source: Source): boolean => source.startsWith("screen");

export class Call {
  readonly view: Store<CallView>;
  readonly secrecy: Secrecy;
  readonly #parts: CallParts;
  readonly #mirror: Mirror;
  readonly #capable = new Capable();
  readonly #unsubscribe: () => void;
  readonly #clock: number;
  readonly #attention: Attention;
  readonly #endWatch: () => void;
  readonly #failures = new Map<string, number>();
  #media: Media | null = null;
  #move: Move | null = null;
  #ack: Joined | null = null;
  #seat: string | undefined;
  #rejoinTimer: number | undefined;

  constructor(parts: CallParts) {
    this.#parts = parts;
    this.view = new Store<CallView>({ call: idleCall, tracks: new Map(), consumers: new Map(), isFlowing: true });
    this.secrecy = new Secrecy(parts.roomId, async (letters) => (await parts.line.request("send_keys", { letters })).undelivered);
    this.#mirror = new Mirror(parts.line, parts.local);
    this.#attention = new Attention(parts.line, (producerId) => this.#media?.consumers.get(producerId));
    this.#unsubscribe = parts.local.state.subscribe(() => this.#localChanged());
    this.#clock = window.setInterval(() => this.#happen({ type: "quiet", nowMs: performance.now() }), QUIET_CHECK_MS);
    window.addEventListener("pagehide", this.#onPageHide);
    this.#endWatch = watchNetwork(() => this.peerConnections(), () => this.#media?.check(true));
  }

  /** Loads the media device while somebody is still in the lobby. The join does what this could not. */
  async prepare(): Promise<void> {
    try {
      await this.#parts.line.ready();
      const { rtpCapabilities } = await this.#parts.line.request("get_capabilities", {});
      await this.#capable.devices(rtpCapabilities);
    } catch {
      // Said when it matters: by the join.
    }
  }

  /** Takes a seat and starts the media. Never throws: a refusal becomes the call's ending. */
  async join(entry: Entry): Promise<void> {
    this.#happen({ type: "joining" });
    forgetFarewell(this.#parts.roomId);
    this.#seat = entry.seat;
    try {
      const [token] = await Promise.all([typeof entry.token === "string" ? entry.token : entry.token(), this.#parts.line.ready()]);
      const publicKey = await this.secrecy.publicKey();
      await this.#enter(await this.#parts.line.request("join", { token, ...seatPart(entry), publicKey }), true);
    } catch (error) {
      this.#end("refused", error);
      // An old seat that is no longer good is no seat: the lobby is open as ever.
      if (entry.isFresh && isRefused(error) && error.status === 401) this.#happen({ type: "reset" });
    }
  }

  hear(news: News): void {
    this.#happen({ type: "news", news, nowMs: performance.now() });
    if (this.#state.phase === "ended") return this.#finish();
    this.#hearOfKeys(news);
    if (news.name === "transport_closed") return this.#transportClosed(news.body.transportId);
    if (news.name === "move") return void this.#moveMedia();
    if (news.name === "layers_wanted") return this.#media?.setWanted(news.body.producerId, news.body.spatialLayer);
    if (news.name === "consumer_closed") this.#media?.forgetConsumer(news.body.consumerId);
    if (/^(peer_|producer_|consumer_|announcements$)/.test(news.name)) this.#followProducers();
  }

  #hearOfKeys({ name, body }: News): void {
    if (name === "key_received") this.secrecy.receive(body.peerId, body.envelope);
    if (name === "protection_changed") this.#protectionChanged();
    if (name === "captioned" && body.envelope !== null) void this.#openLine(body, body.envelope);
    // What we sent them while their line was down has not come.
    if (name === "peer_changed" && body.connection === "live") this.secrecy.resend(body.peerId);
  }

  async #openLine(body: CaptionedLine, envelope: string): Promise<void> {
    const text = await this.secrecy.openWords(body.peerId, envelope);
    this.#happen({ type: "news", news: { name: "captioned", body: { ...body, text, envelope: null } }, nowMs: performance.now() });
  }

  lineDown(): void {
    this.#happen({ type: "line_lost" });
  }

  /** The line is back: take the old seat again, with or without the old transports. */
  lineUp(): void {
    if (this.#state.phase === "reconnecting") void this.#rejoin(this.#media === null);
  }

  /** A tile's height in device pixels decides which layer is worth receiving; 0 when it is not shown. */
  setHeight(producerId: string, heightPx: number): void {
    this.#attention.setHeight(producerId, heightPx);
  }

  /** Keeps somebody in view; null: nobody. */
  pin(peerId: string | null): void {
    this.#happen({ type: "pinned", peerId });
  }

  /** Neither sends nor receives pictures, or does again. */
  setAudioOnly(isOn: boolean): void {
    this.#happen({ type: "audio_only", isOn });
    this.#attention.listenOnly(isOn);
  }

  /** Shows everybody how we feel about it, ourselves at once. */
  async react(reaction: Reaction): Promise<void> {
    const peerId = this.#state.selfId ?? "";
    this.#happen({ type: "news", news: { name: "reacted", body: { peerId, reaction } }, nowMs: performance.now() });
    await this.#parts.line.request("react", { reaction });
  }

  async raiseHand(isUp: boolean): Promise<void> {
    await this.#parts.line.request("raise_hand", { isUp });
  }

  async lowerHand(peerId: string): Promise<void> {
    await this.#parts.line.request("lower_hand", { peerId });
  }

  async askCaptions(isWanted: boolean): Promise<void> {
    await this.#parts.line.request("ask_captions", { isWanted });
  }

  async offerCaptions(state: Captioning): Promise<void> {
    await this.#parts.line.request("offer_captions", { state });
  }

  /** Our own words, for those who asked; sealed for each where the server must not read. */
  async writeCaption({ text, keptIn, ...line }: { line: number; isFinal: boolean; language: string; text: string; keptIn: KeptIn | null }): Promise<void> {
    const { protection, captions, selfId } = this.#state;
    if (protection !== "end_to_end") return void (await this.#parts.line.request("write_caption", { ...line, text, ...(keptIn && { keptIn }) }));
    const letters = await this.secrecy.sealWords(text, captions.askedBy.filter((peerId) => peerId !== selfId));
    if (letters.length > 0) await this.#parts.line.request("write_caption", { ...line, letters });
  }

  /** What is talked about now, for everybody; null: as planned. */
  async chooseTopic(topicId: string | null): Promise<void> {
    await this.#parts.line.request("choose_topic", { topicId });
  }

  async startCountdown(wholeS: number): Promise<void> {
    await this.#parts.line.request("start_countdown", { wholeS });
  }

  async stopCountdown(): Promise<void> {
    await this.#parts.line.request("stop_countdown", {});
  }

  async leave(): Promise<void> {
    // Whoever is left must see it at once, but a dead line must not hold anybody back.
    this.#parts.line.tell("leave", {});
    this.#end("left");
  }

  async answerKnock(knockId: string, isAdmitted: boolean): Promise<void> {
    await this.#parts.line.request("answer_knock", { knockId, isAdmitted });
  }

  async removePeer(peerId: string): Promise<void> {
    await this.#parts.line.request("remove_peer", { peerId });
  }

  /** A link for our phone: good once, and for so many seconds. */
  async inviteCompanion(): Promise<{ secret: string; lastsS: number }> {
    return this.#parts.line.request("invite_companion", {});
  }

  /** Takes our second camera away. */
  async endCompanion(): Promise<void> {
    await this.#parts.line.request("end_companion", {});
  }

  async setProtection(protection: Protection): Promise<void> {
    await this.#parts.line.request("set_protection", { protection });
  }

  /** Plays a sound file to everybody. Throws what the server refuses, in its words. */
  async play(file: File, tooLarge: string): Promise<void> {
    await playFile(this.#parts.line, file, tooLarge);
  }

  async stopPlaying(announcementId: string): Promise<void> {
    await this.#parts.line.request("stop_announcement", { announcementId });
  }

  /** The host's question to everybody. */
  async askRecording(kind: KeptKind): Promise<void> {
    await this.#parts.line.request("ask_recording", { kind });
  }

  async answerRecording(recordingId: string, isAgreed: boolean): Promise<void> {
    await this.#parts.line.request("answer_recording", { recordingId, isAgreed });
  }

  async stopRecording(kind: KeptKind): Promise<void> {
    await this.#parts.line.request("stop_recording", { kind });
  }

  peerConnections(): RTCPeerConnection[] {
    return this.#media?.peerConnections() ?? [];
  }

  close(): void {
    this.#media?.close();
    this.secrecy.close();
    this.#attention.close();
    this.#unsubscribe();
    clearInterval(this.#clock);
    clearTimeout(this.#rejoinTimer);
    window.removeEventListener("pagehide", this.#onPageHide);
    this.#endWatch();
  }

  get #seatKey(): string {
    return this.#parts.seatKey ?? this.#parts.roomId;
  }

  get #state(): CallState {
    return this.view.get().call;
  }

  readonly #onPageHide = (): void => this.#parts.line.tell("going_away", {});

  #happen(happening: Happening): void {
    const view = this.view.get();
    const call = reduce(view.call, happening);
    if (call === view.call) return;
    this.view.set({ ...view, call });
    const { peers, cameras, pinnedId, speakerId, protection, selfId } = view.call;
    const isOthers = call.peers !== peers || call.cameras !== cameras;
    if (isOthers || call.protection !== protection || call.selfId !== selfId) this.#protect(call);
    if (isOthers || call.pinnedId !== pinnedId || call.speakerId !== speakerId) this.#look();
  }

  #protect({ phase, protection, selfId, peers, cameras }: CallState): void {
    const deaf = cameras.map((camera) => ({ ...camera, isDeaf: true }));
    if (phase === "live" && protection && selfId) this.secrecy.follow(protection, selfId, [...peers, ...deaf]);
  }

  /** What flows goes on; where that would break the promise it stops at once, and new transports are built. */
  #protectionChanged(): void {
    if (this.#state.phase !== "live") return;
    const isKept = [this.#media, this.#move?.before].every((media) => media?.veil.mayCarry ?? true);
    if (!isKept) {
      this.#dropMedia();
      return this.#rebuild();
    }
    this.#followProducers();
    void this.#mirror.all();
  }

  #end(ending: Ending, refusal?: unknown): void {
    this.#happen({ type: "ended", ending, refusal });
    this.#finish();
  }

  #finish(): void {
    this.#keepEnding();
    forgetSeat(this.#seatKey);
    clearTimeout(this.#rejoinTimer);
    this.#dropMedia();
  }

  /** What is asked after a session needs to know whose seat it was. */
  #keepEnding(): void {
    const { ending, hadCompany, role } = this.#state;
    if (this.#seat !== undefined && role !== "companion" && isOver(ending)) keepFarewell(this.#parts.roomId, { seatToken: this.#seat, ending, hadCompany, isGuest: role === "guest" });
  }

  #dropMedia(): void {
    this.#endMove();
    this.#mirror.attach(null);
    this.#media?.close();
    this.#media = null;
    this.#showTracks();
  }

  async #enter(ack: Joined, isNew: boolean): Promise<void> {
    this.#seat = ack.seatToken;
    this.#ack = ack;
    this.#keepSeat();
    this.#happen({ type: "joined", ack, nowMs: performance.now() });
    if (isNew || !ack.isResumed || !this.#media) return this.#build(ack);
    this.#endMove();
    // It was switched on while we were away.
    if (!this.#media.veil.mayCarry) this.#dropMedia();
    if (!this.#media || !(await settle(this.#parts.line, this.#media, ack.held))) return this.#rejoin(true);
    this.#media?.check(false);
    this.#followProducers();
    await this.#mirror.all(true);
  }

  async #build(ack: Joined): Promise<void> {
    this.#endMove();
    this.#mirror.attach(null);
    this.#media?.close();
    const media = this.#newMedia(null);
    this.#media = media;
    this.view.set({ ...this.view.get(), isFlowing: true });
    this.#showTracks();
    try {
      await media.start(ack);
    } catch (error) {
      if (this.#media !== media || this.#state.phase === "ended") return;
      // Half-built media is of no use: the next rejoin begins afresh.
      this.#media = null;
      media.close();
      if (!(error instanceof Unreachable)) throw error;
      return this.#parts.line.cut();
    }
    if (this.#media !== media) return;
    this.#mirror.attach(media);
    this.#followProducers();
    await this.#mirror.all();
  }

  #newMedia(before: Media | null): Media {
    const events: MediaEvents = {
      onChange: () => this.#media === media && this.#showTracks(),
      onBroken: () => this.#media === media && this.#rebuild(),
      onFlow: (isFlowing) => this.#media === media && this.view.set({ ...this.view.get(), isFlowing }),
    };
    const veil = new Veil(this.secrecy, this.#parts.line, () => this.#state.protection);
    const media: Media = new Media(this.#parts.line, this.#capable, veil, events, before);
    return media;
  }

  /** The room has moved: new transports first, the old ones serve until the new carry everything. */
  async #moveMedia(): Promise<void> {
    const [before, ack] = [this.#media, this.#ack];
    if (!before || !ack || this.#state.phase !== "live") return;
    const media = this.#newMedia(before);
    try {
      await media.start(ack);
    } catch {
      media.close();
      return this.#media === before ? this.#rebuild() : undefined;
    }
    if (this.#media !== before) return media.close();
    this.#endMove();
    this.#media = media;
    this.#move = new Move(before, () => this.#endMove());
    this.#mirror.attach(media);
    this.#followProducers();
    await this.#mirror.all();
  }

  #endMove(): void {
    this.#move?.end();
    this.#move = null;
    this.#showTracks();
  }

  #transportClosed(transportId: string): void {
    if (this.#media?.held().transportIds.includes(transportId)) this.#rebuild();
    else if (this.#move?.before.sends(transportId)) this.#endMove();
  }

  /** The seat stays, the transports do not. */
  #rebuild(): void {
    if (this.#parts.line.isUp && this.#state.phase === "live") void this.#rejoin(true);
  }

  async #rejoin(isFresh: boolean): Promise<void> {
    clearTimeout(this.#rejoinTimer);
    try {
      const ack = await this.#joinAgain(isFresh);
      await this.#enter(ack, isFresh);
    } catch (error) {
      this.#rejoinFailed(error, isFresh);
    }
  }

  #rejoinFailed(error: unknown, isFresh: boolean): void {
    if (this.#state.phase === "ended") return;
    const isForNow = error instanceof Unreachable || (isRefused(error) && (error.status === 429 || error.status >= 500));
    if (!isForNow) return this.#end("refused", error);
    // When the line fell meanwhile, its return starts this again.
    this.#rejoinTimer = window.setTimeout(() => {
      const isDone = this.#state.phase === "live" && !isFresh;
      if (this.#parts.line.isUp && !isDone) void this.#rejoin(isFresh);
    }, REJOIN_AFTER_MS);
  }

  /** The seat's own token first: it needs no other request. A server that does not know it may still know us. */
  async #joinAgain(isFresh: boolean): Promise<Joined> {
    const { line, newPass } = this.#parts;
    const seat = this.#seat ?? "";
    const publicKey = await this.secrecy.publicKey();
    try {
      return await line.request("join", { token: seat, seat, isFresh, publicKey });
    } catch (error) {
      if (!newPass || !isRefused(error) || error.status !== 401) throw error;
      return line.request("join", { token: await newPass(), isFresh, publicKey });
    }
  }

  /** Receives what is sent to us and not yet received; drops what is gone. */
  #followProducers(): void {
    const media = this.#media;
    if (!media || this.#state.phase !== "live") return;
    this.#move?.look(this.#state, media.consumers);
    const wanted = wantedProducers(this.#state);
    const ids = new Set(wanted.map(({ producerId }) => producerId));
    for (const producerId of media.consumers.keys()) if (!ids.has(producerId)) media.forget(producerId);
    for (const heard of wanted) {
      const { producerId, peerId, source } = heard;
      if (media.has(producerId)) continue;
      const streamId = `${peerId}-${isShare(source) ? "screen" : "person"}`;
      media.consume(heard, streamId).then(
        () => this.#look(),
        () => this.#consumeFailed(producerId),
      );
    }
  }

  /** Gone again, or the line fell: then the list says so. Else it is worth another try. */
  #consumeFailed(producerId: string): void {
    const failures = (this.#failures.get(producerId) ?? 0) + 1;
    this.#failures.set(producerId, failures);
    if (failures < CONSUME_TRIES) setTimeout(() => this.#followProducers(), CONSUME_AGAIN_MS);
  }

  #look(): void {
    const { pinnedId, speakerId } = this.#state;
    this.#attention.look({ watched: wantedProducers(this.#state), pinnedId, speakerId });
  }

  #showTracks(): void {
    const now = this.#media?.consumers ?? new Map<string, types.Consumer>();
    const tracks = shownTracks(now, this.#move?.before.consumers ?? new Map<string, types.Consumer>());
    const ids = new Map([...now].map(([producerId, { id }]) => [producerId, id] as const));
    this.view.set({ ...this.view.get(), tracks, consumers: ids });
    this.#move?.look(this.#state, now);
  }

  #localChanged(): void {
    if (this.#state.phase === "live") void this.#mirror.all();
    this.#keepSeat();
  }

  #keepSeat(): void {
    const { phase } = this.#state;
    if (this.#seat === undefined || phase === "ended" || phase === "idle") return;
    const { microphone, camera } = this.#parts.local.state.get();
    keepSeat(this.#seatKey, { seatToken: this.#seat, microphone: microphone.isOn, camera: camera.isOn });
  }
}
