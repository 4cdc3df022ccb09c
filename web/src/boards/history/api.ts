/** The HTTP endpoints of a document's past as functions; they neither cache nor show anything. */
import { type Schemas, api, unwrap } from "../../core/api";

export type Version = Schemas["SnapshotOut"];
export type Versions = Schemas["SnapshotList"];
export type Restored = Schemas["Restored"];
export type Stretch = Schemas["HistoryOut"];

/** Of an application/octet-stream, whatever the typed client believes. */
const bytes = async (call: Promise<{ data?: unknown; error?: unknown; response: Response }>): Promise<Uint8Array> => new Uint8Array((await unwrap(call)) as ArrayBuffer);

export const fetchVersions = (doc: string, before: string | null): Promise<Versions> =>
  unwrap(api.GET("/api/documents/{doc}/snapshots", { params: { path: { doc }, query: before === null ? {} : { before } } }));
export const nameVersion = (doc: string, label: string): Promise<Version> => unwrap(api.POST("/api/documents/{doc}/snapshots", { params: { path: { doc } }, body: { label } }));
export const restoreVersion = (doc: string, snapshotId: string): Promise<Restored> =>
  unwrap(api.POST("/api/documents/{doc}/snapshots/{snapshotId}/restore", { params: { path: { doc, snapshotId } } }));
export const fetchVersionState = (doc: string, snapshotId: string): Promise<Uint8Array> =>
  bytes(api.GET("/api/documents/{doc}/snapshots/{snapshotId}/state", { params: { path: { doc, snapshotId } }, parseAs: "arrayBuffer" }));
export const fetchStretch = (doc: string, after: number): Promise<Stretch> => unwrap(api.GET("/api/documents/{doc}/history", { params: { path: { doc }, query: { after } } }));
