/** All keys in the worker, and what happens to each frame that passes. Whatever cannot be sealed or opened is dropped. */
import { type Source, readSealed } from "./cipher";
import { layoutOf } from "./codecs";
import type { Layout } from "./layout";
import { Opener, Path } from "./opener";
import type { Order, Pipe, Protection, Word } from "./orders";
import { Sealer } from "./sealer";
import type { Bytes } from "./trailer";

/** A key that is missing for so long has been lost on its way. */
const MISSING_AFTER_MS = 600;
const SAY_EVERY_MS = 500;

/** What of an encoded frame matters here. */
export interface Frame {
  data: ArrayBuffer;
  /** "key" or "delta"; undefined for audio. */
  type?: string | undefined;
}

type Say = (word: Word) => void;
type Pass = (frame: Frame) => Promise<boolean>;

/** One receiving stream: what came by it, and whether it waits for a key frame. */
class Listening {
  readonly path = new Path();
  readonly #pipe: Pipe;
  readonly #say: Say;
  #isBroken = false;
  #missingSinceMs: number | null = null;
  #saidAtMs = -SAY_EVERY_MS;

  constructor(pipe: Pipe, say: Say) {
    this.#pipe = pipe;
    this.#say = say;
  }

  /** A frame could not be had: later ones that build on it are of no use. */
  lost(isKeyMissing: boolean, nowMs: number): false {
    this.#isBroken = true;
    this.#missingSinceMs = isKeyMissing ? (this.#missingSinceMs ?? nowMs) : null;
    if (this.#missingSinceMs !== null && nowMs - this.#missingSinceMs >= MISSING_AFTER_MS) {
      this.#sayOnce({ type: "key_missing", peerId: this.#pipe.peerId }, nowMs);
    }
    return false;
  }

  /** A frame is there: whether it can be shown. */
  mayShow(frame: Frame, nowMs: number): boolean {
    this.#missingSinceMs = null;
    if (frame.type !== "delta") this.#isBroken = false;
    if (this.#isBroken) this.#sayOnce({ type: "key_frame_wanted", pipeId: this.#pipe.id }, nowMs);
    return !this.#isBroken;
  }

  #sayOnce(word: Word, nowMs: number): void {
    if (nowMs - this.#saidAtMs < SAY_EVERY_MS) return;
    this.#saidAtMs = nowMs;
    this.#say(word);
  }
}

export class Keyring {
  readonly #say: Say;
  readonly #now: () => number;
  readonly #sealer = new Sealer();
  readonly #openers = new Map<string, Opener>();
  #protection: Protection = "end_to_end";
  #work: Promise<void> = Promise.resolve();

  constructor(say: Say, now: () => number) {
    this.#say = say;
    this.#now = now;
  }

  /** Carries out an order; in the order in which they came. */
  obey(order: Exclude<Order, { type: "pipe" }>): Promise<void> {
    if (order.type === "protection") this.#protection = order.protection;
    if (order.type === "forget") this.#openers.delete(order.peerId);
    if (order.type === "own") this.#work = this.#work.then(() => this.#sealer.use(order.link));
    if (order.type === "theirs") {
      const opener = this.#opener(order.peerId);
      this.#work = this.#work.then(() => opener.add(order.link));
    }
    return this.#work;
  }

  /** What to do with the frames of a stream: changed in place, and whether to pass them on. */
  passing(pipe: Pipe): Pass {
    const layout = layoutOf(pipe.mimeType);
    if (!layout) return async () => this.#protection === "transport";
    if (pipe.direction === "send") return (frame) => this.#send(frame, layout, pipe.source);
    const listening = new Listening(pipe, this.#say);
    return (frame) => this.#receive(frame, layout, pipe, listening);
  }

  async #send(frame: Frame, layout: Layout, source: Source): Promise<boolean> {
    if (this.#protection === "transport") return true;
    const sealed = await this.#sealer.seal(new Uint8Array(frame.data), layout, source);
    if (!sealed) return false;
    frame.data = whole(sealed);
    return true;
  }

  async #receive(frame: Frame, layout: Layout, { peerId, source }: Pipe, listening: Listening): Promise<boolean> {
    const nowMs = this.#now();
    const sealed = readSealed(new Uint8Array(frame.data), layout);
    if (!sealed) return this.#protection === "transport" ? listening.mayShow(frame, nowMs) : listening.lost(false, nowMs);
    const opened = await this.#opener(peerId).open(sealed, layout, source, listening.path, nowMs);
    if (opened === "replayed") return false;
    if (typeof opened === "string") return listening.lost(opened === "unknown_key", nowMs);
    frame.data = whole(opened);
    return listening.mayShow(frame, nowMs);
  }

  #opener(peerId: string): Opener {
    const opener = this.#openers.get(peerId) ?? new Opener();
    this.#openers.set(peerId, opener);
    return opener;
  }
}

/** The buffer of bytes that fill it, without a copy. */
function whole(bytes: Bytes): ArrayBuffer {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;
}
