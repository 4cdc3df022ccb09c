/** What stands behind us: dresses a camera's track in the chosen effect, and ends it when the machine is not up to it. Shows nobody the room that somebody wanted hidden. */
import { Store } from "../../core/store";
import { machine } from "./capable";
import { type Effect, type Unfit, effectOf, unfitness } from "./model";
import type { Order, Word } from "./orders";
import { type Pipe, openPipe } from "./pipe";

export type BackdropTrouble = "effectSlow" | "effectFailed";

const KEPT = "ithaca.effect";
/** Longer than a slow line needs for the model's four megabytes. */
const FIRST_PICTURE_MS = 45_000;

export class Backdrop {
  /** The effect that is wished for, kept on this device. */
  readonly effect: Store<Effect>;
  readonly #onTrouble: (trouble: BackdropTrouble) => void;
  #worker: Worker | null = null;
  #pipe: Pipe | null = null;
  /** While a first picture is waited for. */
  #begins: AbortController | null = null;

  constructor(onTrouble: (trouble: BackdropTrouble) => void) {
    const isFit = this.unfit() === null;
    this.effect = new Store<Effect>(isFit ? effectOf(localStorage.getItem(KEPT)) : "none");
    this.#onTrouble = onTrouble;
  }

  /** Why this machine gets none; null: it may have some. */
  unfit(): Unfit | null {
    return unfitness(machine());
  }

  /** Takes a wish; a track that is dressed already changes with it. */
  choose(effect: Effect): void {
    this.effect.set(effect);
    localStorage.setItem(KEPT, effect);
    if (effect !== "none") this.#tell({ type: "effect", effect });
  }

  /** The track to show instead of the camera's: the same one without an effect. Throws when it cannot be had. */
  async dress(raw: MediaStreamTrack): Promise<MediaStreamTrack> {
    const effect = this.effect.get();
    if (effect === "none") return raw;
    this.#pipe?.close();
    const worker = this.#worker ?? this.#start();
    this.#tell({ type: "effect", effect });
    const begun = this.#firstPicture(worker);
    const pipe = openPipe(worker, raw);
    this.#pipe = pipe;
    await begun;
    return pipe.track;
  }

  /** Lets go of the worker, its memory and the track. */
  undress(): void {
    this.#pipe?.close();
    this.#worker?.terminate();
    this.#pipe = null;
    this.#worker = null;
    this.#begins?.abort();
  }

  #start(): Worker {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    worker.addEventListener("message", ({ data }: MessageEvent<Word>) => this.#hear(worker, data));
    this.#worker = worker;
    return worker;
  }

  #tell(order: Order): void {
    this.#worker?.postMessage(order);
  }

  #hear(worker: Worker, word: Word): void {
    if (worker !== this.#worker) return;
    // Before its first picture whoever asked for it is told.
    if (word.type === "failed" && this.#begins === null) this.#end("effectFailed");
    if (word.type === "tooSlow") this.#end("effectSlow");
  }

  #end(trouble: BackdropTrouble): void {
    this.undress();
    this.choose("none");
    this.#onTrouble(trouble);
  }

  /** Nothing is shown before it: a black picture would look like a broken camera. */
  #firstPicture(worker: Worker): Promise<void> {
    const abort = new AbortController();
    const { signal } = abort;
    this.#begins = abort;
    return new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => abort.abort(), FIRST_PICTURE_MS);
      const hear = ({ data: word }: MessageEvent<Word>): void => {
        if (word.type === "begun" || word.type === "painted") resolve();
        if (word.type === "failed") abort.abort();
      };
      signal.addEventListener("abort", () => (clearTimeout(timer), reject(new Error("no picture came"))));
      worker.addEventListener("message", hear, { signal });
      worker.addEventListener("error", () => abort.abort(), { signal });
    }).finally(() => {
      this.#begins = null;
      abort.abort();
    });
  }
}
