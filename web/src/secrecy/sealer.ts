/** Our own key in the worker: seals what we send, with a counter that never repeats. */
import { type Source, sealFrame } from "./cipher";
import type { Layout } from "./layout";
import { type Link, frameKey } from "./ratchet";
import { type Bytes, LAST_COUNTER } from "./trailer";

interface Held {
  generation: number;
  step: number;
  key: CryptoKey;
}

export class Sealer {
  #held: Held | null = null;
  #counter = 0;

  /** From now on this key is used. */
  async use(link: Link): Promise<void> {
    const key = await frameKey(link);
    this.#held = { generation: link.generation, step: link.step, key };
    this.#counter = 0;
  }

  /** No key any more: nothing can be sealed until the next. */
  forget(): void {
    this.#held = null;
  }

  /** The sealed frame; null when it cannot be sealed, and then it must not be sent. */
  async seal(frame: Bytes, layout: Layout, source: Source): Promise<Bytes | null> {
    if (!this.#held || this.#counter >= LAST_COUNTER) return null;
    const { generation, step, key } = this.#held;
    const counter = this.#counter;
    this.#counter += 1;
    return sealFrame(frame, layout, source, { generation, step, counter }, key);
  }
}
