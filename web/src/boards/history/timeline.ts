/** A document's past as it is played: which changes there are, when each is due, and the document after any of them. */
import * as Y from "yjs";

/** Nobody watches a pause: longer ones are played as this. */
const LONGEST_PAUSE_MS = 1_500;
/** After such a pause it is another sitting. */
const SITTING_MS = 10 * 60_000;
/** Changes from one kept state to the next: what going back costs at most. */
const KEPT_EVERY = 500;

export interface Moment {
  seq: number;
  /** Null: the server, or somebody who has left. */
  person: string | null;
  at: Date;
  update: Uint8Array;
}

interface Sitting {
  /** How many changes there are before and with it. */
  from: number;
  to: number;
  startsAt: Date;
  endsAt: Date;
  people: (string | null)[];
}

/** When each state is due in a play, in milliseconds; the first is the beginning. */
export function dueTimes(moments: readonly Moment[]): number[] {
  let due = 0;
  return [0, ...moments.map(({ at }, n) => (due += Math.min(Math.max(at.getTime() - (moments[n - 1]?.at ?? at).getTime(), 1), LONGEST_PAUSE_MS)))];
}

/** The last state that is due by then. */
export function dueBy(due: readonly number[], ms: number): number {
  let [low, high] = [0, due.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((due[middle] ?? 0) <= ms) low = middle;
    else high = middle - 1;
  }
  return low;
}

export function sittingsOf(moments: readonly Moment[]): Sitting[] {
  const sittings: Sitting[] = [];
  moments.forEach(({ at, person }, n) => {
    const last = sittings.at(-1);
    if (last === undefined || at.getTime() - last.endsAt.getTime() > SITTING_MS) sittings.push({ from: n, to: n + 1, startsAt: at, endsAt: at, people: [person] });
    else Object.assign(last, { to: n + 1, endsAt: at, people: last.people.includes(person) ? last.people : [...last.people, person] });
  });
  return sittings;
}

export class Timeline {
  readonly moments: readonly Moment[];
  readonly due: readonly number[];
  readonly sittings: readonly Sitting[];
  readonly #kept = new Map<number, Uint8Array>();
  #doc: Y.Doc;
  #at = 0;

  constructor(base: Uint8Array, moments: readonly Moment[]) {
    this.moments = moments;
    this.due = dueTimes(moments);
    this.sittings = sittingsOf(moments);
    this.#doc = docOf(base);
    this.#kept.set(0, Y.encodeStateAsUpdate(this.#doc));
  }

  get length(): number {
    return this.moments.length;
  }

  /** The document after `n` changes; another call may change it, or leave it behind for another one. */
  at(n: number): Y.Doc {
    if (n < this.#at) this.#goBack(n);
    for (; this.#at < n; this.#at += 1) {
      const next = this.moments[this.#at];
      if (next === undefined) break;
      if (this.#at % KEPT_EVERY === 0 && !this.#kept.has(this.#at)) this.#kept.set(this.#at, Y.encodeStateAsUpdate(this.#doc));
      Y.applyUpdate(this.#doc, next.update);
    }
    return this.#doc;
  }

  /** The same as an update, for a document of one's own. */
  state(n: number): Uint8Array {
    return Y.encodeStateAsUpdate(this.at(n));
  }

  #goBack(n: number): void {
    const from = Math.max(...[...this.#kept.keys()].filter((kept) => kept <= n));
    this.#doc = docOf(this.#kept.get(from) ?? new Uint8Array());
    this.#at = from;
  }
}

export function docOf(state: Uint8Array): Y.Doc {
  const doc = new Y.Doc();
  if (state.length > 0) Y.applyUpdate(doc, state);
  return doc;
}
