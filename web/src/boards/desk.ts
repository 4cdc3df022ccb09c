/** The goals of one document as a page works with them: read at every change, written through it, undone for this page alone. */
import * as Y from "yjs";
import { type Difference, differences } from "./changes";
import { type Items, addRow, changeRow, copyOf, itemsOf, mapsOf, moveRow, notesOf, putRow, removeRow } from "./goals";
import type { Change, Item, Kind } from "./items";
import { type Outline, outlineOf } from "./outline";
import type { Fellow, Health, LiveDoc } from "./provider";

/** What is typed within it is one step of undoing. */
const ONE_STEP_MS = 600;
const MOST_HEARD = 8;
/** The origin of changes that are not this desk's to undo. */
const ELSEWHERE = Symbol("elsewhere");

export interface View {
  items: Items;
  outline: Outline;
  health: Health;
  canUndo: boolean;
  canRedo: boolean;
  /** What the others did since the last `hushed`. */
  heard: readonly Difference[];
  /** What differs from what this browser last knew, until it is put away. */
  away: readonly Difference[];
  /** Who is at which row. */
  at: ReadonlyMap<string, readonly Fellow[]>;
}

type Row = Pick<Item, "kind" | "id">;

export class Desk {
  readonly live: LiveDoc;
  readonly #listeners = new Set<() => void>();
  readonly #leave: () => void;
  #doc: Y.Doc | null = null;
  #undo: Y.UndoManager | null = null;
  #wasKnown = false;
  readonly #withdrawn = new Map<string, Y.Map<unknown>>();
  #view: View;

  constructor(live: LiveDoc) {
    this.live = live;
    this.#view = { items: new Map(), outline: outlineOf(new Map()), health: live.health, canUndo: false, canRedo: false, heard: [], away: [], at: new Map() };
    this.#leave = live.subscribe(() => this.#followed());
    this.#followed();
  }

  get view(): View {
    return this.#view;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  close(): void {
    this.#leave();
    this.#undo?.destroy();
    this.live.close();
  }

  add(kind: Kind, parent: string | null, values: Change = {}, after: string | null = null): string | null {
    let made: string | null = null;
    this.#step((doc) => {
      made = addRow(doc, kind, parent, values, after);
    });
    return made;
  }

  /** `isTyping`: goes with what was typed just before when it is undone. */
  change(row: Row, change: Change, isTyping = false): void {
    this.#step((doc) => changeRow(doc, row, change), isTyping);
  }

  remove(row: Row): void {
    this.#step((doc) => removeRow(doc, row));
  }

  move(item: Item, parent: string | null, at: number): void {
    this.#step((doc) => moveRow(doc, item, parent, at));
  }

  /** An action item that something else than this desk undoes, together with what it was made by; null: it was not made. */
  make(values: Change): string | null {
    let made: string | null = null;
    this.live.edit((doc) => {
      made = addRow(doc, "action", null, values);
    }, ELSEWHERE);
    return made;
  }

  /** Undoes `make`, unless somebody has begun with the action item by now: then it stays. */
  withdraw(id: string): void {
    if (this.#view.items.get(id)?.status !== "todo") return;
    this.live.edit((doc) => {
      const copy = copyOf(doc, id);
      if (copy !== null) this.#withdrawn.set(id, copy);
      removeRow(doc, { kind: "action", id });
    }, ELSEWHERE);
  }

  /** Undoes `withdraw`. */
  restore(id: string): void {
    const copy = this.#withdrawn.get(id);
    if (copy === undefined || this.#view.items.has(id)) return;
    this.#withdrawn.delete(id);
    this.live.edit((doc) => putRow(doc, id, copy), ELSEWHERE);
  }

  notes(row: Row): Y.XmlFragment | null {
    return notesOf(this.live.doc, row);
  }

  undo(): void {
    if (this.#view.health.role === "write") this.#undo?.undo();
  }

  redo(): void {
    if (this.#view.health.role === "write") this.#undo?.redo();
  }

  /** Where this person is: the others see it. */
  be(row: string | null): void {
    if (this.live.awareness.getLocalState() !== null) this.live.awareness.setLocalStateField("row", row);
  }

  hushed(): void {
    this.#set({ heard: [] });
  }

  putAway(): void {
    this.#set({ away: [] });
  }

  #step(change: (doc: Y.Doc) => void, isTyping = false): void {
    if (!isTyping) this.#undo?.stopCapturing();
    this.live.edit(change);
  }

  #followed(): void {
    const { health } = this.live;
    if (health.doc !== this.#doc) this.#bind(health.doc);
    this.#wasKnown = health.isKnown;
    this.#set({ health });
  }

  #bind(doc: Y.Doc): void {
    this.#doc = doc;
    this.#undo?.destroy();
    const undo = new Y.UndoManager(mapsOf(doc), { trackedOrigins: new Set([this.live.here]), captureTimeout: ONE_STEP_MS });
    this.#undo = undo;
    const counted = (): void => this.#set({ canUndo: undo.canUndo(), canRedo: undo.canRedo() });
    for (const event of ["stack-item-added", "stack-item-popped", "stack-cleared"] as const) undo.on(event, counted);
    doc.on("afterTransaction", (transaction) => this.#read(doc, transaction.origin));
    this.live.awareness.on("change", this.#met);
    this.#read(doc, null);
    counted();
  }

  #read(doc: Y.Doc, origin: unknown): void {
    if (doc !== this.#doc) return;
    const before = this.#view.items;
    const items = itemsOf(doc, before);
    if (items.size === before.size && [...items].every(([id, item]) => before.get(id) === item)) return;
    const isOthers = origin === this.live;
    const told = isOthers ? differences(before, items) : [];
    const { away, heard } = this.#view;
    this.#set({
      items,
      outline: outlineOf(items),
      // The first word of the server says what was missed; of an empty browser nothing was.
      away: this.#wasKnown || before.size === 0 ? away : [...away, ...told],
      heard: this.#wasKnown ? [...heard, ...told].slice(-MOST_HEARD) : heard,
    });
  }

  readonly #met = (): void => {
    const at = new Map<string, Fellow[]>();
    const { fellows } = this.live.health;
    for (const [client, state] of this.live.awareness.getStates()) {
      const fellow = fellows.get(client);
      const row: unknown = state["row"];
      if (fellow !== undefined && typeof row === "string") at.set(row, [...(at.get(row) ?? []), fellow]);
    }
    this.#set({ at });
  };

  #set(change: Partial<View>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of this.#listeners) listener();
  }
}
