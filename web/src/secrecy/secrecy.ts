/** The end-to-end encryption of one call: joins the exchange of keys with the worker, and knows the safety code. */
import { Store } from "../core/store";
import { type Envelope, Exchange } from "./exchange";
import { Guard, type Way, wayOf } from "./guard";
import type { Protection } from "./orders";
import type { Present } from "./plan";
import { safetyCode } from "./safety";

export interface SafetyView {
  /** The groups of digits to compare; null while nobody else has a key. */
  code: readonly string[] | null;
  /** All who are here have compared it with us, as far as we were told. */
  isCompared: boolean;
}

const nothing: SafetyView = { code: null, isCompared: false };

/** Whether everybody who is here now was here when the code was compared. */
export const areCompared = (compared: ReadonlySet<string>, here: readonly string[]): boolean =>
  here.length > 0 && here.every((key) => compared.has(key));

export class Secrecy {
  readonly safety = new Store<SafetyView>(nothing);
  readonly #roomId: string;
  readonly #way: Way | null;
  readonly #post: (letters: Envelope[]) => Promise<readonly string[]>;
  #parts: { guard: Guard; exchange: Exchange } | null = null;
  #others: readonly string[] = [];
  #compared: ReadonlySet<string> = new Set();

  constructor(roomId: string, post: (letters: Envelope[]) => Promise<readonly string[]>) {
    this.#roomId = roomId;
    this.#post = post;
    this.#way = wayOf(globalThis);
  }

  /** Whether this browser can encrypt end-to-end at all. */
  get isPossible(): boolean {
    return this.#way !== null;
  }

  /** To attach senders and receivers to; null where the browser cannot. */
  get guard(): Guard | null {
    return this.#parts?.guard ?? null;
  }

  /** The key under which we join; null where the browser cannot. The worker starts here. */
  async publicKey(): Promise<string | null> {
    if (this.#way === null) return null;
    this.#parts ??= this.#start(this.#way);
    return this.#parts.exchange.publicKey();
  }

  /** How the session is protected, and who is in it. */
  follow(protection: Protection, selfId: string, present: readonly Present[]): void {
    if (!this.#parts) return;
    const { guard, exchange } = this.#parts;
    guard.protect(protection);
    exchange.set(protection === "end_to_end");
    exchange.follow(selfId, present);
    void this.#look(present);
  }

  receive(peerId: string, envelope: string): void {
    this.#parts?.exchange.receive(peerId, envelope);
  }

  resend(peerId: string): void {
    this.#parts?.exchange.resend(peerId);
  }

  /** Words for some of the others, sealed for each; who cannot open any gets none. */
  async sealWords(words: string, to: readonly string[]): Promise<Envelope[]> {
    return (await this.#parts?.exchange.sealWords(words, to)) ?? [];
  }

  /** The words that a peer sealed for us; null when they do not open. */
  async openWords(peerId: string, envelope: string): Promise<string | null> {
    return (await this.#parts?.exchange.openWords(peerId, envelope)) ?? null;
  }

  /** They have compared the code, or take that back. */
  setCompared(isCompared: boolean): void {
    this.#compared = isCompared ? new Set(this.#others) : new Set();
    this.safety.set({ ...this.safety.get(), isCompared: areCompared(this.#compared, this.#others) });
  }

  close(): void {
    this.#parts?.guard.close();
    this.#parts = null;
  }

  #start(way: Way): { guard: Guard; exchange: Exchange } {
    const guard: Guard = new Guard(way, { onKeyMissing: (peerId) => exchange.ask(peerId, performance.now()) });
    const exchange: Exchange = new Exchange({ roomId: this.#roomId, keys: guard, post: this.#post });
    return { guard, exchange };
  }

  async #look(present: readonly Present[]): Promise<void> {
    const others = present.flatMap(({ publicKey }) => publicKey ?? []).sort();
    if (others.join() === this.#others.join()) return;
    this.#others = others;
    this.safety.set({ code: null, isCompared: areCompared(this.#compared, others) });
    const own = await this.#parts?.exchange.publicKey();
    if (own === undefined || others.length === 0) return;
    const code = await safetyCode(this.#roomId, [own, ...others]);
    if (this.#others === others) this.safety.set({ code, isCompared: areCompared(this.#compared, others) });
  }
}
