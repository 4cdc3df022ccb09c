/** Our end of the media: a mediasoup Device, one transport each way, producers by source and consumers by producer. Decides nothing about who should be seen. */
import type { Device, types } from "mediasoup-client";
import type { Capable } from "./capable";
import { leaveDescriptors } from "./descriptors";
import { sendLayers } from "./dynacast";
import { codecFor, publishing, videoCodecOf } from "./encodings";
import { expectFirstFrame } from "./firstframe";
import { TransportKeeper } from "./keeper";
import type { CallLine, Held, Joined, NewTransport, Source } from "./socket";
import { type Heard, type Veil, codecOf } from "./veil";

type SendData = { source: Source };

export interface MediaEvents {
  /** A stream of somebody else can be shown, or no more. */
  onChange: () => void;
  /** A transport is beyond repair: everything must be built anew. */
  onBroken: () => void;
  /** Our media flows, or is interrupted. */
  onFlow: (isFlowing: boolean) => void;
}

/** A tab can be told to send its camera with another codec, to find out what a browser or a network makes of it. */
const CODEC_WISH = "ithaca.codec";

export class Media {
  readonly veil: Veil;
  readonly consumers = new Map<string, types.Consumer>();
  readonly #producers = new Map<Source, types.Producer>();
  readonly #asked = new Set<string>();
  readonly #line: CallLine;
  readonly #capable: Capable;
  readonly #events: MediaEvents;
  #device: Device | null = null;
  #send: TransportKeeper | null = null;
  #recv: TransportKeeper | null = null;
  #isClosed = false;
  #before: Media | null;

  /** `before`: the media that these take over from, stream by stream. */
  constructor(line: CallLine, capable: Capable, veil: Veil, events: MediaEvents, before: Media | null = null) {
    this.veil = veil;
    this.#before = before;
    this.#line = line;
    this.#capable = capable;
    this.#events = events;
  }

