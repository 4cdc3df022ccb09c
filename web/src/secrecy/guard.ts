/** The page's end of the worker: attaches it to senders and receivers, gives it keys, hears what it lacks. Encrypts nothing itself. */
import type { Source } from "./cipher";
import type { Keys } from "./exchange";
import type { Order, Pipe, Protection, Word } from "./orders";
import type { Link } from "./ratchet";

type Script = new (worker: Worker, options: Pipe) => RTCRtpScriptTransform;

/** Chrome's older way, gone from the standard. */
interface WithStreams {
  createEncodedStreams?: () => { readable: ReadableStream; writable: WritableStream };
}

type Half = (RTCRtpSender | RTCRtpReceiver) & WithStreams;
export type Way = "script" | "streams";

/** By which way this browser lets us at encoded frames; null: by none. */
export function wayOf(scope: { RTCRtpScriptTransform?: unknown; RTCRtpSender?: { prototype: object }; crypto?: { subtle?: unknown } }): Way | null {
  if (!scope.crypto?.subtle) return null;
  if (scope.RTCRtpScriptTransform) return "script";
  return scope.RTCRtpSender && "createEncodedStreams" in scope.RTCRtpSender.prototype ? "streams" : null;
}

interface GuardEvents {
  onKeyMissing: (peerId: string) => void;
}

export class Guard implements Keys {
  readonly way: Way;
  readonly #worker: Worker;
  readonly #events: GuardEvents;
  readonly #wanting = new Map<string, () => void>();
  #count = 0;

  constructor(way: Way, events: GuardEvents) {
    this.way = way;
    this.#events = events;
    this.#worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    this.#worker.addEventListener("message", ({ data }: MessageEvent<Word>) => this.#hear(data));
  }

  /** From now on what a sender encodes is sealed. */
  sends(sender: RTCRtpSender, source: Source, mimeType: string): void {
    this.#attach(sender, { id: this.#newId(), direction: "send", peerId: "", source, mimeType });
  }

  /** From now on what a receiver gets is opened. `onKeyFrameWanted`: nothing can be shown without one. */
  receives(receiver: RTCRtpReceiver, from: { peerId: string; source: Source; mimeType: string }, onKeyFrameWanted: () => void): void {
    const id = this.#newId();
    this.#wanting.set(id, onKeyFrameWanted);
    receiver.track.addEventListener("ended", () => this.#wanting.delete(id));
    this.#attach(receiver, { id, direction: "receive", ...from });
  }

  protect(protection: Protection): void {
    this.#tell({ type: "protection", protection });
  }

  own(link: Link): void {
    this.#tell({ type: "own", link });
  }

  theirs(peerId: string, link: Link): void {
    this.#tell({ type: "theirs", peerId, link });
  }

  forget(peerId: string): void {
    this.#tell({ type: "forget", peerId });
  }

  close(): void {
    this.#worker.terminate();
  }

  #newId(): string {
    this.#count += 1;
    return String(this.#count);
  }

  #attach(half: Half, pipe: Pipe): void {
    if (this.way === "script") {
      half.transform = new (RTCRtpScriptTransform as unknown as Script)(this.#worker, pipe);
      return;
    }
    const streams = half.createEncodedStreams?.();
    if (!streams) return;
    const { readable, writable } = streams;
    this.#tell({ type: "pipe", pipe, readable, writable }, [readable, writable]);
  }

  #tell(order: Order, transfer: Transferable[] = []): void {
    this.#worker.postMessage(order, transfer);
  }

  #hear(word: Word): void {
    if (word.type === "key_missing") this.#events.onKeyMissing(word.peerId);
    else this.#wanting.get(word.pipeId)?.();
  }
}
