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
