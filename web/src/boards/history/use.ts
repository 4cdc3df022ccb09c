/** A document's past as hooks: its versions, what can be done with them, and the time line that is played. */
import { type InfiniteData, type UseInfiniteQueryResult, type UseMutationResult, type UseQueryResult, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type * as Y from "yjs";
import { useDeed } from "../../core/useDeed";
import * as http from "./api";
import { type Past, joined } from "./model";
import { type Timeline, dueBy, docOf } from "./timeline";

const NOW_AND_THEN_MS = 30_000;
const CALM_MS = 300;
const FRAME_MS = 50;

const versionsKey = (doc: string): readonly string[] => ["versions", doc];

export const useVersions = (doc: string): UseInfiniteQueryResult<InfiniteData<http.Versions>> =>
  useInfiniteQuery({
    queryKey: versionsKey(doc),
    queryFn: ({ pageParam }) => http.fetchVersions(doc, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ hasMore, snapshots }) => (hasMore ? (snapshots.at(-1)?.id ?? null) : null),
    refetchInterval: NOW_AND_THEN_MS,
  });

export const useNameVersion = (doc: string): UseMutationResult<http.Version, Error, string> => useDeed((label) => http.nameVersion(doc, label), { keys: [versionsKey(doc)] });
export const useRestore = (doc: string): UseMutationResult<http.Restored, Error, string> =>
  useDeed((id) => http.restoreVersion(doc, id), { keys: [versionsKey(doc)], isAlsoRefused: true });

/** A version never changes. */
export const useVersionDoc = (doc: string, id: string): UseQueryResult<Y.Doc> =>
  useQuery({ queryKey: ["version", doc, id], queryFn: async () => docOf(await http.fetchVersionState(doc, id)), staleTime: Infinity, retry: false, structuralSharing: false });

async function fetchPast(doc: string): Promise<Past> {
  const stretches = [await http.fetchStretch(doc, 0)];
  for (let last = stretches[0]; last !== undefined; last = stretches.at(-1)) {
    const reached = last.entries.at(-1)?.seq ?? last.head;
    if (reached >= last.head) break;
    stretches.push(await http.fetchStretch(doc, reached));
  }
  return joined(stretches);
}

/** All of it that is kept, read anew each time it is opened. */
export const usePast = (doc: string): UseQueryResult<Past> =>
  useQuery({ queryKey: ["past", doc], queryFn: () => fetchPast(doc), staleTime: 0, gcTime: 0, refetchOnWindowFocus: false, structuralSharing: false });

/** A number that is another one some time after the document has changed. */
export function useTurn(doc: Y.Doc): number {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const soon = (): void => {
      timer ??= setTimeout(() => {
        timer = null;
        setTurn((last) => last + 1);
      }, CALM_MS);
    };
    doc.on("update", soon);
    return () => {
      doc.off("update", soon);
      if (timer !== null) clearTimeout(timer);
    };
  }, [doc]);
  return turn;
}

export interface Play {
  at: number;
  isPlaying: boolean;
  speed: number;
  go: (at: number) => void;
  toggle: () => void;
  setSpeed: (speed: number) => void;
}

export function usePlay(timeline: Timeline): Play {
  const [at, setAt] = useState(timeline.length);
  const [isPlaying, setPlaying] = useState(false);
  const [speed, setSpeed] = useState(1);
  useEffect(() => {
    if (!isPlaying) return undefined;
    const { due, length } = timeline;
    let [last, here] = [performance.now(), due[at] ?? 0];
    let shown = at;
    const timer = setInterval(() => {
      const now = performance.now();
      here += (now - last) * speed;
      last = now;
      shown = Math.max(shown, dueBy(due, here));
      setAt(shown);
      if (shown >= length) setPlaying(false);
    }, FRAME_MS);
    return () => clearInterval(timer);
    // oxlint-disable-next-line react/exhaustive-deps -- `at` is where it begins; each step of its own begins nothing anew
  }, [isPlaying, speed, timeline]);
  const go = (to: number): void => {
    setPlaying(false);
    setAt(Math.min(Math.max(to, 0), timeline.length));
  };
  const toggle = (): void => {
    if (!isPlaying && at >= timeline.length) setAt(0);
    setPlaying(!isPlaying);
  };
  return { at, isPlaying, speed, go, toggle, setSpeed };
}
