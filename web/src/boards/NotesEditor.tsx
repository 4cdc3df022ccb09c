/** Rich text that both write in at once, with the other one's cursor; a few marks and lists, nothing that nests deeper. */
import { ActionIcon } from "@mantine/core";
import { Bold, Italic, List, ListOrdered, type LucideIcon } from "lucide-react";
import { baseKeymap, toggleMark } from "prosemirror-commands";
import { keymap } from "prosemirror-keymap";
import { liftListItem, splitListItem, wrapInList } from "prosemirror-schema-list";
import { type Command, EditorState } from "prosemirror-state";
import { EditorView } from "prosemirror-view";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { redo, undo, yCursorPlugin, ySyncPlugin, yUndoPlugin } from "y-prosemirror";
import type * as Y from "yjs";
import { hueOf, shownName } from "../core/names";
import classes from "./Goals.module.css";
import type { Item } from "./items";
import { notesSchema as schema } from "./notesSchema";
import type { LiveDoc } from "./provider";
import { useHere } from "./use";

const { strong, em } = schema.marks;
const { bullet_list: bullets, ordered_list: numbers, list_item: entry } = schema.nodes;

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

function keys(): Record<string, Command> {
  return {
    "Mod-z": undo,
    "Mod-y": redo,
    "Shift-Mod-z": redo,
    "Mod-b": toggleMark(strong),
    "Mod-i": toggleMark(em),
    Enter: splitListItem(entry),
    "Shift-Enter": (state, dispatch) => {
      dispatch?.(state.tr.replaceSelectionWith(schema.nodes.hard_break.create()).scrollIntoView());
      return true;
    },
  };
}

/** A list around the paragraphs, or out of the list that they are in. */
const listed = (kind: typeof bullets): Command => (state, dispatch, view) => liftListItem(entry)(state, dispatch, view) || wrapInList(kind)(state, dispatch, view);

interface ToolProps {
  word: string;
  Icon: LucideIcon;
  run: Command;
  view: { current: EditorView | null };
}

function Tool({ word, Icon, run, view }: ToolProps): ReactNode {
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

export function NotesEditor({ notes, item }: { notes: Y.XmlFragment; item: Item }): ReactNode {
  const { t } = useTranslation("goals");
  const { desk, isReadOnly } = useHere();
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const { live } = desk;
  const nobody = t("somebody", { ns: "core" });
  useEffect(() => {
    if (box.current === null) return;
    const state = EditorState.create({
      schema,
      plugins: [
        ySyncPlugin(notes),
        yCursorPlugin(live.awareness, { cursorBuilder: cursorOf(live, nobody), selectionBuilder: () => ({}) }, `cursor-${item.id}`),
        yUndoPlugin(),
        keymap(keys()),
        keymap(baseKeymap),
      ],
    });
    const editor = new EditorView(box.current, {
      state,
      editable: () => !isReadOnly,
      attributes: { role: "textbox", "aria-multiline": "true", "aria-labelledby": `notes-${item.id}`, dir: "auto", "data-testid": "notes" },
      handleDOMEvents: {
        focus: () => (desk.be(item.id), false),
        blur: () => (desk.be(null), false),
      },
    });
    view.current = editor;
    return () => {
      view.current = null;
      editor.destroy();
    };
  }, [notes, live, desk, item.id, isReadOnly, nobody]);
  return (
    <div className={classes["editor"]}>
      {!isReadOnly && (
        <div className={classes["marks"]} role="toolbar" aria-label={t("marks")}>
          <Tool word={t("bold")} Icon={Bold} run={toggleMark(strong)} view={view} />
          <Tool word={t("italic")} Icon={Italic} run={toggleMark(em)} view={view} />
          <Tool word={t("bullets")} Icon={List} run={listed(bullets)} view={view} />
          <Tool word={t("numbers")} Icon={ListOrdered} run={listed(numbers)} view={view} />
        </div>
      )}
      <div className={classes["page"]} ref={box} />
    </div>
  );
}
