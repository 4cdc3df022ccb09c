/** The HTTP endpoints of requests and mentorships as functions; they neither cache nor show anything. */
import { type Schemas, api, unwrap } from "../core/api";

export type Request = Schemas["RequestOut"];
export type Requests = Schemas["RequestList"];
export type Terms = Schemas["TermsOut"];
export type Ask = Schemas["RequestIn"];
export type Plan = Schemas["RequestChange"];
export type DeclineReason = Schemas["DeclineReason"];
export type Mentorship = Schemas["MentorshipOut"];
export type Meeting = Schemas["MeetingOut"];
export type Fellow = Schemas["FellowOut"];
export type EndReason = Schemas["EndReason"];
export type FitReason = Schemas["FitReason"];
export type HandOverItem = Schemas["HandOverItemOut"];
export type Agreement = Schemas["AgreementOut"];
export type Edition = Schemas["EditionOut"];
export type Words = Schemas["DraftOut"];
export type Blocked = Schemas["BlockedOut"];

const asked = (requestId: string): { params: { path: { requestId: string } } } => ({ params: { path: { requestId } } });
const at = (mentorshipId: string): { params: { path: { mentorshipId: string } } } => ({ params: { path: { mentorshipId } } });

export const fetchRequests = (): Promise<Requests> => unwrap(api.GET("/api/requests"));
export const fetchTerms = async (mentor: string): Promise<Terms[]> => (await unwrap(api.GET("/api/request-terms", { params: { query: { mentor } } }))).programmes;
export const ask = async (body: Ask): Promise<Request[]> => (await unwrap(api.POST("/api/requests", { body }))).requests;
/** Opening it is noted: whoever asked sees that it was read. */
export const openRequest = (id: string): Promise<Request> => unwrap(api.GET("/api/requests/{requestId}", asked(id)));
export const changeRequest = (id: string, body: Plan): Promise<Request> => unwrap(api.PATCH("/api/requests/{requestId}", { ...asked(id), body }));
export const sendRequest = (id: string): Promise<Request> => unwrap(api.POST("/api/requests/{requestId}/send", asked(id)));
export const acceptRequest = (id: string, answer: string): Promise<Request> => unwrap(api.POST("/api/requests/{requestId}/accept", { ...asked(id), body: { answer } }));
export const declineRequest = (id: string, reason: DeclineReason | null, answer: string): Promise<Request> =>
  unwrap(api.POST("/api/requests/{requestId}/decline", { ...asked(id), body: { reason, answer } }));
export const withdrawRequest = (id: string, isWholeLine: boolean): Promise<unknown> =>
  unwrap(api.POST("/api/requests/{requestId}/withdraw", { ...asked(id), body: { isWholeLine } }));
export const orderLine = (lineId: string, requests: string[]): Promise<unknown> =>
  unwrap(api.PUT("/api/request-lines/{lineId}", { params: { path: { lineId } }, body: { requests } }));

export const fetchMentorships = async (): Promise<Mentorship[]> => (await unwrap(api.GET("/api/mentorships"))).mentorships;
export const fetchMentorship = (id: string): Promise<Mentorship> => unwrap(api.GET("/api/mentorships/{mentorshipId}", at(id)));
export const pause = (id: string, until: string | null): Promise<Mentorship> => unwrap(api.POST("/api/mentorships/{mentorshipId}/pause", { ...at(id), body: { until } }));
export const resume = (id: string): Promise<Mentorship> => unwrap(api.POST("/api/mentorships/{mentorshipId}/resume", at(id)));
export const extend = (id: string, weeks: number): Promise<Mentorship> => unwrap(api.POST("/api/mentorships/{mentorshipId}/extend", { ...at(id), body: { weeks } }));
export const complete = (id: string): Promise<Mentorship> => unwrap(api.POST("/api/mentorships/{mentorshipId}/complete", at(id)));
export const end = (id: string, reason: EndReason): Promise<Mentorship> => unwrap(api.POST("/api/mentorships/{mentorshipId}/end", { ...at(id), body: { reason } }));
export const askForAnother = (id: string, fitReasons: FitReason[]): Promise<Mentorship> =>
  unwrap(api.POST("/api/mentorships/{mentorshipId}/another", { ...at(id), body: { fitReasons } }));
export const noteMeeting = (id: string, metAt: string, minutes: number): Promise<Mentorship> =>
  unwrap(api.POST("/api/mentorships/{mentorshipId}/meetings", { ...at(id), body: { metAt, minutes } }));
export const forgetMeeting = (mentorshipId: string, meetingId: string): Promise<unknown> =>
  unwrap(api.DELETE("/api/mentorships/{mentorshipId}/meetings/{meetingId}", { params: { path: { mentorshipId, meetingId } } }));

export const fetchHandOver = async (id: string): Promise<HandOverItem[]> => (await unwrap(api.GET("/api/mentorships/{mentorshipId}/hand-over", at(id)))).items;
export const tickHandOver = async (id: string, items: HandOverItem[]): Promise<HandOverItem[]> =>
  (await unwrap(api.PUT("/api/mentorships/{mentorshipId}/hand-over", { ...at(id), body: { items } }))).items;

export const fetchAgreement = (id: string): Promise<Agreement> => unwrap(api.GET("/api/mentorships/{mentorshipId}/agreement", at(id)));
export const writeAgreement = (id: string, edition: number, words: Words): Promise<Agreement> =>
  unwrap(api.PUT("/api/mentorships/{mentorshipId}/agreement", { ...at(id), body: { edition, ...words } }));
export const signAgreement = (id: string, edition: number): Promise<Agreement> =>
  unwrap(api.POST("/api/mentorships/{mentorshipId}/agreement/sign", { ...at(id), body: { edition } }));

export const fetchBlocks = async (): Promise<Blocked[]> => (await unwrap(api.GET("/api/blocks"))).blocked;
export const block = (personId: string): Promise<unknown> => unwrap(api.PUT("/api/blocks/{personId}", { params: { path: { personId } } }));
export const unblock = (personId: string): Promise<unknown> => unwrap(api.DELETE("/api/blocks/{personId}", { params: { path: { personId } } }));
