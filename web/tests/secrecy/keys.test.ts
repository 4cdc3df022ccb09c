// @vitest-environment node
import { expect, test } from "vitest";
import { fromBase64url, toBase64url } from "../../src/secrecy/base64url";
import { readSealed } from "../../src/secrecy/cipher";
import { type Identity, type Route, newIdentity, openWords, sealWords, unwrap, wrap } from "../../src/secrecy/envelope";
import { wayOf } from "../../src/secrecy/guard";
import { type Frame, Keyring } from "../../src/secrecy/keyring";
import { layoutOf } from "../../src/secrecy/codecs";
import { type Opened, Opener, Path } from "../../src/secrecy/opener";
import type { Pipe, Word } from "../../src/secrecy/orders";
import { plan } from "../../src/secrecy/plan";
import { type Link, freshLink, nextLink } from "../../src/secrecy/ratchet";
import { safetyCode } from "../../src/secrecy/safety";
import { Sealer } from "../../src/secrecy/sealer";
import { areCompared } from "../../src/secrecy/secrecy";
import type { Bytes } from "../../src/secrecy/trailer";
import { Window } from "../../src/secrecy/window";
import { standingOf, unableOf } from "../../src/secrecy/words";

const opus = layoutOf("audio/opus");
if (!opus) throw new Error("no layout");
const SOUND = Uint8Array.from([0x78, 1, 2, 3, 4]);

class Speaking {
  readonly sealer = new Sealer();
  link: Link;
  constructor(link: Link) {
    this.link = link;
  }
  async use(link: Link): Promise<void> {
    this.link = link;
    await this.sealer.use(link);
  }
  async says(): Promise<Bytes> {
    const sealed = await this.sealer.seal(SOUND, opus as never, "microphone");
    if (!sealed) throw new Error("not sealed");
    return sealed;
  }
}

async function speaking(link = freshLink(1)): Promise<Speaking> {
  const one = new Speaking(link);
  await one.use(link);
  return one;
}

function hears(opener: Opener, frame: Bytes, path = new Path(), nowMs = 0): Promise<Opened> {
  const sealed = readSealed(frame, opus as never);
  if (!sealed) throw new Error("not sealed");
  return opener.open(sealed, opus as never, "microphone", path, nowMs);
}

test("who has the key hears, who has none does not", async () => {
  const [sender, opener] = [await speaking(), new Opener()];
  expect(await hears(opener, await sender.says())).toBe("unknown_key");
  await opener.add(sender.link);
  expect(await hears(opener, await sender.says())).toEqual(SOUND);
});

test("a frame is heard once, and by another path not when it is old", async () => {
  const [sender, opener, path] = [await speaking(), new Opener(), new Path()];
  await opener.add(sender.link);
  const first = await sender.says();
  expect(await hears(opener, first, path)).toEqual(SOUND);
  expect(await hears(opener, first, path)).toBe("replayed");
  expect(await hears(opener, first, new Path())).toEqual(SOUND);
  for (let frame = 0; frame < 4096; frame += 1) await sender.says();
  expect(await hears(opener, await sender.says(), path)).toEqual(SOUND);
  expect(await hears(opener, first, new Path())).toBe("replayed");
});

test("a forged frame moves no window", async () => {
  const [sender, opener, path] = [await speaking(), new Opener(), new Path()];
  await opener.add(sender.link);
  const forged = (await sender.says()).slice();
  forged[forged.length - 11] = 0xff;
  expect(await hears(opener, forged, path)).toBe("forged");
  expect(await hears(opener, await sender.says(), path)).toEqual(SOUND);
});

test("listeners follow the ratchet by themselves, and a newcomer cannot read back", async () => {
  const [sender, old, newcomer] = [await speaking(), new Opener(), new Opener()];
  await old.add(sender.link);
  const before = await sender.says();
  await sender.use(await nextLink(await nextLink(sender.link)));
  await newcomer.add(sender.link);
  const after = await sender.says();
  expect(await Promise.all([hears(old, after), hears(old, await sender.says())])).toEqual([SOUND, SOUND]);
  expect(await hears(newcomer, after)).toEqual(SOUND);
  expect(await hears(old, before)).toEqual(SOUND);
  expect(await hears(newcomer, before)).toBe("unknown_key");
});

