/** Keeps one transport alive: restarts ICE when its path is lost, and gives up after a few attempts. */
import type { types } from "mediasoup-client";
import type { CallLine } from "./socket";

/** ICE has heard nothing for seconds when it says "disconnected"; a moment more, in case it takes that back. */
const PATIENCE_MS = 250;
/** One attempt's time: two round trips of signaling and a few STUN checks on a slow network. */
const ATTEMPT_MS = 5_000;
const ATTEMPTS = 3;
/** The first seconds of a call have more urgent orders. */
const SPARE_AFTER_MS = 3_000;

interface KeeperEvents {
  onBroken: () => void;
  onFlow: () => void;
}

export class TransportKeeper {
  readonly transport: types.Transport;
  readonly #line: CallLine;
  readonly #events: KeeperEvents;
  #timer: number | undefined;
  #spareTimer: number | undefined;
  #attempts = 0;
  /** Credentials for the next restart, asked for ahead: on a new network the line is down at first. */
  #spare: types.IceParameters | null = null;
  /** A restart that could not begin: there was neither line nor spare. */
  #isDue = false;

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
    if (isUsed && (isNetworkNew || this.#isDue || this.isInterrupted)) this.#in(0);
  }

  peerConnections(): RTCPeerConnection[] {
    return Object.values(this.transport.handler).filter((part): part is RTCPeerConnection => part instanceof RTCPeerConnection);
  }

  close(): void {
    clearTimeout(this.#timer);
    clearTimeout(this.#spareTimer);
    this.transport.close();
  }

  #changed(state: types.ConnectionState): void {
    this.#events.onFlow();
    clearTimeout(this.#timer);
    if (state === "connected") this.#settled();
    if (state === "disconnected") this.#in(PATIENCE_MS);
    if (state === "failed") this.#in(0);
  }

  #settled(): void {
    this.#attempts = 0;
    clearTimeout(this.#spareTimer);
    this.#spareTimer = window.setTimeout(() => void this.#keepSpare(), SPARE_AFTER_MS);
  }

  async #keepSpare(): Promise<void> {
    if (this.#spare || this.transport.closed) return;
    try {
      this.#spare = await this.#ask();
    } catch {
      // Without one, a restart asks when it is needed.
    }
  }

  /** The server takes the old credentials until the first check with these. */
  async #ask(): Promise<types.IceParameters> {
    return (await this.#line.request("restart_ice", { transportId: this.transport.id })).iceParameters;
  }

  #in(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#restart(), ms);
  }

  async #restart(): Promise<void> {
    if (this.transport.closed) return;
    const spare = this.#spare;
    this.#isDue = !spare && !this.#line.isUp;
    if (this.#isDue) return;
    this.#attempts += 1;
    if (this.#attempts > ATTEMPTS) return this.#events.onBroken();
    this.#spare = null;
    try {
      await this.transport.restartIce({ iceParameters: spare ?? (await this.#ask()) });
    } catch {
      // A line that just fell comes back with a check of its own; the timer below covers the rest.
    }
    this.#timer = window.setTimeout(() => {
      if (this.transport.connectionState === "connected") this.#settled();
      else void this.#restart();
    }, ATTEMPT_MS);
  }
}