  /** Loads the device and opens both transports. */
  async start(ack: Joined): Promise<void> {
    const { sending, receiving } = await this.#capable.devices(ack.rtpCapabilities);
    this.#device = sending;
    const [, send, recv] = await Promise.all([
      this.#line.request("set_capabilities", { rtpCapabilities: sending.recvRtpCapabilities }),
      this.#line.request("create_transport", { direction: "send" }),
      this.#line.request("create_transport", { direction: "recv" }),
    ]);
    if (this.#isClosed) return;
    this.#send = this.#keep(sending.createSendTransport(this.#options(send, ack)));
    this.#recv = this.#keep(receiving.createRecvTransport(this.#options(recv, ack)));
  }

  peerConnections(): RTCPeerConnection[] {
    return [this.#send, this.#recv].flatMap((keeper) => keeper?.peerConnections() ?? []);
  }

  producer(source: Source): types.Producer | undefined {
    return this.#producers.get(source);
  }

  async publish(source: Source, track: MediaStreamTrack, heightPx: number): Promise<void> {
    const transport = this.#send?.transport;
    const codec = this.#codecFor(source, track.kind);
    if (!transport || !codec || !this.veil.mayCarry) return;
    const connections = this.#send?.peerConnections() ?? [];
    const producer = await transport.produce<SendData>({
      track,
      ...publishing(source, heightPx, videoCodecOf(codec.mimeType)),
      codec,
      stopTracks: false,
      appData: { source },
      onRtpSender: (sender) => {
        leaveDescriptors(connections, sender, codec.mimeType);
        // Before the first frame: nothing leaves this browser that should have been encrypted.
        this.veil.sends(sender, source, codec.mimeType);
      },
    });
    this.#producers.set(source, producer);
  }

  async unpublish(source: Source): Promise<void> {
    const producer = this.#producers.get(source);
    this.#producers.delete(source);
    producer?.close();
    if (producer) await this.#line.request("close_producer", { producerId: producer.id });
  }

  /** Sends only the layers that somebody watches; `spatialLayer` null: nobody watches. */
  setWanted(producerId: string, spatialLayer: number | null): void {
    const producer = [...this.#producers.values()].find(({ id }) => id === producerId);
    if (producer) void sendLayers(producer, spatialLayer ?? -1);
  }

  async consume(heard: Heard, streamId: string): Promise<void> {
    const { producerId } = heard;
    const transport = this.#recv?.transport;
    if (!transport || this.#asked.has(producerId) || !this.veil.mayCarry) return;
    this.#asked.add(producerId);
    try {
      const { consumerId, kind, rtpParameters } = await this.#line.request("consume", { producerId, transportId: transport.id });
      if (!this.#asked.has(producerId) || this.#isClosed) return;
      const consumer = await transport.consume({
        id: consumerId,
        producerId,
        kind,
        rtpParameters,
        streamId,
        onRtpReceiver: (receiver) => this.veil.receives(receiver, heard, codecOf(rtpParameters), consumerId),
      });
      this.consumers.set(producerId, consumer);
      consumer.track.addEventListener("unmute", () => this.#events.onChange());
      this.#events.onChange();
      await this.#line.request("resume_consumer", { consumerId });
      expectFirstFrame(consumer, () => this.#line.request("request_key_frame", { consumerId }));
    } catch (error) {
      this.forget(producerId);
      throw error;
    }
  }

  /** The producer is gone: the server has closed its consumer already. */
  forget(producerId: string): void {
    this.#asked.delete(producerId);
    const consumer = this.consumers.get(producerId);
    this.consumers.delete(producerId);
    consumer?.close();
    if (consumer) this.#events.onChange();
  }

  /** The ids of what is open here. */
  held(): Held {
    const transports = [this.#send, this.#recv].flatMap((keeper) => (keeper ? [keeper.transport.id] : []));
    const producers = [...this.#producers.values()].map(({ id }) => id);
    return { transportIds: transports, producerIds: producers, consumerIds: [...this.consumers.values()].map(({ id }) => id) };
  }

  /** The server has no such producer any more. */
  forgetProducer(producerId: string): void {
    for (const [source, producer] of this.#producers) {
      if (producer.id !== producerId) continue;
      this.#producers.delete(source);
      producer.close();
    }
  }

  /** The server closed one of our consumers. */
  forgetConsumer(consumerId: string): void {
    for (const [producerId, { id }] of this.consumers) if (id === consumerId) this.forget(producerId);
  }

  /** Receives nothing any more; what we send goes on for those who still receive it here. */
  async closeReceiving(): Promise<void> {
    const recv = this.#recv;
    if (recv) await this.#line.request("close_transport", { transportId: recv.transport.id });
    recv?.close();
    this.consumers.clear();
    this.#asked.clear();
  }

  /** Whether this is the transport we send by. */
  sends(transportId: string): boolean {
    return this.#send?.transport.id === transportId;
  }

  has(producerId: string): boolean {
    return this.#asked.has(producerId);
  }

  /** Looks after both transports, for instance after the line is back or the network changed. */
  check(isNetworkNew: boolean): void {
    this.#send?.check(isNetworkNew);
    this.#recv?.check(isNetworkNew);
  }

  close(): void {
    this.#isClosed = true;
    this.#before = null;
    this.#send?.close();
    this.#recv?.close();
    this.#producers.clear();
    this.consumers.clear();
    this.#asked.clear();
  }

  #options(made: NewTransport, ack: Joined): types.TransportOptions {
    return {
      id: made.transportId,
      iceParameters: made.iceParameters,
      iceCandidates: made.iceCandidates,
      dtlsParameters: made.dtlsParameters,
      iceServers: ack.iceServers,
      additionalSettings: this.veil.settings(),
    };
  }

  /** VP8 where there is a choice: all decode it, and it has layers everywhere. */
  #codecFor(source: Source, kind: string): types.RtpCodecCapability | undefined {
    const codecs = (this.#device?.sendRtpCapabilities.codecs ?? []).filter((codec) => codec.kind === kind);
    const wish = sessionStorage.getItem(CODEC_WISH);
    const name = codecFor(source, wish, codecs.map(({ mimeType }) => mimeType));
    return codecs.find(({ mimeType }) => videoCodecOf(mimeType) === name) ?? codecs[0];
  }

  #keep(transport: types.Transport): TransportKeeper {
    transport.on("connect", ({ dtlsParameters }, done, failed) => {
      this.#line.request("connect_transport", { transportId: transport.id, dtlsParameters }).then(() => done(), failed);
    });
    transport.on("produce", ({ kind, rtpParameters, appData }, done, failed) => {
      const source = (appData as SendData).source;
      const replaces = this.#before?.producer(source)?.id;
      this.#line
        .request("produce", { transportId: transport.id, kind, rtpParameters, source, ...(replaces === undefined ? {} : { replaces }) })
        .then(({ producerId }) => done({ id: producerId }), failed);
    });
    return new TransportKeeper(transport, this.#line, {
      onBroken: this.#events.onBroken,
      onFlow: () => this.#events.onFlow(this.#isFlowing()),
    });
  }

  #isFlowing(): boolean {
    return [this.#send, this.#recv].every((keeper) => !keeper?.isInterrupted);
  }
}
