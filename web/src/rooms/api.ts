/** The rooms' HTTP endpoints as functions. */
import { type Schemas, api, unwrap } from "../core/api";

export type Room = Schemas["Room"];
export type Door = Schemas["Door"];
export type RoomPass = { token: string; expiresAt: string };

const at = (id: string): { params: { path: { id: string } } } => ({ params: { path: { id } } });

export const fetchRooms = async (): Promise<Room[]> => (await unwrap(api.GET("/api/rooms"))).rooms;

export const fetchRoom = (id: string): Promise<Room> => unwrap(api.GET("/api/rooms/{id}", at(id)));

export const openRoom = (body: { title: string; invite?: string[] }): Promise<Room> =>
  unwrap(api.POST("/api/rooms", { body }));

export const renameRoom = ({ id, title }: { id: string; title: string }): Promise<Room> =>
  unwrap(api.PATCH("/api/rooms/{id}", { ...at(id), body: { title } }));

export const inviteToRoom = ({ id, email }: { id: string; email: string }): Promise<unknown> =>
  unwrap(api.POST("/api/rooms/{id}/participants", { ...at(id), body: { email } }));

export const endRoom = (id: string): Promise<unknown> => unwrap(api.POST("/api/rooms/{id}/end", at(id)));

export const fetchDoor = (id: string): Promise<Door> => unwrap(api.GET("/api/rooms/{id}/door", at(id)));

export const fetchRoomPass = (id: string): Promise<RoomPass> => unwrap(api.POST("/api/rooms/{id}/token", at(id)));
