/**
 * A shared document that is live: what is done here goes to the server in batches and is saved, waits or is refused, visibly;
 * what others do comes in. It decides nothing about what stands in the document.
 */
import { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate, removeAwarenessStates } from "y-protocols/awareness";
import * as Y from "yjs";
import { Refused, isRefused } from "../core/errors";
import { type BoardsLine, type Joined, type News, type Role, bufferOf, bytesOf } from "./line";
import { type Shelf, takeFromShelf } from "./shelf";
import { sliced } from "./slices";

const BATCH_MS = 33;
const PRESENCE_MS = 100;
const AGAIN_MS = 2_000;
/** After these the server takes the same change later, or needs to be asked what it has. */
const PASSING: ReadonlySet<string> = new Set(["gap", "not_joined", "displaced", "elsewhere", "not_saved", "too_fast", "too_many"]);
/** The document is not, or no longer, for this person. */
const CLOSED = ["not_found", "forbidden"];

export type Standing = "opening" | "live" | "offline" | "closed";

export interface Rejection {
  code: string;
  title: string;
  rows: readonly string[];
}

export interface Fellow {
  person: string;
  name: string;
}

/** What a page shows of the state of a document; a new object for each change. */
export interface Health {
  doc: Y.Doc;
  awareness: Awareness;
  standing: Standing;
  role: Role | null;
  /** Rows with changes that are not saved yet. */
  unsaved: ReadonlySet<string>;
  hasUnsaved: boolean;
  rejection: Rejection | null;
  /** Whether the server's word has been heard since the page was opened. */
  isKnown: boolean;
  fellows: ReadonlyMap<number, Fellow>;
}

interface Options {
  name: string;
  person: string;
  line: BoardsLine;
  /** The rows that a transaction touches, to say of each whether it is saved. */
  rowsOf: (transaction: Y.Transaction) => Iterable<string>;
  keep?: typeof takeFromShelf;
}

interface Batch {
  rows: Set<string>;
}

/** Whether the server, which has `theirs`, would learn anything from `mine`: new things, or that old ones are gone. */
export function hasNews(mine: Uint8Array, theirs: Uint8Array): boolean {
  const [ours, known] = [Y.decodeUpdate(mine), Y.decodeUpdate(theirs)];
  return ours.structs.length > 0 || !Y.equalDeleteSets(ours.ds, known.ds);
}

export class LiveDoc {
  /** The origin of what is done on this page. */
  readonly here = Symbol("here");
  readonly #options: Options;
  readonly #listeners = new Set<() => void>();
  #health: Health;
  #shelf: Shelf = { store: null, lastRole: null };
  #queue: Uint8Array[] = [];
  #rows = new Set<string>();
  #flying = new Map<number, Batch>();
  /** Other windows of the same person. */
  readonly #own = new Set<number>();
  #n = 0;
  /** Which join the answers that come in belong to. */
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #presence: ReturnType<typeof setTimeout> | null = null;
  #isOver = false;

