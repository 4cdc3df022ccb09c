/** Why somebody is not, or no longer, in a session, as one word for the page; pure. */
import { Refused, Unreachable } from "../core/errors";

export type JoinProblem = "unreachable" | "expired" | "ended" | "full" | "gone" | "removed" | "unsupported" | "other";

const BY_CODE: Record<string, JoinProblem> = {
  room_token_refused: "expired",
  unauthenticated: "expired",
  room_ended: "ended",
  room_full: "full",
  not_found: "gone",
  not_a_participant: "removed",
};

export function joinProblem(error: unknown): JoinProblem {
  if (error instanceof Unreachable) return "unreachable";
  if (error instanceof Refused) return BY_CODE[error.code] ?? "other";
  return error instanceof Error && error.name === "UnsupportedError" ? "unsupported" : "other";
}