test("a mark far ahead costs nothing and opens nothing", async () => {
  const [sender, opener] = [await speaking(), new Opener()];
  await opener.add(sender.link);
  const far = (await sender.says()).slice();
  far[far.length - 5] = 200;
  expect(await hears(opener, far)).toBe("unknown_key");
});

test("who has left does not read on, and the old key ends soon after the new one is used", async () => {
  const [sender, stays, left] = [await speaking(), new Opener(), new Opener()];
  await stays.add(sender.link);
  await left.add(sender.link);
  const [late, tooLate] = [await sender.says(), await sender.says()];
  await sender.use(freshLink(2));
  await stays.add(sender.link);
  const now = await sender.says();
  expect(await hears(left, now)).toBe("unknown_key");
  expect(await hears(stays, now, new Path(), 1_000)).toEqual(SOUND);
  expect(await hears(stays, late, new Path(), 5_900)).toEqual(SOUND);
  expect(await hears(stays, tooLate, new Path(), 6_001)).toBe("unknown_key");
});

test("an old key that comes late does not replace a newer one", async () => {
  const [sender, opener, first] = [await speaking(freshLink(2)), new Opener(), freshLink(1)];
  await opener.add(sender.link);
  await opener.add(first);
  await opener.add({ ...sender.link, chain: first.chain });
  expect(await hears(opener, await sender.says())).toEqual(SOUND);
});

test("no counter is used twice under a key, and none is left when they are used up", async () => {
  const sender = await speaking();
  const tails = await Promise.all(Array.from({ length: 50 }, async () => Buffer.from(await sender.says()).subarray(-11).toString("hex")));
  expect(new Set(tails).size).toBe(50);
  sender.sealer.forget();
  expect(await sender.sealer.seal(SOUND, opus as never, "microphone")).toBeNull();
});

test("a window takes what is reordered, and nothing twice or from far behind", () => {
  const window = new Window();
  for (const counter of [5, 3, 4, 2000]) {
    expect(window.isFresh(counter)).toBe(true);
    window.take(counter);
    expect(window.isFresh(counter)).toBe(false);
  }
  expect([window.isFresh(6), window.isFresh(976), window.isFresh(977), window.isFresh(2001)]).toEqual([false, false, true, true]);
});

const [ana, bo, eve] = (await Promise.all([newIdentity(), newIdentity(), newIdentity()])) as [Identity, Identity, Identity];
const route: Route = { roomId: "r", from: "ana", fromKey: ana.publicKey, to: "bo", toKey: bo.publicKey };

test("an envelope opens for whom it is, and for nobody else", async () => {
  const letter = { kind: "key", link: freshLink(7) } as const;
  const envelope = await wrap(letter, ana, route);
  expect(envelope.length).toBeLessThan(128);
  expect(await unwrap(envelope, bo, route)).toEqual(letter);
  expect(await unwrap(envelope, eve, { ...route, toKey: eve.publicKey })).toBeNull();
  expect(await unwrap(envelope, eve, route)).toBeNull();
});

test("an envelope of another room, sender, recipient or key pair is refused", async () => {
  const envelope = await wrap({ kind: "ask" }, ana, route);
  expect(await unwrap(envelope, bo, route)).toEqual({ kind: "ask" });
  const others = [{ roomId: "s" }, { from: "eve" }, { to: "eve" }, { fromKey: eve.publicKey }, { toKey: eve.publicKey }, { fromKey: "A".repeat(87) }, { fromKey: "?" }];
  for (const other of others) expect(await unwrap(envelope, bo, { ...route, ...other })).toBeNull();
});

