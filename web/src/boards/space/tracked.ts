/** The node of the notes that stands for an action item of the goals. It holds the item's id and nothing else: what is shown is the item itself. */
import type { Node } from "prosemirror-model";
import { Schema } from "prosemirror-model";
import { type EditorState, Plugin, TextSelection, type Transaction } from "prosemirror-state";
import type { EditorView, NodeView, NodeViewConstructor } from "prosemirror-view";
import type { Store } from "../../core/store";
import { notesSchema } from "../notesSchema";
import type { Table } from "./table";

const BOX = /^\s*(?:-\s?)?\[\s?\]$/;

const tracked = {
  group: "block",
  atom: true,
  selectable: true,
  attrs: { action: { default: "" } },
  parseDOM: [{ tag: "div[data-tracked]", getAttrs: (element: HTMLElement) => ({ action: element.dataset["tracked"] ?? "" }) }],
  toDOM: (node: Node): [string, Record<string, string>] => ["div", { "data-tracked": String(node.attrs["action"]) }],
};

export const agendaSchema = new Schema({ nodes: notesSchema.spec.nodes.append({ tracked }), marks: notesSchema.spec.marks });
const line = (): Node => agendaSchema.node("paragraph");

/** A place in the notes where an action item is shown. */
export interface Spot {
  /** Where it is drawn. */
  dom: HTMLElement;
  action: string;
  view: EditorView;
  /** Where it stands in the notes; undefined: it is gone. */
  at: () => number | undefined;
}

type Spots = Store<readonly Spot[]>;

class TrackedView implements NodeView {
  readonly dom: HTMLElement;
  readonly #action: string;
  readonly #spots: Spots;

  constructor(node: Node, view: EditorView, at: () => number | undefined, spots: Spots) {
    this.dom = document.createElement("div");
    this.dom.contentEditable = "false";
    this.#action = String(node.attrs["action"]);
    this.#spots = spots;
    spots.set([...spots.get(), { dom: this.dom, action: this.#action, view, at }]);
  }

  update = (node: Node): boolean => node.type.name === "tracked" && node.attrs["action"] === this.#action;
  /** What is within is a form of its own. */
  stopEvent = (): boolean => true;
  ignoreMutation = (): boolean => true;

  destroy(): void {
    this.#spots.set(this.#spots.get().filter(({ dom }) => dom !== this.dom));
  }
}

export const trackedViews = (spots: Spots): Record<string, NodeViewConstructor> => ({
  tracked: (node, view, at) => new TrackedView(node, view, at, spots),
});

/** A tracked node in the place of a block, with a line to go on in below. */
function inPlaceOf(state: EditorState, from: number, to: number, action: string): Transaction {
  const isLast = to >= state.doc.content.size;
  const tr = state.tr.replaceWith(from, to, [agendaSchema.node("tracked", { action }), ...(isLast ? [line()] : [])]);
  return tr.setSelection(TextSelection.near(tr.doc.resolve(from + 1), 1));
}

/** The block of the notes in which the cursor is. */
function blockAt({ selection }: EditorState): { from: number; to: number; text: string; before: string } | null {
  const { $from, empty } = selection;
  if (!empty || $from.depth !== 1 || $from.parent.type.name !== "paragraph") return null;
  const { parent, parentOffset } = $from;
  const text = (a: number, b: number): string => parent.textBetween(a, b, " ", " ");
  return { from: $from.before(1), to: $from.after(1), before: text(0, parentOffset), text: text(parentOffset, parent.content.size) };
}

function track(table: Table, view: EditorView, title: string, from: number, to: number): boolean {
  return table.together(title, (action) => view.dispatch(inPlaceOf(view.state, from, to, action))) !== null;
}

/** The line of the cursor becomes an action item; its words are the title. */
export function trackLine(table: Table, view: EditorView): boolean {
  const block = blockAt(view.state);
  if (block === null) return false;
  return track(table, view, `${block.before}${block.text}`.trim().slice(0, 200), block.from, block.to);
}

/** Another one below. */
export function trackBelow(table: Table, { view, at }: Spot): void {
  const place = at();
  if (place !== undefined) track(table, view, "", place + 1, place + 1);
}

/** Only the node goes; the action item stays. */
export function takeOut({ view, at }: Spot): void {
  const place = at();
  if (place === undefined) return;
  const tr = view.state.tr.replaceWith(place, place + 1, line());
  view.dispatch(tr.setSelection(TextSelection.create(tr.doc, place + 1)));
  view.focus();
}

/** The cursor goes into the text before or after. */
export function stepOut({ view, at }: Spot, side: -1 | 1): void {
  const place = at();
  if (place === undefined) return;
  const { tr, doc } = view.state;
  const edge = side === 1 ? place + 1 : place;
  view.dispatch(tr.setSelection(TextSelection.near(doc.resolve(edge), side)).scrollIntoView());
  view.focus();
}

/** "- [ ] " at the beginning of a line makes an action item of it. */
export const boxes = (table: Table): Plugin =>
  new Plugin({
    props: {
      handleTextInput: (view, _from, _to, text) => {
        const block = text === " " ? blockAt(view.state) : null;
        if (block === null || !BOX.test(block.before)) return false;
        return track(table, view, block.text.trim().slice(0, 200), block.from, block.to);
      },
    },
  });
