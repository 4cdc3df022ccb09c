import { expect, test } from "vitest";
import { differences } from "../../src/signaling/resync";
import type { Held } from "../../src/signaling/socket";

const held = (part: Partial<Held> = {}): Held => ({ transportIds: ["send", "recv"], producerIds: [], consumerIds: [], ...part });
const nothing: Held = { transportIds: [], producerIds: [], consumerIds: [] };

test("two sides that hold the same have nothing to settle", () => {
  expect(differences(held(), held())).toEqual({ isBroken: false, lost: nothing, strays: nothing });
});

test("a transport that only we have means new media", () => {
  expect(differences(held(), held({ transportIds: ["send"] })).isBroken).toBe(true);
});

test("a stream whose answer never came is a stray", () => {
  const { strays, isBroken } = differences(held(), held({ producerIds: ["camera"], consumerIds: ["c"] }));
  expect({ strays, isBroken }).toEqual({ strays: { ...nothing, producerIds: ["camera"], consumerIds: ["c"] }, isBroken: false });
});

test("a stream that ended while the line was down is lost", () => {
  expect(differences(held({ consumerIds: ["a", "b"] }), held({ consumerIds: ["b"] })).lost).toEqual({ ...nothing, consumerIds: ["a"] });
});
