// @vitest-environment node
import { expect, test } from "vitest";
import { type Envelope, Exchange } from "../../src/secrecy/exchange";
import { type Link, MAX_STEPS } from "../../src/secrecy/ratchet";

/** Some pages in one room, with a server between them that passes envelopes on at once. */
class Room {
  readonly pages = new Map<string, Page>();
  log: string[] = [];

  async come(name: string): Promise<Page> {
    const page = new Page(name, this);
    const publicKey = await page.exchange.publicKey();
    page.publicKey = publicKey;
    this.pages.set(name, page);
    page.exchange.set(true);
    this.tell();
    return page;
  }

  go(name: string): void {
    this.pages.delete(name);
    this.tell();
  }

  tell(): void {
    for (const page of this.pages.values()) page.follow();
  }

  async settled(): Promise<void> {
    for (let round = 0; round < 40; round += 1) await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

class Page {
  publicKey = "";
  own: Link | null = null;
  isDown = false;
  readonly theirs = new Map<string, Link>();
  readonly forgotten: string[] = [];
  readonly exchange: Exchange;
  readonly name: string;
  readonly room: Room;

  constructor(name: string, room: Room) {
    this.name = name;
    this.room = room;
    const keys = {
      own: (link: Link): void => void (this.own = link),
      theirs: (peerId: string, link: Link): void => void this.theirs.set(peerId, link),
      forget: (peerId: string): void => void (this.forgotten.push(peerId), this.theirs.delete(peerId)),
    };
    this.exchange = new Exchange({ roomId: "r", keys, post: (letters) => this.#post(letters) });
  }

  follow(): void {
    const others = [...this.room.pages.values()].filter((page) => page !== this);
    this.exchange.follow(this.name, others.map(({ name, publicKey }) => ({ peerId: name, publicKey })));
  }

  async #post(letters: Envelope[]): Promise<string[]> {
    if (this.isDown) throw new Error("the line is down");
    this.room.log.push(...letters.map(({ peerId }) => `${this.name}→${peerId}`));
    const undelivered = letters.filter(({ peerId }) => this.room.pages.get(peerId)?.isDown !== false);
    for (const { peerId, envelope } of letters) if (!undelivered.some((letter) => letter.peerId === peerId)) this.room.pages.get(peerId)?.exchange.receive(this.name, envelope);
    return undelivered.map(({ peerId }) => peerId);
  }
}

/** Whether everybody can open what everybody sends now: the key they have is that of the sender, or an earlier step of it. */
function agree(room: Room): boolean {
  const all = [...room.pages.values()];
  return all.every((page) =>
    all.every((other) => {
      const [known, used] = [other.theirs.get(page.name), page.own];
      return other === page || (known !== undefined && used !== null && known.generation === used.generation && known.step <= used.step);
    }),
  );
}

test("two pages exchange their keys", async () => {
  const room = new Room();
  const [a, b] = [await room.come("a"), await room.come("b")];
  await room.settled();
  expect(agree(room)).toBe(true);
  expect(b.theirs.get("a")?.chain).toEqual(a.own?.chain);
});

test("a newcomer gets a later step and not the one before; the others get nothing", async () => {
  const room = new Room();
  const [a] = [await room.come("a"), await room.come("b")];
  await room.settled();
  const before = a.own;
  room.log = [];
  const c = await room.come("c");
  await room.settled();
  expect(agree(room)).toBe(true);
  expect(room.log.sort()).toEqual(["a→c", "b→c", "c→a", "c→b"]);
  expect(c.theirs.get("a")?.step).toBe((before?.step ?? 0) + 1);
  expect(c.theirs.get("a")?.chain).not.toEqual(before?.chain);
});

test("after a leaving all have new keys, which the one who left was never given", async () => {
  const room = new Room();
  const [a, b] = [await room.come("a"), await room.come("b")];
  const c = await room.come("c");
  await room.settled();
  const generation = a.own?.generation ?? 0;
  room.go("c");
  await room.settled();
  expect(agree(room)).toBe(true);
  expect(a.own?.generation).toBe(generation + 1);
  expect(b.theirs.get("a")?.generation).toBe(generation + 1);
  expect(c.theirs.get("a")?.generation).toBe(generation);
  expect(b.forgotten).toContain("c");
});

test("two who come at once hear each other and everybody", async () => {
  const room = new Room();
  await room.come("a");
  await room.settled();
  await Promise.all([room.come("b"), room.come("c")]);
  await room.settled();
  expect(agree(room)).toBe(true);
});

test("a page that was loaded anew is another: new keys for all", async () => {
  const room = new Room();
  const [a] = [await room.come("a"), await room.come("b")];
  await room.settled();
  const generation = a.own?.generation ?? 0;
  await room.come("b");
  await room.settled();
  expect(agree(room)).toBe(true);
  expect(a.own?.generation).toBe(generation + 1);
  expect(a.forgotten).toContain("b");
});

test("what somebody missed while their line was down is sent when they are back", async () => {
  const room = new Room();
  const [a, b] = [await room.come("a"), await room.come("b")];
  await room.settled();
  b.isDown = true;
  await room.come("c");
  await room.settled();
  room.go("c");
  await room.settled();
  expect(b.theirs.get("a")?.generation).not.toBe(a.own?.generation);
  b.isDown = false;
  a.exchange.resend("b");
  b.follow();
  await room.settled();
  expect(agree(room)).toBe(true);
});

test("a key whose letters did not leave is used all the same, and sent when the line is back", async () => {
  const room = new Room();
  const [a, b] = [await room.come("a"), await room.come("b")];
  await room.come("c");
  await room.settled();
  const generation = a.own?.generation ?? 0;
  a.isDown = true;
  room.go("c");
  await room.settled();
  expect(a.own?.generation).toBe(generation + 1);
  a.isDown = false;
  a.follow();
  b.exchange.resend("a");
  await room.settled();
  expect(agree(room)).toBe(true);
});

test("whoever lacks a key asks for it, and not more than every two seconds", async () => {
  const room = new Room();
  const [a, b] = [await room.come("a"), await room.come("b")];
  await room.settled();
  b.theirs.delete("a");
  room.log = [];
  b.exchange.ask("a", 10_000);
  b.exchange.ask("a", 11_000);
  await room.settled();
  expect(room.log).toEqual(["b→a", "a→b"]);
  expect(b.theirs.get("a")?.chain).toEqual(a.own?.chain);
});

test("an envelope from somebody unknown, or not for us, changes nothing", async () => {
  const room = new Room();
  const [, b] = [await room.come("a"), await room.come("b")];
  await room.settled();
  const known = b.theirs.get("a");
  b.exchange.receive("x", "AAAA");
  b.exchange.receive("a", "AAAA");
  await room.settled();
  expect([b.theirs.size, b.theirs.get("a")]).toEqual([1, known]);
});

test("off and on again is a new key, and no key is sent while it is off", async () => {
  const room = new Room();
  const [a, b] = [await room.come("a"), await room.come("b")];
  await room.settled();
  const generation = a.own?.generation ?? 0;
  for (const page of [a, b]) page.exchange.set(false);
  room.log = [];
  await room.come("c");
  a.exchange.ask("b", 1e9);
  await room.settled();
  expect(room.log.filter((letter) => !letter.startsWith("c"))).toEqual([]);
  for (const page of [a, b]) page.exchange.set(true);
  await room.settled();
  expect(agree(room)).toBe(true);
  expect(a.own?.generation).toBe(generation + 1);
});

test("a key that was ratcheted too often is replaced", async () => {
  const room = new Room();
  const [a] = [await room.come("a"), await room.come("b")];
  await room.settled();
  const generation = a.own?.generation ?? 0;
  for (let time = 0; time < 20 * MAX_STEPS && a.own?.generation === generation; time += 1) {
    a.exchange.resend("b");
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  await room.settled();
  expect(a.own?.generation).toBe(generation + 1);
  expect(agree(room)).toBe(true);
});
