/** The code for a phone, and who gets a key of a session in which there is a second camera. */
import { encodeQR } from "qr";
import { decodeQR } from "qr/decode.js";
import { describe, expect, it } from "vitest";
import { plan, readersOf } from "../../src/secrecy/plan";
import { pathOf, phoneLink, secretIn } from "../../src/signaling/companion/squares";

const link = phoneLink("https://ithaca.example.org", "0".repeat(26), "q-_Z7zS3k1Jt0bXcV9aQ8w");
const PIXELS = 4;

/** What a phone's camera would see of the path: a picture of the squares that it draws. */
function seen(path: string, size: number): { width: number; height: number; data: Uint8Array } {
  const data = new Uint8Array((size * PIXELS) ** 2 * 4).fill(255);
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g))
    for (let at = 0; at < PIXELS * PIXELS; at += 1) {
      const [column, row] = [Number(x) * PIXELS + (at % PIXELS), Number(y) * PIXELS + Math.floor(at / PIXELS)];
      data.fill(0, 4 * (row * size * PIXELS + column), 4 * (row * size * PIXELS + column) + 3);
    }
  return { width: size * PIXELS, height: size * PIXELS, data };
}

describe("the code for a phone", () => {
  it("is read as the link that it was made of", () => {
    const squares = encodeQR(link, "raw", { ecc: "medium", border: 4 });
    expect(decodeQR(seen(pathOf(squares), squares.length))).toBe(link);
  });

  it("keeps its secret where no server sees it", () => {
    const url = new URL(link);
    expect(url.pathname + url.search).not.toContain("q-_Z7");
    expect(secretIn(url.hash)).toBe("q-_Z7zS3k1Jt0bXcV9aQ8w");
    for (const hash of ["", "#", "#a b", `#${"x".repeat(65)}`]) expect(secretIn(hash)).toBeNull();
  });
});

describe("a second camera in an encrypted session", () => {
  const people = [{ peerId: "a", publicKey: "A" }];
  const all = [...people, { peerId: "eye", publicKey: "E", isDeaf: true }];

  it("gets nobody's key, and its coming and going change none", () => {
    expect(readersOf(all)).toEqual(people);
    const shared = new Map([["a", "A"]]);
    expect(plan(shared, all).change).toBe("keep");
    expect(plan(shared, people).change).toBe("keep");
  });
});
