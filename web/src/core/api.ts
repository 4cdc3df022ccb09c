/** The one typed way to the HTTP API; it renews a stale sign-in once, and never twice at the same time. */
import createClient from "openapi-fetch";
import { Refused, Unreachable, readProblem } from "./errors";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];

/** Another tab that renewed within this time has set cookies that are ours too. */
const RENEWED_RECENTLY_MS = 5_000;
const RENEWED_KEY = "ithaca.renewedAt";

const onSignedOut = new Set<() => void>();

/** Calls back when the server no longer knows this browser. Returns how to stop listening. */
export function watchSignedOut(listener: () => void): () => void {
  onSignedOut.add(listener);
  return () => onSignedOut.delete(listener);
}

let renewal: Promise<boolean> | null = null;

function renewedElsewhere(): boolean {
  const at = Number(localStorage.getItem(RENEWED_KEY) ?? 0);
  return Date.now() - at < RENEWED_RECENTLY_MS;
}

async function postRefresh(): Promise<boolean> {
  if (renewedElsewhere()) return true;
  const answer = await fetch("/api/auth/refresh", { method: "POST" });
  if (answer.ok) localStorage.setItem(RENEWED_KEY, String(Date.now()));
  return answer.ok;
}

/** Refresh tokens rotate: two tabs renewing at once would look like a stolen token, so a lock spans the tabs. */
async function renewUnderLock(): Promise<boolean> {
  // Browsers have no locks on a page that came over plain http from another machine.
  const locks: Partial<LockManager> | undefined = navigator.locks;
  return locks?.request ? navigator.locks.request("ithaca.renew", postRefresh) : postRefresh();
}

function renew(): Promise<boolean> {
  renewal ??= renewUnderLock().finally(() => {
    renewal = null;
  });
  return renewal;
}

/** These answer 401 about the request itself, not about a stale sign-in. */
const isDoorPath = (url: string): boolean => new URL(url, location.href).pathname.startsWith("/api/auth/");

/** Nobody waits longer for something to be shown; what is sent may be long on its way. */
const LONGEST_WAIT_MS = 30_000;

async function fetchOnce(request: Request): Promise<Response> {
  const limit = new AbortController();
  const timer = request.method === "GET" ? setTimeout(() => limit.abort(), LONGEST_WAIT_MS) : undefined;
  try {
    return await fetch(request, { signal: limit.signal });
  } catch (cause) {
    const silence = limit.signal.aborted ? "late" : navigator.onLine ? "unknown" : "offline";
    throw new Unreachable("the server cannot be reached", { cause, silence });
  } finally {
    clearTimeout(timer);
  }
}

/** fetch, but a 401 is followed by one renewal and one more try. */
export async function fetchSignedIn(request: Request): Promise<Response> {
  const again = request.clone();
  const answer = await fetchOnce(request);
  if (answer.status !== 401 || (isDoorPath(request.url) && !request.url.endsWith("/verify/resend"))) return answer;
  if (await renew().catch(() => false)) {
    return fetchOnce(again);
  }
  for (const listener of onSignedOut) listener();
  return answer;
}

export const api = createClient<paths>({ baseUrl: location.origin, fetch: fetchSignedIn });

interface Answer<Done> {
  data?: Done;
  error?: unknown;
  response: Response;
}

function refusal(error: unknown, response: Response): Refused {
  const after = Number(response.headers.get("retry-after"));
  return new Refused(readProblem(error, response.status), after > 0 ? after : null);
}

/** The body of a good answer; otherwise throws Refused or Unreachable. */
export async function unwrap<Done>(call: Promise<Answer<Done>>): Promise<Done> {
  const { data, error, response } = await call;
  if (!response.ok) throw refusal(error, response);
  return data as Done;
}

/** Sends raw bytes, for which the typed client has no shape. */
async function sendBytes<Done>(method: "PUT" | "POST", path: string, bytes: Blob, type: string): Promise<Done> {
  const request = new Request(new URL(path, location.href), { method, body: bytes, headers: { "content-type": type } });
  const response = await fetchSignedIn(request);
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw refusal(body, response);
  return body as Done;
}

export const putBytes = <Done>(path: string, bytes: Blob): Promise<Done> => sendBytes("PUT", path, bytes, bytes.type);

/** What it is, the server finds by its content. */
export const postBytes = <Done>(path: string, bytes: Blob): Promise<Done> => sendBytes("POST", path, bytes, "application/octet-stream");
