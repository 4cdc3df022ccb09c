/** The data and deeds of feedback as hooks. */
import { type UseMutationResult, type UseQueryResult, useQuery } from "@tanstack/react-query";
import { useDeed } from "../core/useDeed";
import * as http from "./api";

const FEEDBACK = ["feedback"] as const;
const LATER_MS = 60_000;
const SOON_MS = 2_000;
const reviewsKey = (mentorId: string): readonly string[] => ["reviews", mentorId];
const moderationKey = (programmeId: string): readonly string[] => ["moderation", programmeId];

export const useFeedback = (isWanted = true): UseQueryResult<http.FeedbackList> => useQuery({ queryKey: [...FEEDBACK, "all"], queryFn: http.fetchFeedback, enabled: isWanted, refetchInterval: LATER_MS });
/** `isSoonHeld`: the two have just met, and the server will know so in seconds. */
export const useCard = (bookingId: string, isSoonHeld = false): UseQueryResult<http.Card> =>
  useQuery({ queryKey: [...FEEDBACK, "session", bookingId], queryFn: () => http.fetchCard(bookingId), retry: false, refetchInterval: ({ state }) => (isSoonHeld && state.data?.state === "open" && !state.data.isHeld ? SOON_MS : false) });
/** One tap; null takes it back. */
export const useBegin = ({ bookingId }: http.Card): UseMutationResult<http.Card, Error, number | null> => useDeed((useful) => http.beginFeedback(bookingId, useful), { keys: [FEEDBACK], isAlsoRefused: true });
/** The first time it is given, later it is changed; a refusal means that the other one was quicker. */
export const useGive = (card: http.Card): UseMutationResult<http.Card, Error, http.Answers> =>
  useDeed((answers) => (card.given === null ? http.giveFeedback : http.changeFeedback)(card.bookingId, answers), { keys: [FEEDBACK], isAlsoRefused: true });
export const useGatheringCard = (gatheringId: string): UseQueryResult<http.GatheringCard> => useQuery({ queryKey: [...FEEDBACK, "gathering", gatheringId], queryFn: () => http.fetchGatheringCard(gatheringId), retry: false });
export const useSayWorth = (gatheringId: string): UseMutationResult<http.GatheringCard, Error, http.WorthSaid> => useDeed((said) => http.sayWorth(gatheringId, said), { keys: [FEEDBACK], isAlsoRefused: true });
export const useHostFigures = (): UseQueryResult<http.HostFigures> => useQuery({ queryKey: [...FEEDBACK, "hosted"], queryFn: http.fetchHostFigures });
export const useSurvey = (surveyId: string): UseQueryResult<http.Survey> => useQuery({ queryKey: [...FEEDBACK, "survey", surveyId], queryFn: () => http.fetchSurvey(surveyId), retry: false });
export const useAnswer = (surveyId: string): UseMutationResult<http.Survey, Error, http.SurveyAnswers> => useDeed((answers) => http.answerSurvey(surveyId, answers), { keys: [FEEDBACK], isAlsoRefused: true });
export const useFigures = (isWanted: boolean): UseQueryResult<http.OwnFigures> => useQuery({ queryKey: [...FEEDBACK, "figures"], queryFn: http.fetchFigures, enabled: isWanted });
export const useWriteToModerators = (mentorshipId: string): UseMutationResult<unknown, Error, http.NoteIn> => useDeed((note) => http.writeToModerators(mentorshipId, note), { keys: [] });

export const useReviews = (mentorId: string): UseQueryResult<http.ReviewList> => useQuery({ queryKey: reviewsKey(mentorId), queryFn: () => http.fetchReviews(mentorId), retry: false });
export const useReply = (mentorId: string): UseMutationResult<http.ReviewList, Error, { reviewId: string; text: string }> =>
  useDeed(({ reviewId, text }) => http.replyToReview(reviewId, text), { keys: [reviewsKey(mentorId)] });
export const useReport = (): UseMutationResult<unknown, Error, { reviewId: string; report: http.Report }> => useDeed(({ reviewId, report }) => http.reportReview(reviewId, report), { keys: [] });
export const useWithdraw = (mentorId: string): UseMutationResult<unknown, Error, string> => useDeed(http.withdrawReview, { keys: [reviewsKey(mentorId), FEEDBACK] });

export const useModeration = (programmeId: string): UseQueryResult<http.Moderation> => useQuery({ queryKey: moderationKey(programmeId), queryFn: () => http.fetchModeration(programmeId), refetchInterval: LATER_MS });
export const useHandle = (programmeId: string): UseMutationResult<http.Moderation, Error, string> => useDeed((noteId) => http.handleNote(programmeId, noteId), { keys: [moderationKey(programmeId)] });
export const useJudge = (programmeId: string): UseMutationResult<http.Moderation, Error, { reportId: string; isUpheld: boolean }> =>
  useDeed(({ reportId, isUpheld }) => http.judgeReport(programmeId, reportId, isUpheld), { keys: [moderationKey(programmeId), ["reviews"]] });
