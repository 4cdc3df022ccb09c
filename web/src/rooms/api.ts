/** The rooms' HTTP endpoints as functions. */
import { type Schemas, api, unwrap } from "../core/api";

export type Room = Schemas["RoomOut"];
export type Door = Schemas["DoorOut"];
type RoomPass = Schemas["RoomTokenOut"];

const at = (roomId: string): { params: { path: { roomId: string } } } => ({ params: { path: { roomId } } });

export const fetchRooms = async (): Promise<Room[]> => (await unwrap(api.GET("/api/rooms"))).rooms;

export const fetchRoom = (id: string): Promise<Room> => unwrap(api.GET("/api/rooms/{roomId}", at(id)));

export const openRoom = (body: Schemas["RoomIn"]): Promise<Room> =>
  unwrap(api.POST("/api/rooms", { body }));

export const renameRoom = ({ id, title }: { id: string; title: string }): Promise<Room> =>
  unwrap(api.PATCH("/api/rooms/{roomId}", { ...at(id), body: { title } }));

export const inviteToRoom = ({ id, email }: { id: string; email: string }): Promise<unknown> =>
  unwrap(api.POST("/api/rooms/{roomId}/participants", { ...at(id), body: { email } }));

export const endRoom = (id: string): Promise<unknown> => unwrap(api.POST("/api/rooms/{roomId}/end", at(id)));

export const fetchDoor = (id: string): Promise<Door> => unwrap(api.GET("/api/rooms/{roomId}/door", at(id)));

export const fetchRoomPass = (id: string): Promise<RoomPass> => unwrap(api.POST("/api/rooms/{roomId}/token", at(id)));
