/** Answers to a session by the link in a letter: its doors, and what the page shows of them. */
import { type UseMutationResult, type UseQueryResult, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type Schemas, api, unwrap } from "../core/api";

export type Answerable = Schemas["AnswerOut"];
export type Say = "yes" | "no";
type Stage = "choose" | "refuse" | "agreed" | "over";

const keyOf = (secret: string): readonly string[] => ["answer", secret];

/** Looking changes nothing: whoever scans mails may do it. */
export const useAnswerable = (secret: string): UseQueryResult<Answerable> =>
  useQuery({ queryKey: keyOf(secret), queryFn: () => unwrap(api.POST("/api/answers/look", { body: { secret } })), retry: false, refetchOnWindowFocus: false });

export function useAnswer(secret: string): UseMutationResult<Answerable, Error, Say> {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (say) => unwrap(api.POST("/api/answers", { body: { secret, say } })),
    onSuccess: (after) => client.setQueryData(keyOf(secret), after),
  });
}

/** What is left to say: a host may agree or refuse while it waits, everybody may refuse what stands. */
export function stageOf(seen: Answerable, said: Say | null): Stage {
  if (seen.isOver) return "over";
  if (seen.maySayYes) return "choose";
  return said === "yes" ? "agreed" : "refuse";
}

/** The wall times of the server, as the reader's region writes them; their own offset is left out on purpose. */
export function spanOf(seen: Answerable, locale: string): string {
  const wall = (text: string): Date => new Date(`${text.slice(0, 16)}:00Z`);
  const words = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short", timeZone: "UTC" });
  return words.formatRange(wall(seen.starts), wall(seen.ends));
}
