/** Keeps one transport alive: restarts ICE when its path is lost, and gives up after a few attempts. */
import type { types } from "mediasoup-client";
import type { CallLine } from "./socket";

/** A short loss heals by itself; ICE says "disconnected" long before it says "failed". */
const PATIENCE_MS = 1_500;
/** One attempt's time: two round trips of signaling and a few STUN checks on a slow network. */
const ATTEMPT_MS = 5_000;
const ATTEMPTS = 3;

interface KeeperEvents {
  onBroken: () => void;
  onFlow: () => void;
}

export class TransportKeeper {
  readonly transport: types.Transport;
  readonly #line: CallLine;
  readonly #events: KeeperEvents;
  #timer: number | undefined;
  #attempts = 0;

  constructor(transport: types.Transport, line: CallLine, events: KeeperEvents) {
    this.transport = transport;
    this.#line = line;
    this.#events = events;
    transport.on("connectionstatechange", (state) => this.#changed(state));
  }

  /** Media was flowing and does not now. */
  get isInterrupted(): boolean {
    return ["disconnected", "failed"].includes(this.transport.connectionState);
  }

  /** `isNetworkNew`: the old path is certainly gone, so do not wait for ICE to notice. */
  check(isNetworkNew: boolean): void {
    const isUsed = !["new", "closed"].includes(this.transport.connectionState);
    if (isUsed && (isNetworkNew || this.isInterrupted)) this.#in(0);
  }

  peerConnections(): RTCPeerConnection[] {
    return Object.values(this.transport.handler).filter((part): part is RTCPeerConnection => part instanceof RTCPeerConnection);
  }

  close(): void {
    clearTimeout(this.#timer);
    this.transport.close();
  }

  #changed(state: types.ConnectionState): void {
    this.#events.onFlow();
    clearTimeout(this.#timer);
    if (state === "connected") this.#attempts = 0;
    if (state === "disconnected") this.#in(PATIENCE_MS);
    if (state === "failed") this.#in(0);
  }

  #in(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#restart(), ms);
  }

  async #restart(): Promise<void> {
    if (this.transport.closed || !this.#line.isUp) return;
    this.#attempts += 1;
    if (this.#attempts > ATTEMPTS) return this.#events.onBroken();
    try {
      const { iceParameters } = await this.#line.request("restart_ice", { transportId: this.transport.id });
      await this.transport.restartIce({ iceParameters });
    } catch {
      // A line that just fell comes back with a check of its own; the timer below covers the rest.
    }
    this.#timer = window.setTimeout(() => {
      if (this.transport.connectionState === "connected") this.#attempts = 0;
      else void this.#restart();
    }, ATTEMPT_MS);
  }
}
