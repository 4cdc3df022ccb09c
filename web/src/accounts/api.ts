/** The accounts' HTTP endpoints as functions; they neither cache nor show anything. */
import { type Schemas, api, putBytes, unwrap } from "../core/api";
import { Refused } from "../core/errors";

export type Me = Schemas["Me"];
export type MeChange = Schemas["MeChange"];
export type NewAccount = Schemas["SignUp"];
export type SignIn = Schemas["SignIn"];
export type Language = Schemas["Language"];

/** Who is signed in here; nobody is an answer, not an error. */
export async function fetchMe(): Promise<Me | null> {
  try {
    return await unwrap(api.GET("/api/me"));
  } catch (error) {
    if (error instanceof Refused && error.status === 401) return null;
    throw error;
  }
}

export const signUp = (body: NewAccount): Promise<Me> => unwrap(api.POST("/api/auth/sign-up", { body }));

export const signIn = (body: { email: string; password: string }): Promise<Me> =>
  unwrap(api.POST("/api/auth/sign-in", { body }));

export const signOut = (): Promise<unknown> => unwrap(api.POST("/api/auth/sign-out"));

export const verify = (token: string): Promise<unknown> => unwrap(api.POST("/api/auth/verify", { body: { token } }));

export const resendVerification = (): Promise<unknown> => unwrap(api.POST("/api/auth/verify/resend"));

export const askReset = (email: string): Promise<unknown> => unwrap(api.POST("/api/auth/reset", { body: { email } }));

export const confirmReset = (body: { token: string; password: string }): Promise<unknown> =>
  unwrap(api.POST("/api/auth/reset/confirm", { body }));

export const changeMe = (body: MeChange): Promise<Me> => unwrap(api.PATCH("/api/me", { body }));

export const putPhoto = (photo: Blob): Promise<Me> => putBytes<Me>("/api/me/photo", photo);

export const deletePhoto = (): Promise<Me> => unwrap(api.DELETE("/api/me/photo"));

export const changePassword = (body: { current: string; new: string }): Promise<unknown> =>
  unwrap(api.POST("/api/me/password", { body }));

export const fetchSignIns = async (): Promise<SignIn[]> => (await unwrap(api.GET("/api/me/sign-ins"))).signIns;

export const revokeSignIn = (id: string): Promise<unknown> =>
  unwrap(api.DELETE("/api/me/sign-ins/{id}", { params: { path: { id } } }));
