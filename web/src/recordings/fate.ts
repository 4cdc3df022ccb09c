/** What has become of something that was agreed to, as a word and a moment; pure. */
import type { Agreed } from "./api";

type Fate = { word: "live" | "until" | NonNullable<Agreed["gone"]> | "revokedYou"; at: string | null };

export function fateOf({ gone, goneAt, revokedAt, isLive, expiresAt }: Agreed): Fate {
  if (gone === "revoked" && revokedAt !== null) return { word: "revokedYou", at: revokedAt };
  if (gone !== null) return { word: gone, at: goneAt };
  return isLive ? { word: "live", at: null } : { word: "until", at: expiresAt };
}
