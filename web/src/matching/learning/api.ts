/** The HTTP endpoints of learning as functions. */
import { type Schemas, api, unwrap } from "../../core/api";

export type Learning = Schemas["LearningOut"];
export type Proposal = Schemas["ProposalOut"];
export type ProposedWeight = Schemas["ProposedWeight"];
export type Version = Schemas["WeightsVersionOut"];
export type Way = Learning["way"];

const at = (programmeId: string): { params: { path: { programmeId: string } } } => ({ params: { path: { programmeId } } });

export const fetchLearning = (programmeId: string): Promise<Learning> => unwrap(api.GET("/api/programmes/{programmeId}/learning", at(programmeId)));
export const askToLook = (programmeId: string): Promise<Learning> => unwrap(api.POST("/api/programmes/{programmeId}/learning/look", at(programmeId)));
export const acceptProposal = (programmeId: string, proposalId: string): Promise<Learning> =>
  unwrap(api.POST("/api/programmes/{programmeId}/learning/proposals/{proposalId}/accept", { params: { path: { programmeId, proposalId } } }));
export const rejectProposal = (programmeId: string, proposalId: string): Promise<Learning> =>
  unwrap(api.POST("/api/programmes/{programmeId}/learning/proposals/{proposalId}/reject", { params: { path: { programmeId, proposalId } } }));
export const fetchVersions = async (programmeId: string): Promise<Version[]> => (await unwrap(api.GET("/api/programmes/{programmeId}/learning/versions", at(programmeId)))).versions;
export const restoreVersion = async (programmeId: string, number: number, base: number): Promise<Version[]> =>
  (await unwrap(api.POST("/api/programmes/{programmeId}/learning/versions/{number}/restore", { params: { path: { programmeId, number } }, body: { base } }))).versions;
