/** Requests and mentorships as hooks; what another person does is seen within seconds. */
import { type UseMutationResult, type UseQueryResult, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeed } from "../core/useDeed";
import * as http from "./api";
import { waitingCount } from "./model";

const REQUESTS = ["requests"] as const;
const PAIRS = ["mentorships"] as const;
const BLOCKS = ["blocks"] as const;
/** While a page of requests is open, and for the count in the frame of every page. */
const SOON_MS = 15_000;
const LATER_MS = 60_000;

export const useRequests = (): UseQueryResult<http.Requests> => useQuery({ queryKey: REQUESTS, queryFn: http.fetchRequests, refetchInterval: SOON_MS });

/** How many requests wait for an answer of whoever is signed in. */
export function useWaitingCount(isSignedIn: boolean): number {
  return useQuery({ queryKey: REQUESTS, queryFn: http.fetchRequests, enabled: isSignedIn, refetchInterval: LATER_MS, select: waitingCount }).data ?? 0;
}

/** Fetching it tells the mentee that it was read, so it waits until somebody really looks. */
export const useRequest = (id: string, isOpened: boolean): UseQueryResult<http.Request> =>
  useQuery({ queryKey: [...REQUESTS, id], queryFn: () => http.openRequest(id), enabled: isOpened, retry: false });

export const useTerms = (mentor: string, isWanted: boolean): UseQueryResult<http.Terms[]> =>
  useQuery({ queryKey: [...REQUESTS, "terms", mentor], queryFn: () => http.fetchTerms(mentor), enabled: isWanted });

export const usePairs = (): UseQueryResult<http.Mentorship[]> => useQuery({ queryKey: PAIRS, queryFn: http.fetchMentorships, refetchInterval: SOON_MS });

export const usePair = (id: string): UseQueryResult<http.Mentorship> =>
  useQuery({ queryKey: [...PAIRS, id], queryFn: () => http.fetchMentorship(id), retry: false, refetchInterval: SOON_MS });

export const useAgreement = (id: string): UseQueryResult<http.Agreement> =>
  useQuery({ queryKey: [...PAIRS, id, "agreement"], queryFn: () => http.fetchAgreement(id), retry: false, refetchInterval: SOON_MS });

export const useHandOver = (id: string, isWanted: boolean): UseQueryResult<http.HandOverItem[]> =>
  useQuery({ queryKey: [...PAIRS, id, "hand-over"], queryFn: () => http.fetchHandOver(id), enabled: isWanted, retry: false, staleTime: Infinity });

export const useBlocks = (): UseQueryResult<http.Blocked[]> => useQuery({ queryKey: BLOCKS, queryFn: http.fetchBlocks });

/** A yes begins a mentorship and closes other requests: after any deed all of it is asked for again. */
function usePairDeed<Body, Done>(deed: (body: Body) => Promise<Done>): UseMutationResult<Done, Error, Body> {
  return useDeed(deed, { keys: [REQUESTS, PAIRS, BLOCKS, ["mentor"]] });
}

/** After a refusal, too: it often means that the other one was quicker. */
function useStep<Body, Done>(deed: (body: Body) => Promise<Done>): UseMutationResult<Done, Error, Body> {
  return useDeed(deed, { keys: [REQUESTS, PAIRS], isAlsoRefused: true });
}

export const useAsk = (): UseMutationResult<http.Request[], Error, http.Ask> => usePairDeed(http.ask);
export const useChange = (id: string): UseMutationResult<unknown, Error, { plan: http.Plan; others: readonly http.Request[] }> =>
  usePairDeed(async ({ plan, others }) => {
    await http.changeRequest(id, plan);
    for (const other of others) await http.changeRequest(other.id, { ...plan, note: other.note });
  });
export const useSend = (id: string): UseMutationResult<http.Request, Error, void> => useStep(() => http.sendRequest(id));
export const useAccept = (id: string): UseMutationResult<http.Request, Error, string> => useStep((answer) => http.acceptRequest(id, answer));
export const useDecline = (id: string): UseMutationResult<http.Request, Error, { reason: http.DeclineReason | null; answer: string }> =>
  useStep(({ reason, answer }) => http.declineRequest(id, reason, answer));
export const useWithdraw = (id: string): UseMutationResult<unknown, Error, boolean> => useStep((isWholeLine) => http.withdrawRequest(id, isWholeLine));
export const useOrder = (line: string): UseMutationResult<unknown, Error, string[]> => useStep((requests) => http.orderLine(line, requests));

/** What is to be called off with it goes first: a pause that is refused then leaves nothing half done that one would notice too late. */
export const usePause = (id: string, callOff: ((until: string | null) => Promise<unknown>) | null): UseMutationResult<http.Mentorship, Error, string | null> =>
  useStep(async (until) => {
    await callOff?.(until);
    return http.pause(id, until);
  });
export const useResume = (id: string): UseMutationResult<http.Mentorship, Error, void> => useStep(() => http.resume(id));
export const useExtend = (id: string): UseMutationResult<http.Mentorship, Error, number> => useStep((weeks) => http.extend(id, weeks));
export const useComplete = (id: string): UseMutationResult<http.Mentorship, Error, void> => useStep(() => http.complete(id));
export const useEnd = (id: string): UseMutationResult<http.Mentorship, Error, http.EndReason> => useStep((reason) => http.end(id, reason));
export const useAnother = (id: string): UseMutationResult<http.Mentorship, Error, http.FitReason[]> => useStep((reasons) => http.askForAnother(id, reasons));
export const useNoteMeeting = (id: string): UseMutationResult<http.Mentorship, Error, { metAt: string; minutes: number }> =>
  usePairDeed(({ metAt, minutes }) => http.noteMeeting(id, metAt, minutes));
export const useForgetMeeting = (id: string): UseMutationResult<unknown, Error, string> => usePairDeed((meeting) => http.forgetMeeting(id, meeting));

export function useTick(id: string): UseMutationResult<http.HandOverItem[], Error, http.HandOverItem[]> {
  const client = useQueryClient();
  return useMutation({ mutationFn: (items) => http.tickHandOver(id, items), onSuccess: (items) => client.setQueryData([...PAIRS, id, "hand-over"], items) });
}

export const useWrite = (id: string): UseMutationResult<http.Agreement, Error, { edition: number; words: http.Words }> =>
  useStep(({ edition, words }) => http.writeAgreement(id, edition, words));
export const useSign = (id: string): UseMutationResult<http.Agreement, Error, number> => useStep((edition) => http.signAgreement(id, edition));

export const useBlock = (): UseMutationResult<unknown, Error, string> => usePairDeed(http.block);
export const useUnblock = (): UseMutationResult<unknown, Error, string> => usePairDeed(http.unblock);