test("an envelope that was changed or cut is refused", async () => {
  const bytes = fromBase64url(await wrap({ kind: "key", link: freshLink(1) }, ana, route)) ?? new Uint8Array(0);
  for (let at = 0; at < bytes.length; at += 5) {
    const changed = bytes.slice();
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(await unwrap(toBase64url(changed), bo, route)).toBeNull();
    expect(await unwrap(toBase64url(bytes.slice(0, at)), bo, route)).toBeNull();
  }
  for (const text of ["", "!", "é"]) expect(await unwrap(text, bo, route)).toBeNull();
});

test("who comes makes a step, who goes or changes the key makes a new key", () => {
  const [a, b, c] = [{ peerId: "a", publicKey: "A" }, { peerId: "b", publicKey: "B" }, { peerId: "c", publicKey: null }];
  const shared = new Map([["a", "A"]]);
  expect(plan(shared, [a])).toEqual({ change: "keep", to: [] });
  expect(plan(shared, [a, b, c])).toEqual({ change: "ratchet", to: [b] });
  expect(plan(shared, [b, c])).toEqual({ change: "rotate", to: [b] });
  const changed = { ...a, publicKey: "A2" };
  expect(plan(shared, [changed, b])).toEqual({ change: "rotate", to: [changed, b] });
  expect(plan(shared, [{ ...a, publicKey: null }])).toEqual({ change: "rotate", to: [] });
});

test("the safety code is the same for all and another for any other key or room", async () => {
  const code = await safetyCode("r", [ana.publicKey, bo.publicKey]);
  expect(code.join(" ")).toMatch(/^(\d{5} ){5}\d{5}$/);
  expect(await safetyCode("r", [bo.publicKey, ana.publicKey])).toEqual(code);
  expect(await safetyCode("s", [ana.publicKey, bo.publicKey])).not.toEqual(code);
  expect(await safetyCode("r", [ana.publicKey, eve.publicKey])).not.toEqual(code);
});

test("what was compared counts for those who were there", () => {
  expect(areCompared(new Set(["A", "B"]), ["A"])).toBe(true);
  expect(areCompared(new Set(["A"]), ["A", "B"])).toBe(false);
  expect(areCompared(new Set(["A"]), [])).toBe(false);
});

test("the lock never promises more than there is", () => {
  expect(standingOf("transport", true, true)).toBe("transport");
  expect(standingOf("end_to_end", false, true)).toBe("unable");
  expect(standingOf("end_to_end", true, false)).toBe("end_to_end");
  expect(standingOf("end_to_end", true, true)).toBe("compared");
  expect(unableOf([{ name: "a", publicKey: "A" }, { name: "b", publicKey: null }])).toEqual(["b"]);
});

test("the newer way to encoded frames comes first, and without cryptography there is none", () => {
  const Sender = { prototype: { createEncodedStreams: (): void => undefined } };
  const [crypto, RTCRtpScriptTransform] = [{ subtle: {} }, (): void => undefined];
  expect(wayOf({ crypto, RTCRtpScriptTransform, RTCRtpSender: Sender })).toBe("script");
  expect(wayOf({ crypto, RTCRtpSender: Sender })).toBe("streams");
  expect(wayOf({ crypto, RTCRtpSender: { prototype: {} } })).toBeNull();
  expect(wayOf({ RTCRtpScriptTransform })).toBeNull();
});

class Page {
  readonly said: Word[] = [];
  nowMs = 0;
  readonly keyring = new Keyring((word) => this.said.push(word), () => this.nowMs);
}
const pipe = (direction: Pipe["direction"], part: Partial<Pipe> = {}): Pipe => ({ id: "1", direction, peerId: "ana", source: "camera", mimeType: "video/VP8", ...part });
const picture = (type: "key" | "delta"): Frame => ({ type, data: Uint8Array.from([type === "key" ? 0x10 : 0x11, ...Array.from({ length: 40 }, (_, at) => at)]).buffer });

