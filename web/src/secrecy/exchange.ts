/** Gives our key to everybody who may hear us, and takes theirs. One change at a time; what was missed is made good at the next. */
import { type Identity, type Letter, type Route, newIdentity, openWords, sealWords, unwrap, wrap } from "./envelope";
import { type Present, plan, readersOf } from "./plan";
import { type Link, MAX_STEPS, freshLink, nextLink } from "./ratchet";
import { LAST_GENERATION } from "./trailer";

/** After the server has taken the letters of a new key: the time in which they reach their readers. */
const SETTLE_MS = 250;
/** The same question is not asked, and not answered, more often. */
const ASK_EVERY_MS = 2_000;

export interface Envelope {
  peerId: string;
  envelope: string;
}

/** What the frames' side is told. */
export interface Keys {
  own: (link: Link) => void;
  theirs: (peerId: string, link: Link) => void;
  forget: (peerId: string) => void;
}

interface ExchangeParts {
  roomId: string;
  keys: Keys;
  /** Passes envelopes on; returns whom none could be given. */
  post: (letters: Envelope[]) => Promise<readonly string[]>;
}

function isDue(times: Map<string, number>, peerId: string, nowMs: number): boolean {
  if (nowMs - (times.get(peerId) ?? -ASK_EVERY_MS) < ASK_EVERY_MS) return false;
  times.set(peerId, nowMs);
  return true;
}

export class Exchange {
  readonly #parts: ExchangeParts;
  readonly #identity: Promise<Identity>;
  readonly #shared = new Map<string, string>();
  readonly #asked = new Map<string, number>();
  readonly #answered = new Map<string, number>();
  #selfId = "";
  #present: readonly Present[] = [];
  #link: Link | null = null;
  #isOn = false;
  #isQueued = false;
  #work: Promise<void> = Promise.resolve();
  #arrivals: Promise<void> = Promise.resolve();

  constructor(parts: ExchangeParts) {
    this.#parts = parts;
    this.#identity = newIdentity();
  }

