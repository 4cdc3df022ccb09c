/** The dark squares of a code as one path, row by row; pure. */

export const pathOf = (squares: readonly (readonly boolean[])[]): string =>
  squares.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join("");

/** Where a phone goes. The secret stands in the fragment, which no server sees and no log keeps. */
export const phoneLink = (origin: string, roomId: string, secret: string): string => `${origin}/s/${roomId}/phone#${secret}`;

/** What stands in the fragment of such a link; null: nothing. */
export const secretIn = (hash: string): string | null => /^#?([A-Za-z0-9_-]{1,64})$/.exec(hash)?.[1] ?? null;
