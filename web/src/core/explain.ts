/** Turns any failure into a sentence for the person in front of the screen; never shows codes or stack traces. */
import type { TFunction } from "i18next";
import { useCallback } from "react";
import { useTranslation } from "react-i18next";
import { Refused, Unreachable } from "./errors";

type CoreKey =
  | "errors.unreachable"
  | "errors.offline"
  | "errors.late"
  | "errors.server"
  | "errors.unknown"
  | "errors.tooMany"
  | "errors.tooManyFor"
  | "errors.unauthenticated"
  | "errors.forbidden"
  | "errors.notFound";

const BY_CODE: Record<string, CoreKey> = {
  unauthenticated: "errors.unauthenticated",
  forbidden: "errors.forbidden",
  not_found: "errors.notFound",
};

interface Explanation {
  key: CoreKey | null;
  count?: number;
  /** The server's own sentence, when it says more than we know. */
  said?: string;
}

function explainRefusal(error: Refused): Explanation {
  if (error.status >= 500) return { key: "errors.server" };
  if (error.status === 429) {
    return error.retryAfterS === null ? { key: "errors.tooMany" } : { key: "errors.tooManyFor", count: error.retryAfterS };
  }
  if (error.detail !== "") return { key: null, said: error.detail };
  return { key: BY_CODE[error.code] ?? "errors.unknown" };
}

const BY_SILENCE = { offline: "errors.offline", late: "errors.late", unknown: "errors.unreachable" } as const;

/** Which sentence fits, without saying it in a language yet. */
export function explain(error: unknown): Explanation {
  if (error instanceof Unreachable) return { key: BY_SILENCE[error.silence] };
  if (error instanceof Refused) return explainRefusal(error);
  return { key: "errors.unknown" };
}

export function say(error: unknown, t: TFunction<"core">): string {
  const { key, count, said } = explain(error);
  if (said !== undefined) return said;
  return key === null ? t("errors.unknown") : t(key, { count: count ?? 0 });
}

/** `say` in the reader's language. */
export function useSay(): (error: unknown) => string {
  const { t } = useTranslation("core");
  return useCallback((error: unknown) => say(error, t), [t]);
}
