/** The programmes' HTTP endpoints as functions. */
import { type Schemas, api, unwrap } from "../core/api";

export type Programme = Schemas["ProgrammeOut"];
export type ProgrammeList = Schemas["ProgrammeList"];
export type ProgrammePageOf = Schemas["ProgrammePage"];
export type Desk = Schemas["DeskOut"];
export type DeskChange = Schemas["ProgrammeChangeIn"];
export type State = Programme["state"];
export type Mode = Programme["mode"];
export type Weights = Schemas["Weights"];
export type Gates = Schemas["Gates"];
export type Pace = Schemas["Pace"];
export type Question = Schemas["QuestionOut"];
export type Person = Schemas["PersonOut"];
export type Role = Question["roles"][number];
export type Answers = Schemas["AnswersIn"]["answers"];
export type Member = Schemas["MemberOut"];
export type MemberList = Schemas["MemberList"];
export type Standing = Member["standing"];
export type InviteLink = Schemas["LinkOut"];
export type NewLink = Schemas["LinkIn"];
export type LinkSeen = Schemas["LinkSeen"];
export type Import = Schemas["ImportOut"];
export type Report = Schemas["ReportOut"];
export type Column = Schemas["ColumnOut"];

export interface PeopleWish {
  words: string;
  role: "" | Role;
  standing: "" | Standing;
  page: number;
}

const at = (programmeId: string): { params: { path: { programmeId: string } } } => ({ params: { path: { programmeId } } });

export const fetchProgrammes = (): Promise<ProgrammeList> => unwrap(api.GET("/api/programmes"));
export const openProgramme = ({ name }: { name: string }): Promise<Programme> => unwrap(api.POST("/api/programmes", { body: { name, description: "" } }));
export const fetchProgramme = (id: string): Promise<ProgrammePageOf> => unwrap(api.GET("/api/programmes/{programmeId}", at(id)));

export const fetchDesk = (id: string): Promise<Desk> => unwrap(api.GET("/api/programmes/{programmeId}/desk", at(id)));
export const changeProgramme = (id: string, body: DeskChange): Promise<Desk> => unwrap(api.PATCH("/api/programmes/{programmeId}", { ...at(id), body }));
export const moveProgramme = (id: string, state: State): Promise<Desk> => unwrap(api.POST("/api/programmes/{programmeId}/state", { ...at(id), body: { state } }));

export const fetchCoordinators = async (id: string): Promise<Person[]> => (await unwrap(api.GET("/api/programmes/{programmeId}/coordinators", at(id)))).coordinators;
export const appointCoordinator = (id: string, email: string): Promise<unknown> => unwrap(api.POST("/api/programmes/{programmeId}/coordinators", { ...at(id), body: { email } }));
export const dismissCoordinator = (programmeId: string, personId: string): Promise<unknown> =>
  unwrap(api.DELETE("/api/programmes/{programmeId}/coordinators/{personId}", { params: { path: { programmeId, personId } } }));

export const fetchPeople = (programmeId: string, query: PeopleWish): Promise<MemberList> =>
  unwrap(api.GET("/api/programmes/{programmeId}/people", { params: { path: { programmeId }, query } }));
export const removePerson = (programmeId: string, personId: string): Promise<unknown> =>
  unwrap(api.DELETE("/api/programmes/{programmeId}/people/{personId}", { params: { path: { programmeId, personId } } }));
export const sendLetters = async (id: string, people: string[] | null): Promise<number> =>
  (await unwrap(api.POST("/api/programmes/{programmeId}/letters", { ...at(id), body: { people } }))).sent;

export const fetchLinks = async (id: string): Promise<InviteLink[]> => (await unwrap(api.GET("/api/programmes/{programmeId}/links", at(id)))).links;
export const addLink = (id: string, body: NewLink): Promise<InviteLink> => unwrap(api.POST("/api/programmes/{programmeId}/links", { ...at(id), body }));
export const revokeLink = (programmeId: string, linkId: string): Promise<unknown> =>
  unwrap(api.DELETE("/api/programmes/{programmeId}/links/{linkId}", { params: { path: { programmeId, linkId } } }));

export const lookAtLink = (secret: string): Promise<LinkSeen> => unwrap(api.POST("/api/join/look", { body: { secret } }));
export const joinByLink = (secret: string, roles: Role[], answers: Answers): Promise<Programme> => unwrap(api.POST("/api/join", { body: { secret, roles, answers } }));
export const acceptInvitation = (id: string, answers: Answers): Promise<unknown> => unwrap(api.POST("/api/programmes/{programmeId}/accept", { ...at(id), body: { roles: [], answers } }));
export const leaveProgramme = (id: string): Promise<unknown> => unwrap(api.POST("/api/programmes/{programmeId}/leave", at(id)));
export const putAnswers = (id: string, answers: Answers): Promise<unknown> => unwrap(api.PUT("/api/programmes/{programmeId}/answers", { ...at(id), body: { answers } }));

export const fetchImports = async (id: string): Promise<Import[]> => (await unwrap(api.GET("/api/programmes/{programmeId}/imports", at(id)))).imports;
export const fetchReport = (programmeId: string, importId: string): Promise<Report> =>
  unwrap(api.GET("/api/programmes/{programmeId}/imports/{importId}", { params: { path: { programmeId, importId } } }));
export const cancelImport = (programmeId: string, importId: string): Promise<Import> =>
  unwrap(api.POST("/api/programmes/{programmeId}/imports/{importId}/cancel", { params: { path: { programmeId, importId } } }));
export const uploadPeople = (programmeId: string, file: File, sendsLetters: boolean): Promise<Import> =>
  unwrap(
    api.POST("/api/programmes/{programmeId}/imports", {
      params: { path: { programmeId }, query: { fileName: file.name, sendsLetters } },
      body: file,
      bodySerializer: (body: unknown) => body as File,
      // Browsers name CSV files by whatever program opens them; the server looks inside.
      headers: { "content-type": "text/csv" },
    }),
  );
export const fetchColumns = async (): Promise<Column[]> => (await unwrap(api.GET("/api/imports/columns"))).columns;

export const TEMPLATE_URL = "/api/imports/template";
export const reportUrl = (programmeId: string, importId: string): string => `/api/programmes/${programmeId}/imports/${importId}/report`;
