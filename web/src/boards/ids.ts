/** Ids as the server makes them: UUIDv7 (RFC 9562 §5.7) as 26 characters of base32hex, which sort by time. */
const SIGNS = "0123456789abcdefghijklmnopqrstuv";
const VALID = /^[0-9a-v]{26}$/;

export const isRowId = (value: unknown): value is string => typeof value === "string" && VALID.test(value);

export function newId(now: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  new DataView(bytes.buffer).setUint32(0, Math.floor(now / 0x1_0000));
  new DataView(bytes.buffer).setUint16(4, now % 0x1_0000);
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  let word = "";
  let bits = 0;
  let held = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    for (; bits >= 5; bits -= 5) word += SIGNS[(held >> (bits - 5)) & 31] ?? "";
    held &= (1 << bits) - 1;
  }
  return word + (SIGNS[(held << (5 - bits)) & 31] ?? "");
}
