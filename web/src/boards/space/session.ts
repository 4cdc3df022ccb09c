/** Which session is what, as hooks that load no document: other domains ask them before anything is opened. */
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { type Agenda, type RoomSession, type Session, type SinceLast, fetchRoomSession, fetchSessions, fetchSinceLast, openAgenda } from "./api";

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

/** What became of the goals since the session before; null while it is not known, or where there is none to ask about. */
export const useSinceLast = (bookingId: string | null): SinceLast | null =>
  useQuery({ queryKey: [...AGENDAS, "since", bookingId], queryFn: () => fetchSinceLast(bookingId ?? ""), enabled: bookingId !== null, retry: false }).data ?? null;
