/**
 * Brings the images of a canvas to the server and those of the others to the canvas. Its one rule: what is drawn and has no
 * reference is sent, what has one and is not here is fetched; nothing is told of an image before the server has it.
 */
import type * as Y from "yjs";
import { Refused } from "../../core/errors";
import { type Mime, type Ref, blobOf, dataUrlOf, digestOf, filesOf, mimeOf, noteFile, refOf } from "./files";
import type { Untaken } from "./taking";

const AGAIN_MS = 5_000;
const TOO_FAST = 429;
const LEAST_FAULT = 500;

export interface Wall {
  /** The files of what is drawn. */
  wanted: () => ReadonlySet<string>;
  /** The content of one, as a data address, if it is here. */
  held: (fileId: string) => string | null;
  put: (fileId: string, mime: Mime, dataUrl: string) => void;
  /** Takes away, or brings back, what shows a file. */
  hide: (fileId: string, isHidden: boolean) => void;
}

interface Store {
  /** As what the server knows it now. */
  send: (sha256: string, blob: Blob) => Promise<{ contentType: string; size: number }>;
  fetch: (sha256: string) => Promise<Blob>;
  /** In this browser, until it is sent; null: no longer. */
  keep: (fileId: string, blob: Blob | null) => Promise<void>;
  kept: (fileId: string) => Promise<Blob | null>;
}

export interface Refusal {
  /** Null: it never came to the canvas. */
  fileId: string | null;
  why: Refused | Untaken;
}

interface Progress {
  /** On their way right now. */
  sending: number;
  /** For the network. */
  waiting: number;
  refusals: readonly Refusal[];
}

interface Options {
  doc: Y.Doc;
  wall: Wall;
  store: Store;
  /** Whether the server can be spoken to and takes changes. */
  canSend: () => boolean;
  edit: (change: (doc: Y.Doc) => void) => boolean;
}

const isPassing = (error: unknown): boolean => !(error instanceof Refused) || error.status === TOO_FAST || error.status >= LEAST_FAULT;

export class Pictures {
  readonly #options: Options;
  readonly #listeners = new Set<() => void>();
  readonly #busy = new Set<string>();
  readonly #sending = new Set<string>();
  readonly #waiting = new Set<string>();
  /** Neither sent nor kept here: somebody else is sending it. */
  readonly #elsewhere = new Set<string>();
  /** Failed in passing: tried again a little later. */
  readonly #paused = new Set<string>();
  #refusals: readonly Refusal[] = [];
  #progress: Progress = { sending: 0, waiting: 0, refusals: [] };
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isOver = false;

  constructor(options: Options) {
    this.#options = options;
    filesOf(options.doc).observe(this.look);
  }

  get progress(): Progress {
    return this.#progress;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  close(): void {
    this.#isOver = true;
    filesOf(this.#options.doc).unobserve(this.look);
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  /** Something may have changed: what is drawn, what is known, or the network. */
  readonly look = (): void => {
    if (this.#isOver) return;
    const wanted = this.#options.wall.wanted();
    for (const id of this.#waiting) if (!wanted.has(id)) this.#waiting.delete(id);
    for (const id of wanted) {
      const what = this.#isLeft(id) ? null : this.#next(id);
      if (what !== null) void this.#do(id, what);
    }
    this.#tell();
  };

  /** There is a connection again: what failed need not wait. */
  returned(): void {
    this.#paused.clear();
    this.look();
  }

  refuse(refusal: Refusal): void {
    this.#refusals = [...this.#refusals, refusal];
    this.#tell();
  }

  again(refusal: Refusal): void {
    if (refusal.fileId !== null) this.#options.wall.hide(refusal.fileId, false);
    this.letBe(refusal);
    this.look();
  }

  letBe(refusal: Refusal): void {
    this.#refusals = this.#refusals.filter((one) => one !== refusal);
    this.#tell();
  }

  #isLeft(id: string): boolean {
    return this.#busy.has(id) || this.#paused.has(id) || this.#refusals.some(({ fileId }) => fileId === id);
  }

  /** What is to be done about one, if anything. */
  #next(id: string): (() => Promise<void>) | null {
    const { doc, wall, canSend } = this.#options;
    const ref = refOf(doc, id);
    const isHeld = wall.held(id) !== null;
    if (ref !== null) return isHeld ? null : () => this.#fetch(id, ref);
    if (!isHeld) return this.#elsewhere.has(id) ? null : () => this.#find(id);
    // One that waits is kept here already.
    return this.#waiting.has(id) && !canSend() ? null : () => this.#send(id);
  }

  async #do(id: string, what: () => Promise<void>): Promise<void> {
    this.#busy.add(id);
    let isDone = false;
    try {
      await what();
      isDone = true;
    } catch (error) {
      this.#failed(id, error);
    } finally {
      this.#busy.delete(id);
      this.#sending.delete(id);
    }
    if (isDone) this.look();
    else this.#tell();
  }

  #failed(id: string, error: unknown): void {
    const { doc, wall, store } = this.#options;
    if (isPassing(error) || refOf(doc, id) !== null) {
      this.#paused.add(id);
      this.#timer ??= setTimeout(() => {
        this.#timer = null;
        this.#paused.clear();
        this.look();
      }, AGAIN_MS);
      return;
    }
    this.#waiting.delete(id);
    void store.keep(id, null);
    wall.hide(id, true);
    this.refuse({ fileId: id, why: error as Refused });
  }

  async #fetch(id: string, ref: Ref): Promise<void> {
    const { wall, store } = this.#options;
    const blob = await store.fetch(ref.sha256);
    wall.put(id, ref.mime, await dataUrlOf(new Blob([blob], { type: ref.mime })));
  }

  async #find(id: string): Promise<void> {
    const { wall, store } = this.#options;
    const blob = await store.kept(id);
    const mime = mimeOf(blob?.type);
    if (blob === null || mime === null) this.#elsewhere.add(id);
    else wall.put(id, mime, await dataUrlOf(blob));
  }

  async #send(id: string): Promise<void> {
    const { wall, store, edit, canSend } = this.#options;
    const blob = blobOf(wall.held(id) ?? "");
    if (!this.#waiting.has(id)) await store.keep(id, blob);
    this.#waiting.add(id);
    if (!canSend()) return;
    this.#sending.add(id);
    this.#tell();
    const sha256 = await digestOf(blob);
    const { contentType, size } = await store.send(sha256, blob);
    const mime = mimeOf(contentType) ?? "image/png";
    if (this.#isOver || !edit((doc) => noteFile(doc, id, { mime, size, sha256 }))) return;
    this.#waiting.delete(id);
    await store.keep(id, null);
  }

  #tell(): void {
    if (this.#isOver) return;
    const next = { sending: this.#sending.size, waiting: this.#waiting.size - this.#sending.size, refusals: this.#refusals };
    const last = this.#progress;
    if (next.sending === last.sending && next.waiting === last.waiting && next.refusals === last.refusals) return;
    this.#progress = next;
    for (const listener of this.#listeners) listener();
  }
}
