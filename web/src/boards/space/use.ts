/** The documents of a session while a page has them open. */
import { createContext, useContext, useSyncExternalStore } from "react";
import type * as Y from "yjs";
import { useOpen } from "../open";
import type { LiveDoc } from "../provider";
import { Table, type TableView } from "./table";
import { touchedBy } from "./topics";

const tableOn = (live: LiveDoc): Table => new Table(live);
const itself = (live: LiveDoc): LiveDoc => live;
const nothing = (_transaction: Y.Transaction): string[] => [];

export const useTable = (person: string, doc: string | null): Table | null => useOpen({ person, name: doc, rowsOf: touchedBy, on: tableOn });
export const useTableView = (table: Table): TableView => useSyncExternalStore(table.subscribe, () => table.view);

export const usePrivateNotes = (person: string, doc: string): LiveDoc | null => useOpen({ person, name: doc, rowsOf: nothing, on: itself });

export interface At {
  table: Table;
  view: TableView;
  isReadOnly: boolean;
  me: string;
  /** What somebody is called; null: unknown here. */
  nameOf: (person: string) => string | null;
  focus: (topic: string | null) => void;
}

export const AtContext = createContext<At | null>(null);

export function useAt(): At {
  const at = useContext(AtContext);
  if (at === null) throw new Error("no agenda is open here");
  return at;
}