  /** How others know us in this session. */
  async publicKey(): Promise<string> {
    return (await this.#identity).publicKey;
  }

  /** From now on keys are needed, or not. A key from before an interval without is not used again. */
  set(isOn: boolean): void {
    if (isOn === this.#isOn) return;
    this.#isOn = isOn;
    if (!isOn) this.#shared.clear();
    this.#queue(true);
  }

  /** Who is in the session besides us. */
  follow(selfId: string, present: readonly Present[]): void {
    const before = new Map(this.#present.map(({ peerId, publicKey }) => [peerId, publicKey]));
    this.#selfId = selfId;
    this.#present = present;
    const now = new Map(present.map(({ peerId, publicKey }) => [peerId, publicKey]));
    for (const [peerId, publicKey] of before) if (now.get(peerId) !== publicKey) this.#parts.keys.forget(peerId);
    this.#queue(false);
  }

  /** Somebody's line was down: what we sent meanwhile may never have come. */
  resend(peerId: string): void {
    this.#shared.delete(peerId);
    this.#queue(false);
  }

  /** An envelope has come. Those that are not for us, or not from whom they seem to be, are dropped. */
  receive(peerId: string, envelope: string): void {
    const fromKey = this.#keyOf(peerId);
    if (fromKey === null) return;
    this.#arrivals = this.#arrivals.then(async () => {
      const identity = await this.#identity;
      const letter = await unwrap(envelope, identity, this.#routeFrom(peerId, fromKey, identity));
      // They may have gone, or come anew, while it was opened.
      if (letter === null || this.#keyOf(peerId) !== fromKey) return;
      if (letter.kind === "key") this.#parts.keys.theirs(peerId, letter.link);
      else if (isDue(this.#answered, peerId, performance.now())) this.resend(peerId);
    });
  }

  /** Frames of somebody come whose key we have not. */
  ask(peerId: string, nowMs: number): void {
    if (!this.#isOn || !isDue(this.#asked, peerId, nowMs)) return;
    this.#send({ kind: "ask" }, [peerId]).catch(() => undefined);
  }

  /** Words for some of those who are here, an envelope each; who has no key gets none. */
  async sealWords(words: string, to: readonly string[]): Promise<Envelope[]> {
    const identity = await this.#identity;
    return Promise.all(this.#routes(identity, to).map(async (route) => ({ peerId: route.to, envelope: await sealWords(words, identity, route) })));
  }

  /** The words that somebody who is here sealed for us; null: not theirs, or not for us. */
  async openWords(peerId: string, envelope: string): Promise<string | null> {
    const fromKey = this.#keyOf(peerId);
    if (fromKey === null) return null;
    const identity = await this.#identity;
    return openWords(envelope, identity, this.#routeFrom(peerId, fromKey, identity));
  }

  #routeFrom(peerId: string, fromKey: string, identity: Identity): Route {
    return { roomId: this.#parts.roomId, from: peerId, fromKey, to: this.#selfId, toKey: identity.publicKey };
  }

  #routes(identity: Identity, to: readonly string[]): Route[] {
    return to.flatMap((peerId): Route[] => {
      const toKey = this.#keyOf(peerId);
      return toKey === null ? [] : [{ roomId: this.#parts.roomId, from: this.#selfId, fromKey: identity.publicKey, to: peerId, toKey }];
    });
  }

  #keyOf(peerId: string): string | null {
    return this.#present.find((peer) => peer.peerId === peerId)?.publicKey ?? null;
  }

  /** Several changes in a row are one. */
  #queue(isNew: boolean): void {
    if (isNew) this.#link = this.#link && { ...this.#link, step: MAX_STEPS };
    if (this.#isQueued) return;
    this.#isQueued = true;
    this.#work = this.#work
      .then(() => {
        this.#isQueued = false;
        return this.#settle();
      })
      .catch(() => undefined); // the line fell: the rejoin follows anew
  }

  async #settle(): Promise<void> {
    if (!this.#isOn || this.#selfId === "") return;
    const { change, to } = plan(this.#shared, this.#present);
    const isUsedUp = !this.#link || this.#link.step >= MAX_STEPS;
    if (change === "rotate") return this.#rotate();
    if (change === "keep" && !isUsedUp) return;
    const link = await this.#advance(isUsedUp);
    // At once: those who have the key follow by themselves, and a newcomer must not read what came before.
    this.#parts.keys.own(link);
    await this.#send({ kind: "key", link }, isUsedUp ? readersOf(this.#present).map(({ peerId }) => peerId) : to.map(({ peerId }) => peerId));
  }

  /** Somebody has gone: a new key for all who stay, used as soon as they have it, and in any case. */
  async #rotate(): Promise<void> {
    const link = await this.#advance(true);
    this.#shared.clear();
    try {
      await this.#send({ kind: "key", link }, readersOf(this.#present).map(({ peerId }) => peerId));
      await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    } finally {
      this.#parts.keys.own(link);
    }
  }

  async #advance(isFresh: boolean): Promise<Link> {
    const generation = (this.#link?.generation ?? 0) + 1;
    if (generation > LAST_GENERATION) throw new RangeError("this session has used up its keys");
    this.#link = this.#link && !isFresh ? await nextLink(this.#link) : freshLink(generation);
    return this.#link;
  }

  async #send(letter: Letter, to: readonly string[]): Promise<void> {
    const identity = await this.#identity;
    const routes = this.#routes(identity, to);
    if (routes.length === 0) return;
    const letters = await Promise.all(routes.map(async (route) => ({ peerId: route.to, envelope: await wrap(letter, identity, route) })));
    const undelivered = new Set(await this.#parts.post(letters));
    if (letter.kind === "ask") return;
    for (const { to: peerId, toKey } of routes) if (!undelivered.has(peerId)) this.#shared.set(peerId, toKey);
  }
}
