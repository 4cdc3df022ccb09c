/** What can go wrong between the browser and the server, as three errors; which words to say is decided in words.ts. */

import { inOwnWords } from "./sayings";

/** The server understood and said no. `detail` is in the user's words, `code` is for us. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly retryAfterS: number | null;

  constructor(problem: Problem, retryAfterS: number | null = null) {
    super(`${problem.code}: ${problem.detail}`);
    this.code = problem.code;
    this.status = problem.status;
    this.title = problem.title;
    this.detail = problem.detail;
    this.fields = problem.fields ?? {};
    this.retryAfterS = retryAfterS;
  }
}

/** Why nothing was heard: this device has no network, no answer came in time, or something between. */
export type Silence = "offline" | "late" | "unknown";

/** The server could not be reached, or did not answer in time. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
  readonly silence: Silence;

  constructor(message: string, { silence = "unknown", ...options }: ErrorOptions & { silence?: Silence } = {}) {
    super(message, options);
    this.silence = silence;
  }
}

interface Problem {
  code: string;
  status: number;
  title: string;
  detail: string;
  fields?: Record<string, string>;
}

const isText = (value: unknown): value is string => typeof value === "string";

function textMap(value: unknown): Record<string, string> {
  if (typeof value !== "object" || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter((pair): pair is [string, string] => isText(pair[1])).map(([field, sentence]) => [field, inOwnWords(sentence)]));
}

/** Reads a problem document; whatever is missing is filled from the status, so that no answer is a blank. */
export function readProblem(body: unknown, status: number): Problem {
  const seen: Record<string, unknown> = typeof body === "object" && body !== null ? { ...body } : {};
  return {
    code: isText(seen["code"]) ? seen["code"] : status >= 500 ? "server_error" : "refused",
    status: typeof seen["status"] === "number" ? seen["status"] : status,
    title: isText(seen["title"]) ? inOwnWords(seen["title"]) : "",
    detail: isText(seen["detail"]) ? inOwnWords(seen["detail"]) : "",
    fields: textMap(seen["fields"]),
  };
}

export function isRefused(error: unknown, ...codes: string[]): error is Refused {
  return error instanceof Refused && (codes.length === 0 || codes.includes(error.code));
}

/** Whether the same may go well a moment later: nothing was said against it. */
export function mayHelpAgain(error: unknown): boolean {
  return !(error instanceof Refused) || error.status >= 500 || error.status === 429;
}
