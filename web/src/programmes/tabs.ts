/** The tabs of a programme's desk, by the names that its address has for them. */
export const TABS = ["overview", "people", "invite", "rules", "matching", "learning", "evaluation", "moderation"] as const;
export type Tab = (typeof TABS)[number];
