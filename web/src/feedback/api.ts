/** The HTTP endpoints of feedback as functions. */
import { type Schemas, api, unwrap } from "../core/api";

export type Card = Schemas["CardOut"];
export type Answers = Schemas["FeedbackIn"];
export type Said = Schemas["SessionWords"];
export type Survey = Schemas["SurveyOut"];
export type Question = Schemas["SurveyQuestion"];
export type GatheringCard = Schemas["GatheringCard"];
export type WorthSaid = Schemas["WorthIn"];
export type HostFigures = Schemas["HostFigures"];
export type Worths = Schemas["WorthOut"];
export type FeedbackList = Schemas["FeedbackList"];
export type OwnFigures = Schemas["OwnFigures"];
export type Figures = Schemas["MenteeFigures"];
export type ReviewList = Schemas["ReviewListOut"];
export type Review = Schemas["ReviewOut"];
export type Report = Schemas["ReportIn"];
export type Moderation = Schemas["ModerationOut"];
export type ModeratorsNote = Schemas["ModeratorsNoteOut"];
export type Reported = Schemas["ReviewReport"];
export type NoteIn = Schemas["ModeratorsNoteIn"];
export type SurveyAnswers = Schemas["SurveyIn"]["answers"];

const ofSession = (bookingId: string): { params: { path: { bookingId: string } } } => ({ params: { path: { bookingId } } });

export const fetchFeedback = (): Promise<FeedbackList> => unwrap(api.GET("/api/feedback"));
export const fetchCard = (bookingId: string): Promise<Card> => unwrap(api.GET("/api/feedback/sessions/{bookingId}", ofSession(bookingId)));
export const giveFeedback = (bookingId: string, body: Answers): Promise<Card> => unwrap(api.POST("/api/feedback/sessions/{bookingId}", { ...ofSession(bookingId), body }));
export const beginFeedback = (bookingId: string, useful: number | null): Promise<Card> => unwrap(api.PUT("/api/feedback/sessions/{bookingId}/begun", { ...ofSession(bookingId), body: { useful } }));
export const changeFeedback = (bookingId: string, body: Answers): Promise<Card> => unwrap(api.PUT("/api/feedback/sessions/{bookingId}", { ...ofSession(bookingId), body }));
const ofGathering = (gatheringId: string): { params: { path: { gatheringId: string } } } => ({ params: { path: { gatheringId } } });
export const fetchGatheringCard = (gatheringId: string): Promise<GatheringCard> => unwrap(api.GET("/api/feedback/gatherings/{gatheringId}", ofGathering(gatheringId)));
export const sayWorth = (gatheringId: string, body: WorthSaid): Promise<GatheringCard> => unwrap(api.PUT("/api/feedback/gatherings/{gatheringId}", { ...ofGathering(gatheringId), body }));
export const fetchHostFigures = (): Promise<HostFigures> => unwrap(api.GET("/api/feedback/gatherings"));
export const fetchSurvey = (surveyId: string): Promise<Survey> => unwrap(api.GET("/api/feedback/surveys/{surveyId}", { params: { path: { surveyId } } }));
export const answerSurvey = (surveyId: string, answers: SurveyAnswers): Promise<Survey> => unwrap(api.POST("/api/feedback/surveys/{surveyId}", { params: { path: { surveyId } }, body: { answers } }));
export const fetchFigures = (): Promise<OwnFigures> => unwrap(api.GET("/api/feedback/figures"));
export const writeToModerators = (mentorshipId: string, body: NoteIn): Promise<unknown> => unwrap(api.POST("/api/mentorships/{mentorshipId}/moderators", { params: { path: { mentorshipId } }, body }));
export const fetchReviews = (id: string): Promise<ReviewList> => unwrap(api.GET("/api/people/{id}/reviews", { params: { path: { id } } }));
export const replyToReview = (reviewId: string, text: string): Promise<ReviewList> => unwrap(api.POST("/api/reviews/{reviewId}/reply", { params: { path: { reviewId } }, body: { text } }));
export const reportReview = (reviewId: string, body: Report): Promise<unknown> => unwrap(api.POST("/api/reviews/{reviewId}/report", { params: { path: { reviewId } }, body }));
export const withdrawReview = (reviewId: string): Promise<unknown> => unwrap(api.DELETE("/api/reviews/{reviewId}", { params: { path: { reviewId } } }));
export const fetchModeration = (programmeId: string): Promise<Moderation> => unwrap(api.GET("/api/programmes/{programmeId}/moderation", { params: { path: { programmeId } } }));
export const handleNote = (programmeId: string, noteId: string): Promise<Moderation> => unwrap(api.POST("/api/programmes/{programmeId}/moderation/notes/{noteId}/handled", { params: { path: { programmeId, noteId } } }));
export const judgeReport = (programmeId: string, reportId: string, isUpheld: boolean): Promise<Moderation> =>
  unwrap(api.POST("/api/programmes/{programmeId}/moderation/reports/{reportId}/judgement", { params: { path: { programmeId, reportId } }, body: { isUpheld } }));
