/** Tells the server what we look at: per picture its layer, its priority, and whether it is seen at all. */
import type { types } from "mediasoup-client";
import type { CallLine, Source } from "./socket";
import { type Wish, isSameWish, wishOf } from "./wishes";

/** A page out of sight keeps its pictures for a glance at another tab; after this it only listens. */
const UNSEEN_AFTER_MS = 20_000;

/** A picture that somebody sends. */
interface Watched {
  producerId: string;
  peerId: string;
  source: Source;
}

interface Looking {
  watched: readonly Watched[];
  pinnedId: string | null;
  speakerId: string | null;
}

export class Attention {
  readonly #line: CallLine;
  readonly #consumerOf: (producerId: string) => types.Consumer | undefined;
  readonly #heights = new Map<string, number>();
  /** What the server knows: of a new consumer, nothing. */
  readonly #told = new WeakMap<types.Consumer, Wish>();
  #looking: Looking = { watched: [], pinnedId: null, speakerId: null };
  #isUnseen = false;
  #isListening = false;
  #timer: number | undefined;

  constructor(line: CallLine, consumerOf: (producerId: string) => types.Consumer | undefined) {
    this.#line = line;
    this.#consumerOf = consumerOf;
    document.addEventListener("visibilitychange", this.#onVisibility);
  }

  /** 0: scrolled away or covered. */
  setHeight(producerId: string, heightPx: number): void {
    this.#heights.set(producerId, heightPx);
    this.#tellAll();
  }

  /** True: no picture is to come at all, whether it has a place here or not. */
  listenOnly(isListening: boolean): void {
    this.#isListening = isListening;
    this.#tellAll();
  }

  look(looking: Looking): void {
    this.#looking = looking;
    this.#tellAll();
  }

  close(): void {
    clearTimeout(this.#timer);
    document.removeEventListener("visibilitychange", this.#onVisibility);
  }

  readonly #onVisibility = (): void => {
    clearTimeout(this.#timer);
    if (document.visibilityState === "hidden") this.#timer = window.setTimeout(() => this.#setUnseen(true), UNSEEN_AFTER_MS);
    else this.#setUnseen(false);
  };

  #setUnseen(isUnseen: boolean): void {
    this.#isUnseen = isUnseen;
    this.#tellAll();
  }

  #tellAll(): void {
    if (!this.#line.isUp) return;
    for (const one of this.#looking.watched) this.#tell(one);
  }

  #tell({ producerId, peerId, source }: Watched): void {
    const consumer = this.#consumerOf(producerId);
    const height = this.#isListening ? 0 : this.#heights.get(producerId);
    if (!consumer || consumer.kind !== "video" || height === undefined) return;
    const { pinnedId, speakerId } = this.#looking;
    const heightPx = this.#isUnseen ? 0 : height;
    const wish = wishOf({ source, heightPx, isPinned: pinnedId === peerId, isSpeaker: speakerId === peerId });
    const told = this.#told.get(consumer);
    if (isSameWish(told, wish)) return;
    this.#told.set(consumer, wish);
    void this.#send(consumer, wish, told);
  }

  async #send(consumer: types.Consumer, wish: Wish, told: Wish | undefined): Promise<void> {
    const { isWanted, spatialLayer, priority } = wish;
    const consumerId = consumer.id;
    try {
      if (isWanted) await this.#line.request("set_preferred_layers", { consumerId, spatialLayer, priority });
      if (isWanted !== (told?.isWanted ?? true)) await this.#line.request(isWanted ? "resume_consumer" : "pause_consumer", { consumerId });
    } catch {
      this.#refused(consumer, wish, told);
    }
  }

  /** The server knows what it knew before: it is told again with the next look. */
  #refused(consumer: types.Consumer, wish: Wish, told: Wish | undefined): void {
    if (this.#told.get(consumer) !== wish) return;
    if (told) this.#told.set(consumer, told);
    else this.#told.delete(consumer);
  }
}
