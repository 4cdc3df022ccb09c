/** The recordings' data and deeds as hooks. */
import { type UseMutationResult, type UseQueryResult, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeed } from "../core/useDeed";
import { type Agreed, type Recorded, type RoomRecording, type Transcript, type TranscriptBrief, deleteOwnWords, deleteRecording, deleteTranscript, fetchConsents, fetchConsentsOfPair, fetchRecording, fetchRecordings, fetchRoomRecording, fetchTranscript, fetchTranscripts, revokeConsent } from "./api";
import { isUnfinished } from "./model";

const RECORDINGS = ["recordings"] as const;
/** While something is being made ready, and else. */
const SOON_MS = 3_000;
const LATER_MS = 20_000;
const DOOR_MS = 5_000;

export const useRecordings = (): UseQueryResult<Recorded[]> =>
  useQuery({
    queryKey: RECORDINGS,
    queryFn: fetchRecordings,
    refetchInterval: ({ state }) => (state.data?.some(isUnfinished) ? SOON_MS : LATER_MS),
  });

export const useRecording = (id: string): UseQueryResult<Recorded> =>
  useQuery({
    queryKey: [...RECORDINGS, id],
    queryFn: () => fetchRecording(id),
    retry: false,
    refetchInterval: ({ state }) => (state.data && isUnfinished(state.data) ? SOON_MS : false),
  });

/** Whether a session is being recorded, for whoever stands before it. */
export const useRoomRecording = (roomId: string): UseQueryResult<RoomRecording> =>
  useQuery({ queryKey: ["room-recording", roomId], queryFn: () => fetchRoomRecording(roomId), refetchInterval: DOOR_MS, staleTime: 0 });

export function useDeleteRecording(): UseMutationResult<unknown, Error, string> {
  const client = useQueryClient();
  return useMutation({ mutationFn: deleteRecording, onSuccess: () => client.invalidateQueries({ queryKey: RECORDINGS, exact: true }) });
}

const TRANSCRIPTS = ["transcripts"] as const;
const CONSENTS = ["consents"] as const;
/** What is kept by a consent goes with it. */
const ALL = [TRANSCRIPTS, CONSENTS, RECORDINGS] as const;

export const useTranscripts = (): UseQueryResult<TranscriptBrief[]> => useQuery({ queryKey: [...TRANSCRIPTS, "list"], queryFn: fetchTranscripts, refetchInterval: LATER_MS });

/** None of null. */
export const useTranscript = (id: string | null): UseQueryResult<Transcript> =>
  useQuery({ queryKey: [...TRANSCRIPTS, id], queryFn: () => fetchTranscript(id ?? ""), enabled: id !== null, retry: false, refetchInterval: ({ state }) => (state.data?.isLive ? SOON_MS : false) });

export const useDeleteTranscript = (): UseMutationResult<unknown, Error, string> => useDeed(deleteTranscript, { keys: [[...TRANSCRIPTS, "list"], CONSENTS] });
export const useDeleteOwnWords = (): UseMutationResult<unknown, Error, string> => useDeed(deleteOwnWords, { keys: ALL });

/** Null: all that one agreed to; else with the other of a mentorship. */
export const useConsents = (mentorshipId: string | null): UseQueryResult<Agreed[]> =>
  useQuery({ queryKey: [...CONSENTS, mentorshipId], queryFn: () => (mentorshipId === null ? fetchConsents() : fetchConsentsOfPair(mentorshipId)), refetchInterval: LATER_MS });

export const useRevoke = (): UseMutationResult<unknown, Error, string> => useDeed(revokeConsent, { keys: ALL, isAlsoRefused: true });
