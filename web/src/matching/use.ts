/** Suggestions, search and choices as hooks. */
import { useDebouncedValue } from "@mantine/hooks";
import { type UseMutationResult, type UseQueryResult, keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useOptions } from "../profiles/use";
import * as http from "./api";
import { type Wish, queryOf } from "./model";

const ALL = ["matching"] as const;
const TYPING_MS = 250;
const FRESH_MS = 60_000;

export const useSuggestions = (programmeId: string): UseQueryResult<http.Suggestions> =>
  useQuery({ queryKey: [...ALL, programmeId, "suggestions"], queryFn: () => http.fetchSuggestions(programmeId), staleTime: FRESH_MS, refetchOnMount: "always" });

export function useSearch(programmeId: string, wish: Wish): UseQueryResult<http.Search> {
  const currencies = useOptions().data?.currencies ?? [];
  const digits = currencies.find(({ code }) => code === wish.most?.currency)?.minorDigits ?? 2;
  const [query] = useDebouncedValue(queryOf(wish, digits), TYPING_MS);
  return useQuery({ queryKey: [...ALL, programmeId, "search", query], queryFn: () => http.searchMentors(programmeId, query), placeholderData: keepPreviousData });
}

interface Star {
  mentorId: string;
  isFavourite: boolean;
}

const starred = <List extends { mentors: http.Found[] }>(list: List, { mentorId, isFavourite }: Star): List => ({
  ...list,
  mentors: list.mentors.map((one) => (one.mentor.id === mentorId ? { ...one, isFavourite } : one)),
});

/** The star answers at once; when the server says no, everything is asked for again. */
export function useStar(): UseMutationResult<unknown, Error, Star> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ mentorId, isFavourite }: Star) => http.setFavourite(mentorId, isFavourite),
    onMutate: (star) => client.setQueriesData<{ mentors: http.Found[] }>({ queryKey: ALL }, (list) => list && starred(list, star)),
    onError: () => client.invalidateQueries({ queryKey: ALL }),
  });
}

/** The list stays as it is, so that an undo finds its place; it is new on the next visit. */
export const useDismissal = (): UseMutationResult<unknown, Error, { mentorId: string; isDismissed: boolean }> =>
  useMutation({ mutationFn: ({ mentorId, isDismissed }) => http.setDismissed(mentorId, isDismissed) });
