/** The recordings' data and deeds as hooks. */
import { type UseMutationResult, type UseQueryResult, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type Recorded, type RoomRecording, deleteRecording, fetchRecording, fetchRecordings, fetchRoomRecording } from "./api";
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