test("a plain frame passes only as long as nothing else was promised", async () => {
  const page = new Page();
  const [send, receive] = [page.keyring.passing(pipe("send")), page.keyring.passing(pipe("receive"))];
  expect([await send(picture("key")), await receive(picture("key"))]).toEqual([false, false]);
  await page.keyring.obey({ type: "protection", protection: "transport" });
  const frame = picture("key");
  expect([await send(frame), await receive(frame), frame]).toEqual([true, true, picture("key")]);
});

test("after dropped frames a picture starts again with a key frame, which is asked for", async () => {
  const [here, there, link] = [new Page(), new Page(), freshLink(1)];
  await here.keyring.obey({ type: "own", link });
  const [send, receive] = [here.keyring.passing(pipe("send")), there.keyring.passing(pipe("receive"))];
  const sent = async (type: "key" | "delta"): Promise<boolean> => {
    const frame = picture(type);
    await send(frame);
    return receive(frame);
  };
  expect([await sent("key"), there.said]).toEqual([false, []]);
  there.nowMs = 700;
  expect(await sent("delta")).toBe(false);
  expect(there.said).toEqual([{ type: "key_missing", peerId: "ana" }]);
  await there.keyring.obey({ type: "theirs", peerId: "ana", link });
  there.nowMs = 1_400;
  expect(await sent("delta")).toBe(false);
  expect(there.said.at(-1)).toEqual({ type: "key_frame_wanted", pipeId: "1" });
  expect([await sent("key"), await sent("delta")]).toEqual([true, true]);
});

test("while protection is off, what comes sealed is opened or dropped, never shown as noise", async () => {
  const [here, there, link] = [new Page(), new Page(), freshLink(1)];
  await here.keyring.obey({ type: "own", link });
  await there.keyring.obey({ type: "protection", protection: "transport" });
  const [send, receive] = [here.keyring.passing(pipe("send")), there.keyring.passing(pipe("receive"))];
  const unknown = picture("key");
  await send(unknown);
  expect(await receive(unknown)).toBe(false);
  await there.keyring.obey({ type: "theirs", peerId: "ana", link });
  const known = picture("key");
  await send(known);
  expect([await receive(known), known]).toEqual([true, picture("key")]);
});

test("one sender's frames do not pass as another's", async () => {
  const [here, there, link] = [new Page(), new Page(), freshLink(1)];
  await here.keyring.obey({ type: "own", link });
  await there.keyring.obey({ type: "theirs", peerId: "ana", link });
  await there.keyring.obey({ type: "theirs", peerId: "bo", link: freshLink(1) });
  const frame = picture("key");
  await here.keyring.passing(pipe("send"))(frame);
  expect(await there.keyring.passing(pipe("receive", { peerId: "bo" }))({ ...frame })).toBe(false);
  expect(await there.keyring.passing(pipe("receive"))(frame)).toBe(true);
});

test("words open for their reader only, and never as a key", async () => {
  const [from, to, other] = await Promise.all([newIdentity(), newIdentity(), newIdentity()]);
  const route: Route = { roomId: "r", from: "a", fromKey: from.publicKey, to: "b", toKey: to.publicKey };
  const sealed = await sealWords("Άνδρα μοι έννεπε", from, route);
  expect(await openWords(sealed, to, route)).toBe("Άνδρα μοι έννεπε");
  expect(await openWords(sealed, other, { ...route, toKey: other.publicKey })).toBeNull();
  expect(await openWords(sealed, to, { ...route, roomId: "another" })).toBeNull();
  expect(await unwrap(sealed, to, route)).toBeNull();
  expect(await openWords(await wrap({ kind: "ask" }, from, route), to, route)).toBeNull();
});

test("the longest line of captions fits what the server takes of a sealed one", async () => {
  const [from, to] = await Promise.all([newIdentity(), newIdentity()]);
  const route: Route = { roomId: "r", from: "a", fromKey: from.publicKey, to: "b", toKey: to.publicKey };
  expect((await sealWords("語".repeat(500), from, route)).length).toBeLessThanOrEqual(3072);
});
