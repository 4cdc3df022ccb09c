/** The HTTP endpoints of messages and their files as functions; they neither cache nor show anything. */
import { type Schemas, api, postBytes, unwrap } from "../core/api";

export type Message = Schemas["MessageOut"];
export type Page = Schemas["MessageList"];
export type Thread = Schemas["ThreadOut"];
export type ChatFile = Schemas["ChatFileOut"];

export const fetchThreads = (): Promise<Thread[]> => unwrap(api.GET("/api/messages")).then(({ threads }) => threads);

export const fetchMessages = (mentorshipId: string, before: string | null): Promise<Page> =>
  unwrap(api.GET("/api/mentorships/{mentorshipId}/messages", { params: { path: { mentorshipId }, query: before === null ? {} : { before } } }));

export interface Outgoing {
  key: string;
  text: string;
  files: string[];
  bookingId: string | null;
}

export const sendMessage = (mentorshipId: string, body: Outgoing): Promise<Message> =>
  unwrap(api.POST("/api/mentorships/{mentorshipId}/messages", { params: { path: { mentorshipId } }, body }));

export const noteSeen = (mentorshipId: string, messageId: string): Promise<unknown> =>
  unwrap(api.PUT("/api/mentorships/{mentorshipId}/seen-messages", { params: { path: { mentorshipId } }, body: { messageId } }));

export const takeBack = (mentorshipId: string, messageId: string): Promise<unknown> =>
  unwrap(api.DELETE("/api/mentorships/{mentorshipId}/messages/{messageId}", { params: { path: { mentorshipId, messageId } } }));

export const dropFile = (mentorshipId: string, fileId: string): Promise<unknown> =>
  unwrap(api.DELETE("/api/mentorships/{mentorshipId}/files/{fileId}", { params: { path: { mentorshipId, fileId } } }));

export const fileUrl = (mentorshipId: string, fileId: string): string => `/api/mentorships/${mentorshipId}/files/${fileId}`;

export const putFile = (mentorshipId: string, file: File): Promise<ChatFile> =>
  postBytes(`/api/mentorships/${mentorshipId}/files?name=${encodeURIComponent(file.name)}`, file);
