/** Who has talked how much: ourselves, and all others together; pure. Nobody else's share is ever told apart. */

export interface Talk {
  ownMs: number;
  othersMs: number;
}

export const noTalk: Talk = { ownMs: 0, othersMs: 0 };

/** Two who talk at once have both talked. */
export function talked(talk: Talk, who: { isOwn: boolean; isOthers: boolean }, elapsedMs: number): Talk {
  if (!who.isOwn && !who.isOthers) return talk;
  return { ownMs: talk.ownMs + (who.isOwn ? elapsedMs : 0), othersMs: talk.othersMs + (who.isOthers ? elapsedMs : 0) };
}

/** Our share of all talking, 0 to 100; null before anybody has spoken for a second. */
export function sharePercent({ ownMs, othersMs }: Talk): number | null {
  const allMs = ownMs + othersMs;
  return allMs < 1000 ? null : Math.round((100 * ownMs) / allMs);
}
