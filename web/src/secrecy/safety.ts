/** The safety code: the same digits for all in a room who hold the same public keys, and for nobody else. */
import type { Bytes } from "./trailer";

const GROUPS = 6;
const DIGITS = 5;
/** Whoever looks for two sets of keys with one code pays this for each try. */
const ROUNDS = 100_000;
/** So many bytes for each group that the digits are even to one part in ten millions. */
const GROUP_BYTES = 5;

function groupOf(bytes: Bytes): string {
  const number = bytes.reduce((sum, byte) => sum * 256 + byte, 0);
  return String(number % 10 ** DIGITS).padStart(DIGITS, "0");
}

/** Six groups of five digits. */
export async function safetyCode(roomId: string, publicKeys: readonly string[]): Promise<string[]> {
  const text = [...publicKeys].sort().join(" ");
  const encoder = new TextEncoder();
  const material = await crypto.subtle.importKey("raw", encoder.encode(text), "PBKDF2", false, ["deriveBits"]);
  const algorithm = { name: "PBKDF2", hash: "SHA-256", salt: encoder.encode(`ithaca safety code ${roomId}`), iterations: ROUNDS };
  const bits = new Uint8Array(await crypto.subtle.deriveBits(algorithm, material, 8 * GROUPS * GROUP_BYTES));
  return Array.from({ length: GROUPS }, (_, index) => groupOf(bits.subarray(index * GROUP_BYTES, (index + 1) * GROUP_BYTES)));
}
