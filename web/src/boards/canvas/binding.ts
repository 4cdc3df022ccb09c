/**
 * Keeps a canvas and its document in step, value by value. Compares what is drawn with what was last in step, never with the
 * document itself: else what others have just written would look like something this person took back. It sends no echo,
 * takes nothing out from under a hand, and writes nothing back that it only mended for showing.
 */
import type * as Y from "yjs";
import { differing, elementsOf, read, write } from "./elements";
import { type Flat, type Shown, elementOf, flatOf, isDrawn, mended } from "./flat";

const FLUSH_MS = 33;

/** What is drawn on this page. */
export interface Scene {
  /** All, those that are gone included; the canvas changes them in place. */
  elements: () => readonly Shown[];
  /** Draws these and no others; not a step that this person can undo. */
  show: (elements: readonly Shown[]) => void;
  /** What this person is drawing, dragging or typing right now. */
  inHand: () => ReadonlySet<string>;
}

interface Options {
  doc: Y.Doc;
  /** The origin of what `edit` does. */
  here: unknown;
  /** Changes the document if this person may. */
  edit: (change: (doc: Y.Doc) => void) => boolean;
  scene: Scene;
}

interface Written {
  id: string;
  before: Flat | null;
  now: Flat;
  nonce: number;
}

export const inOrder = (a: Shown, b: Shown): number => {
  const [left, right] = [a.index ?? "~", b.index ?? "~"];
  if (left === right) return a.id < b.id ? -1 : 1;
  return left < right ? -1 : 1;
};

export class Binding {
  readonly #options: Options;
  /** Of each element what the canvas and the document agreed on last. */
  readonly #shadow = new Map<string, Flat>();
  /** The version that is in step. */
  readonly #steady = new Map<string, number>();
  /** Changed by others, and not shown yet. */
  readonly #late = new Set<string>();
  /** Shown without something that is not there yet. */
  readonly #mended = new Set<string>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isShowing = false;

  constructor(options: Options) {
    this.#options = options;
    const elements = elementsOf(options.doc);
    elements.observeDeep(this.#observed);
    for (const id of elements.keys()) this.#late.add(id);
    this.#catchUp();
  }

  /** The canvas may have changed. */
  changed(): void {
    if (this.#isShowing) return;
    this.#catchUp();
    this.#timer ??= setTimeout(() => this.flush(), FLUSH_MS);
  }

  /** Writes at once what is to be written. */
  flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const changes = this.#changes();
    if (changes.length === 0) return;
    const { edit } = this.#options;
    const isTaken = edit((doc) => {
      const elements = elementsOf(doc);
      for (const { id, before, now } of changes) write(elements, id, before, now);
    });
    if (!isTaken) return;
    for (const { id, now, nonce } of changes) {
      this.#shadow.set(id, now);
      this.#steady.set(id, nonce);
    }
  }

  close(): void {
    this.flush();
    elementsOf(this.#options.doc).unobserveDeep(this.#observed);
  }

  #changes(): Written[] {
    const changes: Written[] = [];
    const there = new Set<string>();
    for (const element of this.#options.scene.elements()) {
      const { id, versionNonce: nonce } = element;
      there.add(id);
      if (this.#steady.get(id) === nonce) continue;
      const now = flatOf(element);
      const before = this.#shadow.get(id) ?? null;
      if (before === null ? isDrawn(now) : differing(before, now).length > 0) changes.push({ id, before, now, nonce });
      else if (before !== null) this.#steady.set(id, nonce);
    }
    // A canvas that holds nothing at all, not even what was taken away, has ended: that is nobody's change.
    return there.size === 0 ? [] : [...changes, ...this.#gone(there)];
  }

  /** The canvas takes back for good what was too small to see. */
  #gone(there: ReadonlySet<string>): Written[] {
    const gone = [...this.#shadow].filter(([id, before]) => !there.has(id) && before["d"] === false);
    return gone.map(([id, before]) => ({ id, before, now: { ...before, d: true }, nonce: 0 }));
  }

  readonly #observed = (events: Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction): void => {
    if (transaction.origin === this.#options.here) return;
    for (const event of events) {
      const [id] = event.path;
      if (typeof id === "string") this.#late.add(id);
      else for (const key of event.keys.keys()) this.#late.add(key);
    }
    for (const id of this.#mended) this.#late.add(id);
    this.#catchUp();
  };

  /** Shows what others did, but for what is in the hand: that waits until it is let go. */
  #catchUp(): void {
    if (this.#late.size === 0) return;
    const hand = this.#options.scene.inHand();
    const ready = [...this.#late].filter((id) => !hand.has(id));
    if (ready.length === 0) return;
    for (const id of ready) this.#late.delete(id);
    this.#show(ready);
  }

  #show(ids: readonly string[]): void {
    const { scene } = this.#options;
    const drawn = new Map(scene.elements().map((one) => [one.id, one]));
    const settled = new Set([...drawn.values()].filter(({ id, versionNonce }) => this.#steady.get(id) === versionNonce).map(({ id }) => id));
    for (const id of ids) this.#redraw(id, drawn, settled);
    this.#isShowing = true;
    scene.show([...drawn.values()].sort(inOrder));
    this.#isShowing = false;
    // As it is drawn now: the canvas puts right what shares a place in the order, and that is nobody's change.
    for (const element of scene.elements()) {
      const { id, versionNonce } = element;
      if (!settled.has(id)) continue;
      if (this.#steady.get(id) !== versionNonce) this.#shadow.set(id, flatOf(element));
      this.#steady.set(id, versionNonce);
    }
  }

  /** One as the document has it now, with what this person did meanwhile and is not written yet. */
  #redraw(id: string, drawn: Map<string, Shown>, settled: Set<string>): void {
    const elements = elementsOf(this.#options.doc);
    const remote = read(elements, id);
    const last = drawn.get(id);
    if (remote === null) return this.#forget(id, drawn);
    if (last === undefined && remote["d"] === true) {
      this.#shadow.set(id, remote);
      return undefined;
    }
    const flat = mended(remote, (other) => elements.has(other));
    if (flat === remote) this.#mended.delete(id);
    else this.#mended.add(id);
    const own = last === undefined ? {} : this.#own(id, last, settled.has(id));
    if (Object.keys(own).length === 0) settled.add(id);
    else this.#shadow.set(id, flat);
    drawn.set(id, elementOf(id, merged(flat, own), last));
    return undefined;
  }

  /** What this person changed since it was last in step; undefined: took away. */
  #own(id: string, drawn: Shown, isSettled: boolean): Record<string, Flat[string] | undefined> {
    const before = this.#shadow.get(id);
    if (isSettled || before === undefined) return {};
    const now = flatOf(drawn);
    return Object.fromEntries(differing(before, now).map((key) => [key, now[key]]));
  }

  #forget(id: string, drawn: Map<string, Shown>): void {
    drawn.delete(id);
    this.#shadow.delete(id);
    this.#steady.delete(id);
    this.#mended.delete(id);
  }
}

function merged(flat: Flat, own: Readonly<Record<string, Flat[string] | undefined>>): Flat {
  const both: Record<string, Flat[string]> = { ...flat };
  for (const [key, value] of Object.entries(own)) {
    if (value === undefined) delete both[key];
    else both[key] = value;
  }
  return both;
}
