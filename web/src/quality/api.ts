/** The HTTP endpoints of quality as functions; they neither cache nor show anything. */
import { type Schemas, api, unwrap } from "../core/api";

export type Verdict = Schemas["VerdictIn"];
export const SAID = ["good", "some_trouble", "bad"] as const satisfies readonly Verdict["said"][];
export type Trouble = NonNullable<Verdict["troubles"]>[number];
export const TROUBLES = ["sound", "picture", "lag", "dropped"] as const satisfies readonly Trouble[];

/** Guests have no account: the token of the seat they had says who they were. */
export const judge = (body: Verdict): Promise<unknown> => unwrap(api.POST("/api/quality/verdicts", { body }));
