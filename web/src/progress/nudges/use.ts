/** Nudges as hooks; whatever is done about one, all are asked for again. */
import { type UseMutationResult, type UseQueryResult, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeed } from "../../core/useDeed";
import { pause } from "../../mentorships/api";
import * as http from "./api";

const NUDGES = ["nudges"] as const;
const OPEN_ACTIONS = ["goals", "open"] as const;
/** They change with days, and with what is done here. */
const NOW_AND_THEN_MS = 5 * 60_000;

export const useNudges = (): UseQueryResult<http.Nudges> => useQuery({ queryKey: NUDGES, queryFn: http.fetchNudges, refetchInterval: NOW_AND_THEN_MS });

/** The server answers with what is left. */
function useAnswered<Body>(deed: (body: Body) => Promise<http.Nudges>): UseMutationResult<http.Nudges, Error, Body> {
  const client = useQueryClient();
  return useMutation({ scope: { id: "nudges" }, mutationFn: deed, onSuccess: (left) => client.setQueryData(NUDGES, left) });
}

export const useChooseOff = (): UseMutationResult<http.Nudges, Error, http.Matter[]> => useAnswered(http.chooseOff);
export const usePutAllOff = (): UseMutationResult<http.Nudges, Error, number> => useAnswered(http.putAllOff);
export const usePutOff = (nudge: http.Nudge): UseMutationResult<http.Nudges, Error, number> => useAnswered((weeks) => http.putOff(nudge.mentorshipId, nudge.matter, weeks));

export const usePause = (mentorshipId: string): UseMutationResult<unknown, Error, string> =>
  useDeed((until: string) => pause(mentorshipId, until), { keys: [NUDGES, ["mentorships"]], isAlsoRefused: true });

export const useOpenActions = (): UseQueryResult<http.OpenAction[]> => useQuery({ queryKey: OPEN_ACTIONS, queryFn: http.fetchOpenActions });
export const useTickOff = (mentorshipId: string): UseMutationResult<unknown, Error, string> =>
  useDeed((itemId: string) => http.tickOff(mentorshipId, itemId), { keys: [OPEN_ACTIONS, NUDGES], isAlsoRefused: true });
