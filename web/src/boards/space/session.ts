/** Which session is what, as hooks that load no document: other domains ask them before anything is opened. */
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { type Agenda, type RoomSession, type Session, fetchRoomSession, fetchSessions, openAgenda } from "./api";

const AGENDAS = ["agendas"] as const;
const NOW_AND_THEN_MS = 60_000;

/** Opens it: what the last session left is on it from then on. */
export const useAgenda = (bookingId: string): UseQueryResult<Agenda> =>
  useQuery({ queryKey: [...AGENDAS, bookingId], queryFn: () => openAgenda(bookingId), retry: false, staleTime: 0 });

export const useSessions = (mentorshipId: string): UseQueryResult<Session[]> =>
  useQuery({ queryKey: [...AGENDAS, "of", mentorshipId], queryFn: () => fetchSessions(mentorshipId), refetchInterval: NOW_AND_THEN_MS, staleTime: 0 });

/** Asked once: a room stays what it was made for. */
export const useRoomSession = (roomId: string, isWanted: boolean): RoomSession | null =>
  useQuery({ queryKey: [...AGENDAS, "room", roomId], queryFn: () => fetchRoomSession(roomId), enabled: isWanted, staleTime: Infinity }).data ?? null;
