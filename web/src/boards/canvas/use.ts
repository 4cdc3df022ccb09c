/** Whiteboards as hooks: the list, one board, and its document while the page is open. */
import { type UseMutationResult, type UseQueryResult, useQuery } from "@tanstack/react-query";
import type * as Y from "yjs";
import { useDeed } from "../../core/useDeed";
import { useOpen } from "../open";
import type { LiveDoc } from "../provider";
import { type Board, type Boards, archiveBoard, fetchBoard, fetchBoards, makeBoard, renameBoard } from "./api";
import { elementsOf } from "./elements";

const BOARDS = ["boards"] as const;
const NOW_AND_THEN_MS = 60_000;

export const useBoards = (mentorshipId: string): UseQueryResult<Boards> =>
  useQuery({ queryKey: [...BOARDS, "of", mentorshipId], queryFn: () => fetchBoards(mentorshipId), refetchInterval: NOW_AND_THEN_MS });

export const useBoard = (boardId: string): UseQueryResult<Board> =>
  useQuery({ queryKey: [...BOARDS, boardId], queryFn: () => fetchBoard(boardId), retry: false, refetchInterval: NOW_AND_THEN_MS });

export const useMakeBoard = (mentorshipId: string): UseMutationResult<Board, Error, string> => useDeed((title) => makeBoard(mentorshipId, title), { keys: [BOARDS] });
export const useRenameBoard = (boardId: string): UseMutationResult<Board, Error, string> => useDeed((title) => renameBoard(boardId, title), { keys: [BOARDS] });
export const useArchiveBoard = (boardId: string): UseMutationResult<Board, Error, boolean> => useDeed((isArchived) => archiveBoard(boardId, isArchived), { keys: [BOARDS] });

/** The elements that a transaction touches. */
function elementsIn(transaction: Y.Transaction): Set<string> {
  const elements = elementsOf(transaction.doc);
  const ids = new Set<string>();
  for (const [type, events] of transaction.changedParentTypes) {
    if ((type as unknown) !== elements) continue;
    for (const event of events) for (const id of event.target === type ? event.keys.keys() : [event.path[0]]) if (typeof id === "string") ids.add(id);
  }
  return ids;
}

const itself = (live: LiveDoc): LiveDoc => live;

/** The document of a board, open while the page is. */
export const useLive = (person: string, boardId: string): LiveDoc | null => useOpen({ person, name: `board:${boardId}`, rowsOf: elementsIn, on: itself });
