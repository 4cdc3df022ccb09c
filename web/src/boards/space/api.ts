/** The HTTP endpoints of agendas as functions; they neither cache nor show anything. */
import { type Schemas, api, unwrap } from "../../core/api";

export type Agenda = Schemas["AgendaOut"];
export type Session = Schemas["SessionOut"];
export type SinceLast = Schemas["SinceLastOut"];
export type RoomSession = Schemas["RoomSessionOut"];

export const openAgenda = (bookingId: string): Promise<Agenda> => unwrap(api.POST("/api/bookings/{bookingId}/agenda", { params: { path: { bookingId } } }));
export const fetchSessions = async (mentorshipId: string): Promise<Session[]> => (await unwrap(api.GET("/api/mentorships/{mentorshipId}/sessions", { params: { path: { mentorshipId } } }))).sessions;
export const fetchRoomSession = (roomId: string): Promise<RoomSession> => unwrap(api.GET("/api/rooms/{roomId}/session", { params: { path: { roomId } } }));
export const fetchSinceLast = (bookingId: string): Promise<SinceLast> => unwrap(api.GET("/api/bookings/{bookingId}/since", { params: { path: { bookingId } } }));