  constructor(options: Options) {
    this.#options = options;
    this.#health = { ...this.#fresh(), standing: "opening", role: null, unsaved: new Set(), hasUnsaved: false, rejection: null, isKnown: false, fellows: new Map() };
    options.line.onUp(() => void this.#join());
    options.line.onDown((isServers) => this.#fell(isServers));
    options.line.onNews((name, body) => this.#heard({ name, body } as News));
  }

  get health(): Health {
    return this.#health;
  }

  get doc(): Y.Doc {
    return this.#health.doc;
  }

  get awareness(): Awareness {
    return this.#health.awareness;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** What this browser keeps first, then the server's. */
  async open(): Promise<void> {
    await this.#take();
    if (this.#isOver) return;
    if (this.#options.line.isUp) await this.#join();
    else this.#options.line.open();
  }

  close(): void {
    this.#isOver = true;
    this.#flush();
    this.awareness.setLocalState(null);
    this.#sendPresence();
    this.#options.line.tell("leave_board", { doc: this.#options.name });
    for (const timer of [this.#timer, this.#presence]) if (timer !== null) clearTimeout(timer);
    void this.#shelf.store?.destroy();
    this.#options.line.close();
    this.doc.destroy();
  }

  /** One change of somebody on this page; nothing happens to who may only read. Returns whether it was made. */
  edit(change: (doc: Y.Doc) => void, origin: symbol = this.here): boolean {
    if (this.#health.role !== "write") return false;
    this.doc.transact(() => change(this.doc), origin);
    return true;
  }

  /** Keeps something beside the document in this browser, for as long as the document is kept; null: no longer. */
  async keep(key: string, value: Blob | null): Promise<void> {
    const { store } = this.#shelf;
    await (value === null ? store?.del(key) : store?.set(key, value as never))?.catch(() => undefined);
  }

  async kept(key: string): Promise<Blob | null> {
    const found: unknown = await this.#shelf.store?.get(key).catch(() => null);
    return found instanceof Blob ? found : null;
  }

  forgive(): void {
    this.#set({ rejection: null });
  }

  #fresh(): Pick<Health, "doc" | "awareness"> {
    const doc = new Y.Doc();
    const awareness = new Awareness(doc);
    awareness.on("update", this.#showPresence);
    return { doc, awareness };
  }

  async #take(): Promise<void> {
    const { doc } = this;
    this.#shelf = await (this.#options.keep ?? takeFromShelf)(this.#options.person, this.#options.name, doc);
    if (this.#isOver) return;
    doc.on("update", this.#changed);
    const { lastRole } = this.#shelf;
    const known = this.#health.role ?? (lastRole === "write" || lastRole === "read" ? lastRole : null);
    this.#set({ role: known, doc });
  }

  readonly #changed = (update: Uint8Array, origin: unknown, _doc: Y.Doc, transaction: Y.Transaction): void => {
    if (origin === this || origin === this.#shelf.store) return;
    this.#queue.push(update);
    for (const row of this.#options.rowsOf(transaction)) this.#rows.add(row);
    this.#count();
    this.#timer ??= setTimeout(() => this.#flush(), BATCH_MS);
  };

  #flush(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    // Not live: the next join finds out by itself what the server lacks.
    if (this.#health.standing !== "live" || this.#queue.length === 0) return;
    const update = Y.mergeUpdates(this.#queue);
    this.#queue = [];
    this.#sendAll(update);
  }

  #sendAll(update: Uint8Array): void {
    for (const part of sliced(update)) void this.#send(part);
  }

  async #send(update: Uint8Array): Promise<void> {
    const { line, name } = this.#options;
    const n = ++this.#n;
    const turn = this.#turn;
    this.#flying.set(n, { rows: this.#rows });
    this.#rows = new Set();
    try {
      await line.request("update_board", { doc: name, n, update: bufferOf(update) });
      if (turn !== this.#turn) return;
      this.#flying.delete(n);
      this.#count();
    } catch (error) {
      if (turn === this.#turn && !this.#isOver) await this.#failed(error);
    }
  }

  async #failed(error: unknown): Promise<void> {
    if (!(error instanceof Refused) || PASSING.has(error.code)) return this.#joinSoon(error);
    await this.#reset({ code: error.code, title: error.detail || error.title, rows: [...this.#health.unsaved] });
  }

  /** Waits as the server asks, or until the line is up again. */
  #joinSoon(error: unknown): void {
    const wait = isRefused(error, "gap", "not_joined") ? 0 : AGAIN_MS;
    this.#turn += 1;
    this.#set({ standing: "offline" });
    setTimeout(() => {
      if (!this.#isOver && this.#options.line.isUp && this.#health.standing === "offline") void this.#join();
    }, wait);
  }

  async #join(): Promise<void> {
    const turn = ++this.#turn;
    const { doc } = this;
    for (const batch of this.#flying.values()) for (const row of batch.rows) this.#rows.add(row);
    this.#flying.clear();
    try {
      const sv = bufferOf(Y.encodeStateVector(doc));
      const joined = await this.#options.line.request("join_board", { doc: this.#options.name, sv, clientId: doc.clientID });
      if (turn === this.#turn && !this.#isOver) this.#joined(joined);
    } catch (error) {
      if (turn !== this.#turn || this.#isOver) return;
      if (isRefused(error, ...CLOSED)) await this.#leave();
      else if (isRefused(error, "not_yours")) await this.#reset(null);
      else this.#joinSoon(error);
    }
  }

  #joined({ update, sv, role }: Joined): void {
    const { doc } = this;
    const theirs = bytesOf(update);
    Y.applyUpdate(doc, theirs, this);
    const mine = Y.encodeStateAsUpdate(doc, bytesOf(sv));
    this.#queue = [];
    void this.#shelf.store?.set("role", role).catch(() => undefined);
    const isNews = hasNews(mine, theirs);
    if (!isNews) this.#rows.clear();
    this.#set({ standing: "live", role, isKnown: true });
    if (isNews && role === "write") this.#sendAll(mine);
    else if (isNews) void this.#reset({ code: "read_only", title: "", rows: [...this.#rows] });
    this.#count();
    this.#sendPresence();
  }

  /** What is here cannot be taken: the server's document in the place of ours. */
  async #reset(rejection: Rejection | null): Promise<void> {
    const before = this.doc;
    this.#turn += 1;
    before.off("update", this.#changed);
    this.#queue = [];
    this.#rows.clear();
    this.#flying.clear();
    await this.#shelf.store?.clearData().catch(() => undefined);
    const where = this.awareness.getLocalState();
    this.#set({ ...this.#fresh(), standing: "opening", rejection: rejection ?? this.#health.rejection });
    this.awareness.setLocalState(where);
    before.destroy();
    await this.#take();
    this.#count();
    if (!this.#isOver && this.#options.line.isUp) await this.#join();
  }

  async #leave(): Promise<void> {
    this.#turn += 1;
    await this.#shelf.store?.clearData().catch(() => undefined);
    this.#set({ standing: "closed", role: null });
  }

  #fell(isServers: boolean): void {
    this.#turn += 1;
    this.#gone([...this.#health.fellows.keys()]);
    this.#set({ standing: this.#health.standing === "closed" ? "closed" : "offline", fellows: new Map() });
    // Closed on purpose, as at a restart or a renewed sign-in: it does not come back by itself.
    if (isServers) setTimeout(() => !this.#isOver && this.#options.line.open(), AGAIN_MS);
  }

  #heard(news: News): void {
    if (news.body.doc !== this.#options.name || this.#isOver) return;
    if (news.name === "board_updated") Y.applyUpdate(this.doc, bytesOf(news.body.update), this);
    else if (news.name === "presence_shown") this.#met(news.body);
    else if (news.name === "board_resync") void this.#join();
    else if (news.name === "board_evicted") void (news.body.reason === "gone" ? this.#leave() : this.#join());
  }

  #met({ clientId, person, name, state }: Extract<News, { name: "presence_shown" }>["body"]): void {
    const bytes = bytesOf(state);
    const { fellows } = this.#health;
    if (bytes.length === 0) return this.#gone([clientId]);
    applyAwarenessUpdate(this.awareness, bytes, this);
    // Who they are is the server's word; where they are is theirs, and for one client only.
    const strange = [...this.awareness.getStates().keys()].filter((id) => id !== clientId && id !== this.awareness.clientID && !fellows.has(id));
    removeAwarenessStates(this.awareness, strange, this);
    if (!fellows.has(clientId) && !this.#own.has(clientId)) this.#showPresence(null, "local");
    if (person === this.#options.person) this.#own.add(clientId);
    if (person !== this.#options.person && fellows.get(clientId)?.name !== name) this.#set({ fellows: new Map(fellows).set(clientId, { person, name }) });
  }

  #gone(clients: readonly number[]): void {
    const fellows = new Map(this.#health.fellows);
    for (const client of clients) fellows.delete(client);
    removeAwarenessStates(this.awareness, [...clients], this);
    this.#set({ fellows });
  }

  readonly #showPresence = (_changes: unknown, origin: unknown): void => {
    if (origin === "local" && !this.#isOver) this.#presence ??= setTimeout(() => this.#sendPresence(), PRESENCE_MS);
  };

  #sendPresence(): void {
    this.#presence = null;
    if (this.#health.standing !== "live") return;
    const isHere = this.awareness.getLocalState() !== null;
    const state = isHere ? encodeAwarenessUpdate(this.awareness, [this.awareness.clientID]) : new Uint8Array();
    this.#options.line.tell("show_presence", { doc: this.#options.name, state: bufferOf(state) });
  }

  #count(): void {
    const unsaved = new Set(this.#rows);
    for (const batch of this.#flying.values()) for (const row of batch.rows) unsaved.add(row);
    this.#set({ unsaved, hasUnsaved: unsaved.size > 0 || this.#queue.length > 0 || this.#flying.size > 0 });
  }

  #set(change: Partial<Health>): void {
    this.#health = { ...this.#health, ...change };
    for (const listener of this.#listeners) listener();
  }
}
