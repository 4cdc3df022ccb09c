/** How long answers are kept and what is worth a second try. */
import { QueryClient } from "@tanstack/react-query";
import { Unreachable } from "./errors";

const FRESH_FOR_MS = 15_000;
const TRIES = 2;

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_FOR_MS,
        // Who has waited for long is told; without a network the next try is when there is one again.
        retry: (failures, error) => error instanceof Unreachable && error.silence === "unknown" && failures < TRIES,
        networkMode: "always",
        refetchOnReconnect: true,
      },
      mutations: { networkMode: "always" },
    },
  });
}
