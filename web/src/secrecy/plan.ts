/** Who must get which key when people come and go; decides only. */

export interface Present {
  peerId: string;
  /** Null: this browser cannot encrypt end-to-end, so it gets no key. */
  publicKey: string | null;
  /** It only sends, and we are heard without its help: it gets no key of ours. */
  isDeaf?: boolean;
}

type Change = "rotate" | "ratchet" | "keep";

interface Plan {
  change: Change;
  /** Who is to get our key after the change. */
  to: Keyed[];
}

type Keyed = Present & { publicKey: string };

const isKeyed = (peer: Present): peer is Keyed => peer.publicKey !== null && peer.isDeaf !== true;

/** Who gets our key at all. */
export const readersOf = (present: readonly Present[]): Keyed[] => present.filter(isKeyed);

/**
 * `shared`: who has our key, as peer → public key. Who has gone must not read on: a new random key for all.
 * Who is new must not read back: the key goes one step on, and only the newcomer needs it.
 */
export function plan(shared: ReadonlyMap<string, string>, present: readonly Present[]): Plan {
  const keyed = readersOf(present);
  const here = new Map(keyed.map(({ peerId, publicKey }) => [peerId, publicKey]));
  const isGone = [...shared].some(([peerId, publicKey]) => here.get(peerId) !== publicKey);
  if (isGone) return { change: "rotate", to: keyed };
  const to = keyed.filter(({ peerId }) => !shared.has(peerId));
  return { change: to.length > 0 ? "ratchet" : "keep", to };
}
