/** The rooms' data and deeds as hooks. */
import { type UseMutationResult, type UseQueryResult, queryOptions, useQuery } from "@tanstack/react-query";
import type { Schemas } from "../core/api";
import { useDeed } from "../core/useDeed";
import { type Door, type Room, endRoom, fetchDoor, fetchRooms, inviteToRoom, openRoom, renameRoom } from "./api";

const ROOMS = ["rooms"] as const;
/** Who is present changes without us doing anything. */
const LOOK_AGAIN_MS = 10_000;

export const useRooms = (): UseQueryResult<Room[]> =>
  useQuery({ queryKey: ROOMS, queryFn: fetchRooms, refetchInterval: LOOK_AGAIN_MS });

/** Stale as soon as the page that asked for it stands. */
export const doorOf = (id: string) => queryOptions({ queryKey: ["door", id], queryFn: () => fetchDoor(id), staleTime: 1_000, refetchOnWindowFocus: false });

export const useDoor = (id: string): UseQueryResult<Door> => useQuery(doorOf(id));

function useRoomDeed<Body, Done>(deed: (body: Body) => Promise<Done>): UseMutationResult<Done, Error, Body> {
  return useDeed(deed, { keys: [ROOMS] });
}

export const useOpenRoom = (): UseMutationResult<Room, Error, Schemas["RoomIn"]> => useRoomDeed(openRoom);
export const useRenameRoom = (): UseMutationResult<Room, Error, { id: string; title: string }> => useRoomDeed(renameRoom);
export const useInviteToRoom = (): UseMutationResult<unknown, Error, { id: string; email: string }> => useRoomDeed(inviteToRoom);
export const useEndRoom = (): UseMutationResult<unknown, Error, string> => useRoomDeed(endRoom);
