/** A sender's key, or a few words of theirs, wrapped for one recipient: ECDH P-256, HKDF-SHA-256, AES-256-GCM, bound to room, both peers and both their public keys. */
import { fromBase64url, toBase64url } from "./base64url";
import { CHAIN_BYTES, type Link } from "./ratchet";
import type { Bytes } from "./trailer";

const VERSION = 1;
const SALT_BYTES = 16;
const IV_BYTES = 12;
const HEAD_BYTES = 1 + SALT_BYTES + IV_BYTES;
const KEY = 1;
const ASK = 2;
/** Kind, generation, step, chain. */
const LETTER_BYTES = 4 + CHAIN_BYTES;
const CURVE = { name: "ECDH", namedCurve: "P-256" } as const;

/** Our key pair for one joining, and how others know it. */
export interface Identity {
  privateKey: CryptoKey;
  publicKey: string;
}

/** What is inside: a key, or the wish for the other's. */
export type Letter = { kind: "key"; link: Link } | { kind: "ask" };

/** Between whom, in which room: an envelope opens for nobody else. */
export interface Route {
  roomId: string;
  from: string;
  fromKey: string;
  to: string;
  toKey: string;
}

export async function newIdentity(): Promise<Identity> {
  const pair = await crypto.subtle.generateKey(CURVE, false, ["deriveBits"]);
  const raw = await crypto.subtle.exportKey("raw", pair.publicKey);
  return { privateKey: pair.privateKey, publicKey: toBase64url(new Uint8Array(raw)) };
}

/** What an envelope is for: one with words in it never opens as one with a key. */
type Purpose = "ithaca envelope" | "ithaca words";

/** Each part with its length before it, so that no two routes read the same. */
function info({ roomId, from, fromKey, to, toKey }: Route, purpose: Purpose): Bytes {
  const parts = [purpose, roomId, from, fromKey, to, toKey];
  return new TextEncoder().encode(parts.map((part) => `${part.length}:${part}`).join(""));
}

/** The key of one envelope. Throws when the other's public key is no point of the curve. */
async function wrappingKey(own: CryptoKey, otherKey: string, salt: Bytes, context: Bytes): Promise<CryptoKey> {
  const raw = fromBase64url(otherKey);
  if (!raw) throw new TypeError("not a public key");
  const other = await crypto.subtle.importKey("raw", raw, CURVE, false, []);
  const secret = await crypto.subtle.deriveBits({ name: "ECDH", public: other }, own, 256);
  const material = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
  const hkdf: HkdfParams = { name: "HKDF", hash: "SHA-256", salt, info: context };
  return crypto.subtle.deriveKey(hkdf, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
}

function write(letter: Letter): Bytes {
  const bytes = new Uint8Array(LETTER_BYTES);
  bytes[0] = letter.kind === "key" ? KEY : ASK;
  if (letter.kind === "ask") return bytes;
  new DataView(bytes.buffer).setUint16(1, letter.link.generation);
  bytes[3] = letter.link.step;
  bytes.set(letter.link.chain, 4);
  return bytes;
}

function read(bytes: Bytes): Letter | null {
  if (bytes.length !== LETTER_BYTES) return null;
  if (bytes[0] === ASK) return { kind: "ask" };
  if (bytes[0] !== KEY) return null;
  const generation = new DataView(bytes.buffer, bytes.byteOffset).getUint16(1);
  return { kind: "key", link: { generation, step: bytes[3] ?? 0, chain: bytes.slice(4) } };
}

async function seal(content: Bytes, identity: Identity, route: Route, purpose: Purpose): Promise<string> {
  const head = new Uint8Array(HEAD_BYTES);
  crypto.getRandomValues(head);
  head[0] = VERSION;
  const key = await wrappingKey(identity.privateKey, route.toKey, head.slice(1, 1 + SALT_BYTES), info(route, purpose));
  const algorithm = { name: "AES-GCM", iv: head.subarray(1 + SALT_BYTES), additionalData: head };
  const body = await crypto.subtle.encrypt(algorithm, key, content);
  const envelope = new Uint8Array(HEAD_BYTES + body.byteLength);
  envelope.set(head);
  envelope.set(new Uint8Array(body), HEAD_BYTES);
  return toBase64url(envelope);
}

async function open(text: string, identity: Identity, route: Route, purpose: Purpose): Promise<Bytes | null> {
  const envelope = fromBase64url(text);
  if (!envelope || envelope[0] !== VERSION || envelope.length <= HEAD_BYTES) return null;
  const head = envelope.slice(0, HEAD_BYTES);
  const algorithm = { name: "AES-GCM", iv: head.subarray(1 + SALT_BYTES), additionalData: head };
  try {
    const key = await wrappingKey(identity.privateKey, route.fromKey, head.slice(1, 1 + SALT_BYTES), info(route, purpose));
    return new Uint8Array(await crypto.subtle.decrypt(algorithm, key, envelope.subarray(HEAD_BYTES)));
  } catch {
    return null;
  }
}

/** Wraps a letter for `route.to`. */
export const wrap = (letter: Letter, identity: Identity, route: Route): Promise<string> => seal(write(letter), identity, route, "ithaca envelope");

/** The letter inside; null when it is not for us, not from them, or not whole. */
export async function unwrap(text: string, identity: Identity, route: Route): Promise<Letter | null> {
  const content = await open(text, identity, route, "ithaca envelope");
  return content && read(content);
}

/** Seals words for `route.to`. */
export const sealWords = (words: string, identity: Identity, route: Route): Promise<string> => seal(new TextEncoder().encode(words), identity, route, "ithaca words");

/** The words inside; null when they are not for us, not from them, or not whole. */
export async function openWords(text: string, identity: Identity, route: Route): Promise<string | null> {
  const content = await open(text, identity, route, "ithaca words");
  return content && new TextDecoder().decode(content);
}
