/** The data and deeds of learning as hooks. */
import { type UseMutationResult, type UseQueryResult, keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeed } from "../../core/useDeed";
import { useDesk } from "../../programmes/use";
import * as http from "./api";

const SOON_MS = 1_000;
const key = (programmeId: string, ...rest: unknown[]): unknown[] => ["learning", programmeId, ...rest];

/** Weights and rules are changed elsewhere, too: what the desk says of them is in the key. */
export function useLearning(id: string): UseQueryResult<http.Learning> {
  const { data: desk } = useDesk(id);
  return useQuery({
    queryKey: key(id, "state", desk?.weights, desk?.learning),
    queryFn: () => http.fetchLearning(id),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.isAsked ? SOON_MS : false),
  });
}

/** The weights in use have their version in the key: another version is another history. */
export const useVersions = (id: string, version: number): UseQueryResult<http.Version[]> => useQuery({ queryKey: key(id, "versions", version), queryFn: () => http.fetchVersions(id) });

/** Weights are the programme's too: its desk is asked for again. */
function useLearningDeed<Body, Done>(id: string, deed: (body: Body) => Promise<Done>): UseMutationResult<Done, Error, Body> {
  return useDeed(deed, { keys: [key(id), ["programmes", id]], isAlsoRefused: true });
}

export const useLook = (id: string): UseMutationResult<http.Learning, Error, void> => useLearningDeed(id, () => http.askToLook(id));
export const useAccept = (id: string): UseMutationResult<http.Learning, Error, string> => useLearningDeed(id, (proposal) => http.acceptProposal(id, proposal));
export const useReject = (id: string): UseMutationResult<http.Learning, Error, string> => useLearningDeed(id, (proposal) => http.rejectProposal(id, proposal));
export const useRestore = (id: string): UseMutationResult<http.Version[], Error, { number: number; base: number }> => useLearningDeed(id, ({ number, base }) => http.restoreVersion(id, number, base));
