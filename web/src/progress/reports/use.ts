/** The data and deeds of reports and group questions as hooks. */
import { type UseMutationResult, type UseQueryResult, keepPreviousData, useQuery } from "@tanstack/react-query";
import { useDeed } from "../../core/useDeed";
import * as http from "./api";

const OWN = ["own-groups"] as const;
const ofProgramme = (programmeId: string): readonly string[] => ["evaluation", programmeId];

export const useEvaluation = (programmeId: string, window: number): UseQueryResult<http.Evaluation> =>
  useQuery({ queryKey: [...ofProgramme(programmeId), "sums", window], queryFn: () => http.fetchEvaluation(programmeId, window), placeholderData: keepPreviousData });
export const usePairs = (programmeId: string): UseQueryResult<http.Pairs> => useQuery({ queryKey: [...ofProgramme(programmeId), "pairs"], queryFn: () => http.fetchPairs(programmeId) });
export const useFairness = (programmeId: string): UseQueryResult<http.Fairness> => useQuery({ queryKey: [...ofProgramme(programmeId), "fairness"], queryFn: () => http.fetchFairness(programmeId) });
export const usePutQuestions = (programmeId: string): UseMutationResult<http.Fairness, Error, http.QuestionIn[]> => useDeed((questions) => http.putQuestions(programmeId, questions), { keys: [ofProgramme(programmeId), OWN] });
export const useOwnGroups = (): UseQueryResult<http.OwnGroups> => useQuery({ queryKey: OWN, queryFn: http.fetchOwnGroups });
/** undefined: nothing is said any more. */
export const useSayGroup = (questionId: string): UseMutationResult<http.OwnGroups, Error, number | null | undefined> =>
  useDeed((choice) => (choice === undefined ? http.withdrawGroup(questionId) : http.sayGroup(questionId, choice)), { keys: [OWN] });
