/** The profiles' HTTP endpoints as functions; they neither cache nor show anything. */
import { type Schemas, api, unwrap } from "../core/api";

export type MenteeProfile = Schemas["MenteeProfile"];
export type MentorProfile = Schemas["MentorProfile"];
type MenteeChange = Schemas["MenteeProfileChange"];
type MentorChange = Schemas["MentorProfileChange"];
export type Mentor = Schemas["MentorOut"];
export type Options = Schemas["Options"];
export type Goal = Schemas["Goal"];
export type Skill = Schemas["Skill"];
export type Concept = Schemas["ConceptOut"];
export type Window = Schemas["Window"];
export type Manner = Schemas["Manner"];
export type Completeness = Schemas["CompletenessOut"];
export type Industry = Schemas["Industry"];
export type Seniority = Schemas["Seniority"];
export type Style = Schemas["Style"];
export type Item = Schemas["Item"];
export type Visibility = Schemas["Visibility"];
export type Charge = Schemas["Charge"];
export type Pause = Schemas["Pause"];

export const fetchMentee = (): Promise<MenteeProfile> => unwrap(api.GET("/api/profile/mentee"));

export const fetchMentor = (): Promise<MentorProfile> => unwrap(api.GET("/api/profile/mentor"));

/** Kept alive: the last change is often made on the way out. */
export const saveMentee = (body: MenteeChange): Promise<MenteeProfile> =>
  unwrap(api.PATCH("/api/profile/mentee", { body, keepalive: true }));

export const saveMentor = (body: MentorChange): Promise<MentorProfile> =>
  unwrap(api.PATCH("/api/profile/mentor", { body, keepalive: true }));

export const fetchOptions = (): Promise<Options> => unwrap(api.GET("/api/profile/options"));

export const seeMentor = (id: string): Promise<Mentor> => unwrap(api.GET("/api/people/{id}/mentor", { params: { path: { id } } }));

export const suggestSkills = async (typed: string): Promise<Concept[]> =>
  (await unwrap(api.GET("/api/skills", { params: { query: { q: typed } } }))).skills;
