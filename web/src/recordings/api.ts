/** The recordings' HTTP endpoints as functions. */
import { type Schemas, api, unwrap } from "../core/api";

export type Recorded = Schemas["RecordedOut"];
export type Part = Schemas["RecordingPartOut"];
export type RoomRecording = Schemas["RoomRecordingOut"];

const at = (recordingId: string): { params: { path: { recordingId: string } } } => ({ params: { path: { recordingId } } });

export const fetchRecordings = async (): Promise<Recorded[]> => (await unwrap(api.GET("/api/recordings"))).recordings;

export const fetchRecording = (id: string): Promise<Recorded> => unwrap(api.GET("/api/recordings/{recordingId}", at(id)));

export const deleteRecording = (id: string): Promise<unknown> => unwrap(api.DELETE("/api/recordings/{recordingId}", at(id)));

export const fetchRoomRecording = (roomId: string): Promise<RoomRecording> =>
  unwrap(api.GET("/api/rooms/{roomId}/recording", { params: { path: { roomId } } }));

export const fileUrl = (id: string): string => `/api/recordings/${id}/file`;
export const partUrl = (id: string, number: number): string => `/api/recordings/${id}/parts/${number}`;
export const captionsUrl = (id: string): string => `/api/recordings/${id}/captions`;

export type Transcript = Schemas["TranscriptOut"];
export type TranscriptBrief = Schemas["TranscriptBriefOut"];
export type Spoken = Schemas["TranscriptLineOut"];

const of = (transcriptId: string): { params: { path: { transcriptId: string } } } => ({ params: { path: { transcriptId } } });

export const fetchTranscripts = async (): Promise<TranscriptBrief[]> => (await unwrap(api.GET("/api/transcripts"))).transcripts;
export const fetchTranscript = (id: string): Promise<Transcript> => unwrap(api.GET("/api/transcripts/{transcriptId}", of(id)));
export const deleteTranscript = (id: string): Promise<unknown> => unwrap(api.DELETE("/api/transcripts/{transcriptId}", of(id)));
export const deleteOwnWords = (id: string): Promise<unknown> => unwrap(api.DELETE("/api/transcripts/{transcriptId}/words", of(id)));

export const transcriptTextUrl = (id: string): string => `/api/transcripts/${id}/text`;
export const transcriptCaptionsUrl = (id: string): string => `/api/transcripts/${id}/captions`;

export type Agreed = Schemas["ConsentOut"];

export const fetchConsents = async (): Promise<Agreed[]> => (await unwrap(api.GET("/api/consents"))).consents;
export const fetchConsentsOfPair = async (mentorshipId: string): Promise<Agreed[]> =>
  (await unwrap(api.GET("/api/mentorships/{mentorshipId}/consents", { params: { path: { mentorshipId } } }))).consents;
export const revokeConsent = (recordingId: string): Promise<unknown> => unwrap(api.POST("/api/consents/{recordingId}/revoke", { params: { path: { recordingId } } }));
