/** A deed after which what it changes is asked for again; knows no domain and shows nothing. */
import { type QueryKey, type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query";

interface Renewal {
  /** What begins with one of these. */
  keys: readonly QueryKey[];
  /** After a refusal, too: it often means that somebody else was quicker. */
  isAlsoRefused?: boolean;
}

export function useDeed<Body, Done>(deed: (body: Body) => Promise<Done>, { keys, isAlsoRefused = false }: Renewal): UseMutationResult<Done, Error, Body> {
  const client = useQueryClient();
  const renew = async (): Promise<void> => {
    await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })));
  };
  return useMutation({ mutationFn: deed, ...(isAlsoRefused ? { onSettled: renew } : { onSuccess: renew }) });
}
