/** A sender's key as a chain that only goes forward: from one step follow its frame key and the next step, never the one before. */
import type { Bytes } from "./trailer";

export const CHAIN_BYTES = 32;
/** A receiver follows at most so far; a sender takes a new random key before. */
export const MAX_STEPS = 64;

const encoder = new TextEncoder();
const FRAME_KEY = encoder.encode("ithaca frame key");
const NEXT_STEP = encoder.encode("ithaca next step");
const NO_SALT = new Uint8Array(0);

export interface Link {
  generation: number;
  step: number;
  chain: Bytes;
}

const hkdf = (info: Bytes): HkdfParams => ({ name: "HKDF", hash: "SHA-256", salt: NO_SALT, info });

const material = (chain: Bytes): Promise<CryptoKey> => crypto.subtle.importKey("raw", chain, "HKDF", false, ["deriveBits", "deriveKey"]);

/** A new random key. */
export function freshLink(generation: number): Link {
  return { generation, step: 0, chain: crypto.getRandomValues(new Uint8Array(CHAIN_BYTES)) };
}

/** One step on: whoever gets this cannot find the one before. */
export async function nextLink({ generation, step, chain }: Link): Promise<Link> {
  const bits = await crypto.subtle.deriveBits(hkdf(NEXT_STEP), await material(chain), 8 * CHAIN_BYTES);
  return { generation, step: step + 1, chain: new Uint8Array(bits) };
}

/** AES-128-GCM for the frames of this step. */
export async function frameKey({ chain }: Link): Promise<CryptoKey> {
  return crypto.subtle.deriveKey(hkdf(FRAME_KEY), await material(chain), { name: "AES-GCM", length: 128 }, false, ["encrypt", "decrypt"]);
}
