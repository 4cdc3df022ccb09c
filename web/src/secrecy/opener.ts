/** The keys of one other sender in the worker: opens its frames, follows its ratchet, refuses what is old or came before. */
import { type SealedFrame, type Source, openFrame } from "./cipher";
import type { Layout } from "./layout";
import { type Link, MAX_STEPS, frameKey, nextLink } from "./ratchet";
import type { Bytes } from "./trailer";
import { Window } from "./window";

/** Frames on their way when a new key came may still arrive so late. */
const OLD_GENERATION_MS = 5_000;
const KEPT_GENERATIONS = 3;
/** Of one generation: the step in use and the one before, for frames that overtook each other. */
const KEPT_STEPS = 2;
/** By another path of the same sender nothing older than some twenty seconds is taken. */
const BEHIND = 4096;

/** One step of a key, with the highest counter that was authentic under it. */
interface Rung {
  link: Link;
  key: CryptoKey;
  highest: number;
}

interface Generation {
  rungs: Rung[];
  endsAtMs: number | null;
}

export type Failure = "unknown_key" | "forged" | "replayed";
export type Opened = Bytes | Failure;

/** What came by one path: a receiver's stream. */
export class Path {
  readonly #windows = new WeakMap<Rung, Window>();

  window(rung: Rung): Window {
    const window = this.#windows.get(rung) ?? new Window();
    this.#windows.set(rung, window);
    return window;
  }
}

async function rungOf(link: Link): Promise<Rung> {
  return { link, key: await frameKey(link), highest: -1 };
}

export class Opener {
  readonly #generations = new Map<number, Generation>();

  /** Takes a key that its sender gave us; one that is older than what we have is refused. */
  async add(link: Link): Promise<void> {
    const rung = await rungOf(link);
    const newest = Math.max(-1, ...this.#generations.keys());
    const known = this.#generations.get(link.generation)?.rungs.at(-1);
    const isOld = link.generation < newest || (known !== undefined && known.link.step >= link.step);
    if (isOld) return;
    if (known) this.#keep(rung);
    else this.#generations.set(link.generation, { rungs: [rung], endsAtMs: null });
    const tooOld = [...this.#generations.keys()].sort((a, b) => b - a).slice(KEPT_GENERATIONS);
    for (const number of tooOld) this.#generations.delete(number);
  }

  /** The plain frame, or why there is none. */
  async open(sealed: SealedFrame, layout: Layout, source: Source, path: Path, nowMs: number): Promise<Opened> {
    const found = await this.#rung(sealed.mark.generation, sealed.mark.step, nowMs);
    if (!found) return "unknown_key";
    let rung = found;
    const { counter } = sealed.mark;
    const isFresh = (): boolean => counter > rung.highest - BEHIND && path.window(rung).isFresh(counter);
    if (!isFresh()) return "replayed";
    const frame = await openFrame(sealed, layout, source, rung.key);
    if (!frame) return "forged";
    // Another frame may have come first while this one was opened.
    rung = this.#used(rung, nowMs);
    if (!isFresh()) return "replayed";
    path.window(rung).take(counter);
    rung.highest = Math.max(rung.highest, counter);
    return frame;
  }

  async #rung(generation: number, step: number, nowMs: number): Promise<Rung | null> {
    const found = this.#generations.get(generation);
    if (!found || (found.endsAtMs !== null && found.endsAtMs <= nowMs)) return null;
    const known = found.rungs.find(({ link }) => link.step === step);
    const last = found.rungs.at(-1);
    if (known || !last || step < last.link.step || step > last.link.step + MAX_STEPS) return known ?? null;
    let { link } = last;
    while (link.step < step) link = await nextLink(link);
    return rungOf(link);
  }

  /** A rung that opened a frame is real: what is older than it ends. Returns the one that is kept for its step. */
  #used(rung: Rung, nowMs: number): Rung {
    this.#keep(rung);
    for (const [number, generation] of this.#generations) {
      if (number < rung.link.generation) generation.endsAtMs ??= nowMs + OLD_GENERATION_MS;
    }
    const { generation, step } = rung.link;
    return this.#generations.get(generation)?.rungs.find(({ link }) => link.step === step) ?? rung;
  }

  #keep(rung: Rung): void {
    const generation = this.#generations.get(rung.link.generation);
    const last = generation?.rungs.at(-1);
    if (!generation || !last || last.link.step >= rung.link.step) return;
    generation.rungs = [...generation.rungs, rung].slice(-KEPT_STEPS);
  }
}
