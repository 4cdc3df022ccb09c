/** Where people have calendars, and what of it is known before they type; asks nothing, shows nothing. */
export const PROVIDERS = ["nextcloud", "icloud", "fastmail", "other"] as const;
export type Provider = (typeof PROVIDERS)[number];

const SERVERS: Partial<Record<Provider, string>> = { icloud: "caldav.icloud.com", fastmail: "caldav.fastmail.com" };

/** The server of an account there, where all have the same one. */
export const serverOf = (provider: Provider): string | null => SERVERS[provider] ?? null;

export interface Account {
  address: string;
  userName: string;
  password: string;
}

export const isComplete = ({ address, userName, password }: Account): boolean => address.trim() !== "" && userName.trim() !== "" && password !== "";

interface Found {
  address: string;
  name: string;
}

/** Those that fit beside what is there already; all are chosen at first, as far as they go. */
export const firstChosen = (found: readonly Found[], left: number): string[] => found.slice(0, Math.max(0, left)).map(({ address }) => address);

export const chosenOf = <One extends Found>(found: readonly One[], addresses: readonly string[]): One[] => found.filter(({ address }) => addresses.includes(address));
