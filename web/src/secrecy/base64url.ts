/** Bytes as the text in which keys and envelopes travel (RFC 4648 §5, without padding). */
import type { Bytes } from "./trailer";

export function toBase64url(bytes: Bytes): string {
  const text = Array.from(bytes, (byte) => String.fromCodePoint(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Null when the text is none. */
export function fromBase64url(text: string): Bytes | null {
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.codePointAt(0) ?? 0);
  } catch {
    return null;
  }
}
