/** What may stand behind a person's picture, whether this machine is up to it, and when it turns out not to be; pure. */

export const EFFECTS = ["none", "blur", "plain"] as const;
export type Effect = (typeof EFFECTS)[number];

/** Why no effect is offered. */
export type Unfit = "unsupported" | "weak";

export interface Machine {
  /** Workers that draw, WebAssembly with vectors, and a way to make a track of pictures. */
  isCapable: boolean;
  /** Logical processors; null: the browser does not say. */
  processors: number | null;
  /** GiB, rounded by the browser; null: it does not say. */
  memoryGib: number | null;
}

/** A picture is found and painted on one processor, while others encode, decode and draw the page. */
const LEAST_PROCESSORS = 4;
const LEAST_MEMORY_GIB = 2;

export function unfitness({ isCapable, processors, memoryGib }: Machine): Unfit | null {
  if (!isCapable) return "unsupported";
  const isWeak = (processors ?? LEAST_PROCESSORS) < LEAST_PROCESSORS || (memoryGib ?? LEAST_MEMORY_GIB) < LEAST_MEMORY_GIB;
  return isWeak ? "weak" : null;
}

export const effectOf = (kept: string | null): Effect => EFFECTS.find((effect) => effect === kept) ?? "none";

/** Below 15 pictures a second a face no longer looks alive. */
export const SLOWEST_FRAME_MS = 1000 / 15;
/** The first pictures are slow everywhere: code is compiled, caches are cold. */
const WARM_UP_FRAMES = 15;
/** Judged together, so that another program's short burst of work costs nobody their effect. */
const JUDGED_FRAMES = 60;

/** Watches how long pictures take. */
export class Pace {
  #seen = 0;
  #recent: number[] = [];

  /** Takes the ms of one more picture; true: this machine cannot keep up. */
  isTooSlow(frameMs: number): boolean {
    this.#seen += 1;
    if (this.#seen <= WARM_UP_FRAMES) return false;
    this.#recent.push(frameMs);
    if (this.#recent.length > JUDGED_FRAMES) this.#recent.shift();
    return this.#recent.length === JUDGED_FRAMES && this.medianMs() > SLOWEST_FRAME_MS;
  }

  /** 0 before anything was measured. */
  medianMs(): number {
    const sorted = [...this.#recent].sort((a, b) => a - b);
    return sorted[sorted.length >> 1] ?? 0;
  }
}

/** Which of the two models fits a picture: one was made for wide pictures, one for all others. */
export type Shape = "wide" | "square";

export const shapeOf = (widthPx: number, heightPx: number): Shape => (widthPx >= heightPx * 1.2 ? "wide" : "square");
