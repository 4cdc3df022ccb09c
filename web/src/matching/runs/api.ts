/** The HTTP endpoints of match runs as functions. */
import { type Schemas, api, unwrap } from "../../core/api";

export type Run = Schemas["RunOut"];
export type RunState = Run["state"];
export type RunMode = Run["mode"];
export type Figures = Schemas["FiguresOut"];
export type Edits = Schemas["EditsShape"];
export type Draft = Schemas["RunDraftOut"];
export type Pair = Schemas["DraftPairOut"];
export type Left = Schemas["LeftOut"];
export type PairSeen = Schemas["RunPairOut"];
export type Reason = Schemas["RunReasonOut"];
export type Preview = Schemas["PreviewOut"];

export interface Start {
  mode: RunMode;
  seed: number | null;
}

const of = (programmeId: string, runId: string): { params: { path: { programmeId: string; runId: string } } } => ({ params: { path: { programmeId, runId } } });

export const fetchRuns = async (programmeId: string): Promise<Run[]> => (await unwrap(api.GET("/api/programmes/{programmeId}/runs", { params: { path: { programmeId } } }))).runs;
export const startRun = (programmeId: string, body: Start): Promise<Run> => unwrap(api.POST("/api/programmes/{programmeId}/runs", { params: { path: { programmeId } }, body }));
export const cancelRun = (programmeId: string, runId: string): Promise<Run> => unwrap(api.POST("/api/programmes/{programmeId}/runs/{runId}/cancel", of(programmeId, runId)));
export const fetchDraft = (programmeId: string, runId: string): Promise<Draft> => unwrap(api.GET("/api/programmes/{programmeId}/runs/{runId}/draft", of(programmeId, runId)));
export const fetchPair = (programmeId: string, runId: string, personId: string): Promise<PairSeen> =>
  unwrap(api.GET("/api/programmes/{programmeId}/runs/{runId}/mentees/{personId}", { params: { path: { programmeId, runId, personId } } }));
export const previewEdits = (programmeId: string, runId: string, body: Edits): Promise<Preview> => unwrap(api.POST("/api/programmes/{programmeId}/runs/{runId}/preview", { ...of(programmeId, runId), body }));
export const takeEdits = (programmeId: string, runId: string, edition: number, edits: Edits): Promise<Run> =>
  unwrap(api.PUT("/api/programmes/{programmeId}/runs/{runId}/edits", { ...of(programmeId, runId), body: { edition, edits } }));
export const publishRun = (programmeId: string, runId: string, edition: number): Promise<Run> =>
  unwrap(api.POST("/api/programmes/{programmeId}/runs/{runId}/publish", { ...of(programmeId, runId), body: { edition } }));
