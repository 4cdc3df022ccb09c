/** Rich text that several write in at once, with the others' cursors; a few marks and lists, nothing that nests deeper. */
import { ActionIcon } from "@mantine/core";
import { Bold, Italic, List, ListOrdered, type LucideIcon } from "lucide-react";
import { baseKeymap, toggleMark } from "prosemirror-commands";
import { keymap } from "prosemirror-keymap";
import { liftListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { type Command, EditorState, type Plugin } from "prosemirror-state";
import { EditorView, type NodeViewConstructor } from "prosemirror-view";
import { type ComponentType, type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { redo, undo, yCursorPlugin, ySyncPlugin, yUndoPlugin } from "y-prosemirror";
import type * as Y from "yjs";
import { hueOf, shownName } from "../core/names";
import classes from "./Goals.module.css";
import { notesSchema } from "./notesSchema";
import type { LiveDoc } from "./provider";

type Schema = typeof notesSchema;

/** A name on a line, drawn without a style attribute, which the page's policy forbids. */
function cursorOf(live: LiveDoc, nobody: string) {
  return (_user: unknown, clientId: number): HTMLElement => {
    const name = shownName(live.health.fellows.get(clientId)?.name, nobody);
    const cursor = document.createElement("span");
    cursor.className = "other-cursor";
    cursor.style.setProperty("--cursor-hue", hueOf(name));
    const label = document.createElement("span");
    label.textContent = name;
    cursor.append(label);
    return cursor;
  };
}

function keys({ nodes, marks }: Schema): Record<string, Command> {
  return {
    "Mod-z": undo,
    "Mod-y": redo,
    "Shift-Mod-z": redo,
    "Mod-b": toggleMark(marks.strong),
    "Mod-i": toggleMark(marks.em),
    Enter: splitListItem(nodes.list_item),
    "Shift-Enter": (state, dispatch) => {
      dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView());
      return true;
    },
  };
}

/** A list around the paragraphs, or out of the list that they are in. */
const listed =
  ({ nodes }: Schema, kind: "bullet_list" | "ordered_list"): Command =>
  (state, dispatch, view) =>
    liftListItem(nodes.list_item)(state, dispatch, view) || wrapInList(nodes[kind])(state, dispatch, view);

export interface ToolProps {
  word: string;
  Icon: LucideIcon;
  run: Command;
  view: { current: EditorView | null };
}

export function Tool({ word, Icon, run, view }: ToolProps): ReactNode {
  const press = (): void => {
    const editor = view.current;
    if (editor === null) return;
    run(editor.state, editor.dispatch, editor);
    editor.focus();
  };
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={word} onMouseDown={(event) => event.preventDefault()} onClick={press}>
      <Icon size={17} aria-hidden="true" />
    </ActionIcon>
  );
}

/** What a kind of notes has beyond paragraphs and lists; the same object each time. */
export interface Extra {
  schema: Schema;
  plugins: readonly Plugin[];
  nodeViews: Record<string, NodeViewConstructor>;
  /** Takes back what was done here and elsewhere in the same document, in one order. */
  undoManager: Y.UndoManager;
  Tools: ComponentType<Pick<ToolProps, "view">>;
}

interface RichTextProps {
  notes: Y.XmlFragment;
  live: LiveDoc;
  isReadOnly: boolean;
  labelledBy: string;
  testId: string;
  onFocus?: (isIn: boolean) => void;
  extra?: Extra;
}

export function RichText({ notes, live, isReadOnly, labelledBy, testId, onFocus, extra }: RichTextProps): ReactNode {
  const { t } = useTranslation("goals");
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const nobody = t("somebody", { ns: "core" });
  const told = useRef(onFocus);
  useEffect(() => {
    told.current = onFocus;
  });
  const schema = extra?.schema ?? notesSchema;
  const Tools = extra?.Tools;
  const isEditable = useRef(!isReadOnly);
  useEffect(() => {
    isEditable.current = !isReadOnly;
    view.current?.setProps({ editable: () => isEditable.current });
  }, [isReadOnly]);
  useEffect(() => {
    if (box.current === null) return;
    const state = EditorState.create({
      schema,
      plugins: [
        ...(extra?.plugins ?? []),
        ySyncPlugin(notes),
        yCursorPlugin(live.awareness, { cursorBuilder: cursorOf(live, nobody), selectionBuilder: () => ({}) }),
        yUndoPlugin(extra === undefined ? {} : { undoManager: extra.undoManager }),
        keymap(keys(schema)),
        keymap(baseKeymap),
      ],
    });
    const editor = new EditorView(box.current, {
      state,
      editable: () => isEditable.current,
      // Others' cursors are told a moment later, also to an editor that has gone meanwhile.
      dispatchTransaction(this: EditorView, transaction) {
        if (!this.isDestroyed) this.updateState(this.state.apply(transaction));
      },
      nodeViews: extra?.nodeViews ?? {},
      attributes: { role: "textbox", "aria-multiline": "true", "aria-labelledby": labelledBy, dir: "auto", "data-testid": testId },
      handleDOMEvents: {
        focus: () => (told.current?.(true), false),
        blur: () => (told.current?.(false), false),
      },
    });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, [notes, live, schema, extra, labelledBy, testId, nobody]);
  return (
    <div className={classes["editor"]}>
      {!isReadOnly && (
        <div className={classes["marks"]} role="toolbar" aria-label={t("marks")}>
          <Tool word={t("bold")} Icon={Bold} run={toggleMark(schema.marks.strong)} view={view} />
          <Tool word={t("italic")} Icon={Italic} run={toggleMark(schema.marks.em)} view={view} />
          <Tool word={t("bullets")} Icon={List} run={listed(schema, "bullet_list")} view={view} />
          <Tool word={t("numbers")} Icon={ListOrdered} run={listed(schema, "ordered_list")} view={view} />
          {Tools && <Tools view={view} />}
        </div>
      )}
      <div className={classes["page"]} ref={box} />
    </div>
  );
}
