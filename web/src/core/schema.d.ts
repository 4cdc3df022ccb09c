/** The server's HTTP shapes. Replaced by `npm run types` as soon as docs/openapi.json exists. */
interface Call<Body, Done, Path = never> {
  parameters: { query?: never; header?: never; cookie?: never; path: Path };
  requestBody: [Body] extends [never] ? never : { content: { "application/json": Body } };
  responses: {
    200: { headers: Record<string, unknown>; content: { "application/json": Done } };
    default: { headers: Record<string, unknown>; content: { "application/problem+json": components["schemas"]["Problem"] } };
  };
}
interface Free<Body, Done> {
  parameters: { query?: never; header?: never; path?: never; cookie?: never };
  requestBody: Call<Body, Done>["requestBody"];
  responses: Call<Body, Done>["responses"];
}
interface Bare<Done> {
  parameters: { query?: never; header?: never; path?: never; cookie?: never };
  requestBody?: never;
  responses: Call<never, Done>["responses"];
}
interface BarePath<Done, Path> {
  parameters: { query?: never; header?: never; path: Path; cookie?: never };
  requestBody?: never;
  responses: Call<never, Done>["responses"];
}
type S = components["schemas"];
interface Id { id: string }

export interface paths {
  "/api/about": { get: Bare<S["About"]> };
  "/api/auth/sign-up": { post: Free<S["SignUp"], S["Me"]> };
  "/api/auth/sign-in": { post: Free<{ email: string; password: string }, S["Me"]> };
  "/api/auth/sign-out": { post: Bare<undefined> };
  "/api/auth/refresh": { post: Bare<undefined> };
  "/api/auth/verify": { post: Free<{ token: string }, undefined> };
  "/api/auth/verify/resend": { post: Bare<undefined> };
  "/api/auth/reset": { post: Free<{ email: string }, undefined> };
  "/api/auth/reset/confirm": { post: Free<{ token: string; password: string }, undefined> };
  "/api/me": { get: Bare<S["Me"]>; patch: Free<S["MeChange"], S["Me"]> };
  "/api/me/photo": { delete: Bare<S["Me"]> };
  "/api/me/password": { post: Free<{ current: string; new: string }, undefined> };
  "/api/me/sign-ins": { get: Bare<{ signIns: S["SignIn"][] }> };
  "/api/me/sign-ins/{id}": { delete: BarePath<undefined, Id> };
  "/api/rooms": { get: Bare<{ rooms: S["Room"][] }>; post: Free<{ title: string; invite?: string[] }, S["Room"]> };
  "/api/rooms/{id}": { get: BarePath<S["Room"], Id>; patch: Call<{ title: string }, S["Room"], Id> };
  "/api/rooms/{id}/participants": { post: Call<{ email: string }, S["Room"], Id> };
  "/api/rooms/{id}/end": { post: BarePath<undefined, Id> };
  "/api/rooms/{id}/door": { get: BarePath<S["Door"], Id> };
  "/api/rooms/{id}/token": { post: BarePath<{ token: string; expiresAt: string }, Id> };
}
export interface components {
  schemas: {
    Problem: { type?: string; title: string; status: number; detail: string; code: string; fields?: Record<string, string> };
    About: { name: string; version: string; signUp: "open" | "closed"; mail: "console" | "smtp"; tzdata: string };
    Language: { tag: string; level: "native" | "fluent" | "good" | "basic" };
    Me: {
      id: string; email: string; isEmailVerified: boolean; name: string; headline: string; photoUrl: string | null;
      languages: components["schemas"]["Language"][]; timeZone: string; locale: string; roles: ("mentor" | "mentee")[]; createdAt: string;
    };
    MeChange: {
      name?: string; headline?: string; languages?: components["schemas"]["Language"][]; timeZone?: string; locale?: string; roles?: ("mentor" | "mentee")[];
    };
    SignUp: { email: string; password: string; name: string; roles: ("mentor" | "mentee")[]; timeZone: string; locale?: string };
    SignIn: { id: string; device: string; createdAt: string; lastSeenAt: string; isCurrent: boolean };
    PersonBrief: { id: string; name: string; photoUrl: string | null };
    Room: {
      id: string; title: string; host: components["schemas"]["PersonBrief"]; role: "host" | "participant"; isOpen: boolean; createdAt: string;
      endedAt: string | null; inviteUrl: string; participants: components["schemas"]["PersonBrief"][]; present: { name: string; photoUrl?: string | null }[];
    };
    Door: { id: string; isOpen: boolean; hostName: string; role: "host" | "participant" | "stranger"; title: string | null; presentCount: number | null };
  };
}
