/** The HTTP endpoints of goals and check-ins as functions; they neither cache nor show anything. */
import { type Schemas, api, unwrap } from "../core/api";

type Goals = Schemas["GoalsOut"];
export type Template = Schemas["Template"];
export type CheckIn = Schemas["CheckInOut"];
export type CheckIns = Schemas["CheckInList"];
export type Answers = Schemas["CheckInIn"];
export type Digest = Schemas["DigestOut"];
export type Digests = Schemas["DigestList"];
export type Step = Schemas["StepOut"];

const of = (mentorshipId: string): { params: { path: { mentorshipId: string } } } => ({ params: { path: { mentorshipId } } });

export const fetchGoals = (id: string): Promise<Goals> => unwrap(api.GET("/api/mentorships/{mentorshipId}/goals", of(id)));
export const takeTemplate = (id: string, template: Template): Promise<unknown> =>
  unwrap(api.POST("/api/mentorships/{mentorshipId}/goals/templates", { ...of(id), body: { template } }));
export const fetchCheckIns = (id: string): Promise<CheckIns> => unwrap(api.GET("/api/mentorships/{mentorshipId}/goals/check-ins", of(id)));
export const writeCheckIn = (id: string, body: Answers): Promise<CheckIn> =>
  unwrap(api.PUT("/api/mentorships/{mentorshipId}/goals/check-ins/this-week", { ...of(id), body }));
export const fetchDigests = (id: string): Promise<Digests> => unwrap(api.GET("/api/mentorships/{mentorshipId}/digests", of(id)));
