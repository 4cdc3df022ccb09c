/** The HTTP endpoints of progress as functions; they neither cache nor show anything. */
import { type Schemas, api, unwrap } from "../core/api";

export type PairProgress = Schemas["PairProgress"];
export type Day = Schemas["ProgressDay"];
export type Month = Schemas["ProgressMonth"];
export type Week = Schemas["ProgressWeek"];
export type Kept = Schemas["SessionsKept"];
export type Glance = Schemas["ProgressGlance"];
export type Part = Schemas["Part"];

export const fetchProgress = (mentorshipId: string): Promise<PairProgress> =>
  unwrap(api.GET("/api/mentorships/{mentorshipId}/progress", { params: { path: { mentorshipId } } }));

export const fetchGlances = async (): Promise<Glance[]> => (await unwrap(api.GET("/api/progress"))).mentorships;

export const tableUrl = (mentorshipId: string): string => `/api/mentorships/${mentorshipId}/progress/table`;
