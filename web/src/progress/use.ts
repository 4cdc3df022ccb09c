/** Progress as hooks; what others do is seen within a minute. */
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import * as http from "./api";

const NOW_AND_THEN_MS = 60_000;

export const useProgress = (mentorshipId: string): UseQueryResult<http.PairProgress> =>
  useQuery({ queryKey: ["progress", mentorshipId], queryFn: () => http.fetchProgress(mentorshipId), refetchInterval: NOW_AND_THEN_MS });

/** One of one's own mentorships; all of them are asked for at once. */
export const useGlance = (mentorshipId: string): http.Glance | undefined =>
  useQuery({ queryKey: ["progress"], queryFn: http.fetchGlances, refetchInterval: NOW_AND_THEN_MS, select: (all) => all.find(({ mentorship }) => mentorship === mentorshipId) }).data;
