/** The HTTP endpoints of nudges, and of what can be ticked off beside them, as functions. */
import { type Schemas, api, unwrap } from "../../core/api";

export type Nudges = Schemas["NudgeList"];
export type Nudge = Schemas["NudgeOut"];
export type Matter = Nudge["matter"];
export type OpenAction = Schemas["FoundOut"];

export const fetchNudges = (): Promise<Nudges> => unwrap(api.GET("/api/nudges"));
export const chooseOff = (off: Matter[]): Promise<Nudges> => unwrap(api.PUT("/api/nudges/off", { body: { off } }));
export const putAllOff = (weeks: number): Promise<Nudges> => unwrap(api.POST("/api/nudges/later", { body: { weeks } }));
export const putOff = (mentorshipId: string, matter: Matter, weeks: number): Promise<Nudges> =>
  unwrap(api.POST("/api/mentorships/{mentorshipId}/nudges/later", { params: { path: { mentorshipId } }, body: { matter, weeks } }));

export const fetchOpenActions = async (): Promise<OpenAction[]> => (await unwrap(api.GET("/api/goals/open"))).found;
export const tickOff = (mentorshipId: string, itemId: string): Promise<unknown> =>
  unwrap(api.PATCH("/api/mentorships/{mentorshipId}/goals/items/{itemId}", { params: { path: { mentorshipId, itemId } }, body: { status: "done" } }));
