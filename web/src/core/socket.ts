/** A typed Socket.IO namespace: every request is acked or fails in time, and a refusal is the same error as over HTTP. */
import { type Socket, io } from "socket.io-client";
import * as msgpack from "socket.io-msgpack-parser";
import { Refused, Unreachable, isRefused, readProblem } from "./errors";

/** A request that the server has not answered for this long is lost. */
const ACK_WITHIN_MS = 8_000;
const RECONNECT_FROM_MS = 250;
const RECONNECT_TO_MS = 3_000;

/** What a namespace accepts ([payload, answer]) and what it tells. */
interface Protocol {
  requests: Record<string, [payload: object, answer: object]>;
  news: Record<string, object>;
}

type Payload<P extends Protocol, E extends keyof P["requests"]> = P["requests"][E][0];
type Answer<P extends Protocol, E extends keyof P["requests"]> = P["requests"][E][1];

/** Leaves out undefined members: MessagePack has no word for them and the server would refuse the stand-in. Bytes stay bytes. */
function plain(payload: object): object {
  if (Object.values(payload).some((value) => value instanceof ArrayBuffer)) return payload;
  return JSON.parse(JSON.stringify(payload)) as object;
}

function readAck(ack: unknown): object {
  const seen: { ok?: object; error?: unknown } = typeof ack === "object" && ack !== null ? ack : {};
  if (seen.error !== undefined) throw new Refused(readProblem(seen.error, 400));
  return seen.ok ?? {};
}

/** Where the server that answers first is; `/node/<name>` before it names one of several. */
const PATH = "/socket.io";
/** A session that changes its server while we follow it stands still after that many. */
const HOPS = 3;

export class Line<P extends Protocol> {
  readonly #socket: Socket;
  #isHopping = false;

  constructor(namespace: string) {
    this.#socket = io(namespace, {
      parser: msgpack,
      transports: ["websocket"],
      autoConnect: false,
      forceNew: true,
      reconnectionDelay: RECONNECT_FROM_MS,
      reconnectionDelayMax: RECONNECT_TO_MS,
      randomizationFactor: 0.5,
      timeout: 5_000,
    });
    // A server that is gone is not waited for: any other may have the session now.
    for (const event of ["error", "reconnect_error"] as const) this.#socket.io.on(event, () => this.#aim(""));
  }

  get isUp(): boolean {
    return this.#socket.connected;
  }

  /** Opens the line, or hurries a waiting reconnection. */
  open(): void {
    if (!this.#socket.connected) this.#socket.connect();
  }

  /** Opens the line and waits until it is up. Throws Unreachable when that takes too long. */
  async ready(): Promise<void> {
    if (this.#socket.connected) return;
    this.open();
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Unreachable("the line does not come up")), ACK_WITHIN_MS);
      this.#socket.once("connect", () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  close(): void {
    this.#socket.removeAllListeners();
    this.#socket.disconnect();
  }

  /** Drops the transport under the line, as a lost network would; it reconnects by itself. */
  cut(): void {
    this.#socket.io.engine?.close();
  }

  onUp(listener: () => void): void {
    this.#socket.on("connect", () => !this.#isHopping && listener());
  }

  /** `isServers`: the server closed this line on purpose, so it will not come back by itself. */
  onDown(listener: (isServers: boolean) => void): void {
    this.#socket.on("disconnect", (reason) => !this.#isHopping && listener(reason === "io server disconnect"));
  }

  onNews(listener: <N extends keyof P["news"] & string>(name: N, body: P["news"][N]) => void): void {
    this.#socket.onAny((name: string, body: P["news"][string]) => listener(name, body));
  }

  /** Asks the server; one that names another to ask (`elsewhere`) is left for that. */
  async request<E extends keyof P["requests"] & string>(event: E, payload: Payload<P, E>, hops = HOPS): Promise<Answer<P, E>> {
    try {
      return await this.#ask(event, payload);
    } catch (error) {
      const node = isRefused(error, "elsewhere") ? error.fields["url"] : undefined;
      if (node === undefined) throw error;
      if (hops === 0) throw new Unreachable(`${event}: no server has it`, { cause: error });
      await this.#hop(node);
      return this.request(event, payload, hops - 1);
    }
  }

  async #hop(node: string): Promise<void> {
    this.#isHopping = true;
    try {
      this.#aim(node);
      this.#socket.disconnect();
      await this.ready();
    } finally {
      this.#isHopping = false;
    }
  }

  #aim(node: string): void {
    this.#socket.io.opts.path = node + PATH;
  }

  async #ask<E extends keyof P["requests"] & string>(event: E, payload: Payload<P, E>): Promise<Answer<P, E>> {
    if (!this.#socket.connected) throw new Unreachable(`${event}: the line is down`);
    let ack: unknown;
    try {
      ack = await this.#socket.timeout(ACK_WITHIN_MS).emitWithAck(event, plain(payload));
    } catch (cause) {
      throw new Unreachable(`${event}: no answer`, { cause });
    }
    return readAck(ack) as Answer<P, E>;
  }

  /** Sends without waiting, for the moment in which the page goes away. */
  tell<E extends keyof P["requests"] & string>(event: E, payload: Payload<P, E>): void {
    if (this.#socket.connected) this.#socket.emit(event, plain(payload));
  }
}
