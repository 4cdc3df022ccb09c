/** The data and deeds of match runs as hooks. */
import { type UseMutationResult, type UseQueryResult, keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import * as http from "./api";
import { isGoingOn } from "./model";

const SOON_MS = 1_000;
const key = (programmeId: string, ...rest: unknown[]): unknown[] => ["runs", programmeId, ...rest];

export const useRuns = (id: string): UseQueryResult<http.Run[]> =>
  useQuery({ queryKey: key(id), queryFn: () => http.fetchRuns(id), refetchInterval: ({ state }) => (state.data?.some(isGoingOn) ? SOON_MS : false) });

/** A draft is another one with each edition, and when it is published. */
export const useDraft = (id: string, run: http.Run): UseQueryResult<http.Draft> =>
  useQuery({ queryKey: key(id, run.id, run.edition, run.state), queryFn: () => http.fetchDraft(id, run.id), placeholderData: keepPreviousData });

export const usePair = (id: string, run: http.Run, mentee: string): UseQueryResult<http.PairSeen> =>
  useQuery({ queryKey: key(id, run.id, run.edition, "pair", mentee), queryFn: () => http.fetchPair(id, run.id, mentee), retry: false });

export const usePreview = (id: string, run: http.Run, edits: http.Edits): UseQueryResult<http.Preview> =>
  useQuery({ queryKey: key(id, run.id, run.edition, "preview", edits), queryFn: () => http.previewEdits(id, run.id, edits), retry: false });

function useDeed<Body, Done>(id: string, deed: (body: Body) => Promise<Done>): UseMutationResult<Done, Error, Body> {
  const client = useQueryClient();
  return useMutation({ mutationFn: deed, onSettled: () => client.invalidateQueries({ queryKey: ["runs", id], exact: true }) });
}

export const useStart = (id: string): UseMutationResult<http.Run, Error, http.Start> => useDeed(id, (body) => http.startRun(id, body));
export const useCancel = (id: string): UseMutationResult<http.Run, Error, string> => useDeed(id, (runId) => http.cancelRun(id, runId));
export const useTake = (id: string, run: http.Run): UseMutationResult<http.Run, Error, http.Edits> => useDeed(id, (edits) => http.takeEdits(id, run.id, run.edition, edits));
export const usePublish = (id: string, run: http.Run): UseMutationResult<http.Run, Error, void> => useDeed(id, () => http.publishRun(id, run.id, run.edition));
