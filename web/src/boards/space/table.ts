/** An agenda as a page works with it: its topics read at every change, and one order of undoing for topics and notes. */
import { ySyncPluginKey } from "y-prosemirror";
import * as Y from "yjs";
import { Store } from "../../core/store";
import type { Desk } from "../desk";
import type { Health, LiveDoc } from "../provider";
import { type Topic, type TopicChange, addTopic, changeTopic, moveTopic, pageOf, removeTopic, rowsOf, topicsOf } from "./topics";

const ONE_STEP_MS = 600;
/** Under which a step of undoing keeps the action items that it made. */
const MADE = "made";

export interface TableView {
  topics: readonly Topic[];
  health: Health;
  /** Of the document that is open now: another one when it was opened anew. */
  undoManager: Y.UndoManager;
  page: Y.XmlFragment;
  canUndo: boolean;
  canRedo: boolean;
}

export class Table {
  readonly live: LiveDoc;
  readonly #leave: () => void;
  #fresh: string | null = null;
  #desk: Desk | null = null;
  readonly #store: Store<TableView>;

  constructor(live: LiveDoc) {
    this.live = live;
    this.#store = new Store(this.#bound(live.health));
    this.#leave = live.subscribe(() => this.#followed());
  }

  get view(): TableView {
    return this.#store.get();
  }

  subscribe = (listener: () => void): (() => void) => this.#store.subscribe(listener);

  close(): void {
    this.#leave();
    this.view.undoManager.destroy();
    this.live.close();
  }

  /** The goals among which its action items are; null: it has none. */
  workOn(desk: Desk | null): void {
    this.#desk = desk;
  }

  add(by: string, title = "", after: string | null = null): string | null {
    let made: string | null = null;
    this.#step((doc) => {
      made = addTopic(doc, by, title, after);
    });
    return made;
  }

  change(id: string, change: TopicChange, isTyping = false): void {
    this.#step((doc) => changeTopic(doc, id, change), isTyping);
  }

  move(id: string, at: number): void {
    this.#step((doc) => moveTopic(doc, id, at));
  }

  remove(id: string): void {
    this.#step((doc) => removeTopic(doc, id));
  }

  /** Where this person is: the others see it. */
  be(row: string | null): void {
    if (this.live.awareness.getLocalState() !== null) this.live.awareness.setLocalStateField("row", row);
  }

  /** Something that is written into the notes and makes an action item with it: one step of undoing for both. */
  together(title: string, write: (action: string) => void): string | null {
    const action = this.#desk?.make({ title }) ?? null;
    if (action === null) return null;
    const { undoManager } = this.view;
    undoManager.stopCapturing();
    this.#fresh = action;
    write(action);
    undoManager.undoStack.at(-1)?.meta.set(MADE, [action]);
    undoManager.stopCapturing();
    return action;
  }

  /** Whether this action item was made here and not asked about before. */
  isFresh(action: string): boolean {
    if (this.#fresh !== action) return false;
    this.#fresh = null;
    return true;
  }

  undo(): void {
    if (this.view.health.role === "write") this.view.undoManager.undo();
  }

  redo(): void {
    if (this.view.health.role === "write") this.view.undoManager.redo();
  }

  #step(change: (doc: Y.Doc) => void, isTyping = false): void {
    if (!isTyping) this.view.undoManager.stopCapturing();
    this.live.edit(change);
  }

  #followed(): void {
    const { health } = this.live;
    if (health.doc === this.view.health.doc) return this.#set({ health });
    this.view.undoManager.destroy();
    this.#set(this.#bound(health));
  }

  #bound(health: Health): TableView {
    const { doc } = health;
    const undoManager = new Y.UndoManager([rowsOf(doc), pageOf(doc)], {
      trackedOrigins: new Set<unknown>([this.live.here, ySyncPluginKey]),
      captureTimeout: ONE_STEP_MS,
      captureTransaction: ({ meta }) => meta.get("addToHistory") !== false,
    });
    const counted = (): void => this.#set({ canUndo: undoManager.canUndo(), canRedo: undoManager.canRedo() });
    for (const event of ["stack-item-added", "stack-item-popped", "stack-cleared"] as const) undoManager.on(event, counted);
    undoManager.on("stack-item-popped", ({ stackItem, type }) => this.#turned(undoManager, stackItem.meta.get(MADE), type));
    doc.on("afterTransaction", () => this.#read(doc));
    return { topics: topicsOf(doc), health, undoManager, page: pageOf(doc), canUndo: false, canRedo: false };
  }

  /** What was made together is taken back, and brought back, together. */
  #turned(undoManager: Y.UndoManager, made: unknown, type: "undo" | "redo"): void {
    if (!Array.isArray(made)) return;
    const reverse = type === "undo" ? undoManager.redoStack : undoManager.undoStack;
    reverse.at(-1)?.meta.set(MADE, made);
    for (const action of made as string[]) {
      if (type === "undo") this.#desk?.withdraw(action);
      else this.#desk?.restore(action);
    }
  }

  #read(doc: Y.Doc): void {
    if (doc !== this.view.health.doc) return;
    const before = this.view.topics;
    const topics = topicsOf(doc, before);
    if (topics.length !== before.length || topics.some((one, at) => one !== before[at])) this.#set({ topics });
  }

  #set(change: Partial<TableView>): void {
    this.#store.set({ ...this.view, ...change });
  }
}
