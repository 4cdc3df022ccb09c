import { describe, expect, it } from "vitest";
import { withLayers } from "../../src/signaling/dynacast";
import { type Interest, wishOf } from "../../src/signaling/wishes";

const seen: Interest = { source: "camera", heightPx: 360, isPinned: false, isSpeaker: false };

describe("what a picture is worth", () => {
  it("ranks a shared screen before the pinned, the pinned before who speaks, and those before size", () => {
    const inOrder: Interest[] = [
      { ...seen, source: "screen", heightPx: 100 },
      { ...seen, isPinned: true },
      { ...seen, isSpeaker: true },
      { ...seen, heightPx: 2000 },
      seen,
    ];
    const priorities = inOrder.map((interest) => wishOf(interest).priority);
    expect(priorities).toEqual([...priorities].sort((a, b) => b - a));
    expect(new Set(priorities).size).toBe(inOrder.length);
  });

  it("stays below the largest priority the server takes", () => {
    expect(wishOf({ ...seen, source: "screen", heightPx: 1e6 }).priority).toBeLessThan(400);
  });

  it("wants nothing that is out of sight", () => {
    expect(wishOf({ ...seen, heightPx: 0 }).isWanted).toBe(false);
    expect(wishOf(seen).isWanted).toBe(true);
  });

  it("does not change with a few pixels", () => {
    expect(wishOf({ ...seen, heightPx: 350 })).toEqual(wishOf({ ...seen, heightPx: 355 }));
  });
});

describe("the layers we send", () => {
  const three: RTCRtpEncodingParameters[] = [{ rid: "r0" }, { rid: "r1" }, { rid: "r2" }];

  it.each([
    [-1, [false, false, false]],
    [0, [true, false, false]],
    [1, [true, true, false]],
    [2, [true, true, true]],
  ])("with %i wanted", (spatialLayer, active) => {
    expect(withLayers(three, spatialLayer).map((encoding) => encoding.active)).toEqual(active);
  });

  it("sends the lower layers of SVC at their sizes, in a smaller picture, and the upper again", () => {
    const full = { maxBitrate: 1_000_000, scalabilityMode: "L3T3_KEY" };
    expect(withLayers([full], 2)).toEqual([{ ...full, active: true, scaleResolutionDownBy: 1 }]);
    const [middle] = withLayers([full], 1);
    expect(middle).toMatchObject({ scalabilityMode: "L2T3_KEY", scaleResolutionDownBy: 2, maxBitrate: 300_000 });
    const [low] = withLayers([middle ?? full], 0, [full]);
    expect(low).toMatchObject({ scalabilityMode: "L1T3", scaleResolutionDownBy: 4, active: true });
    expect(withLayers([low ?? full], 2, [full])).toMatchObject([{ ...full, scaleResolutionDownBy: 1 }]);
    expect(withLayers([full], -1)).toMatchObject([{ active: false, scalabilityMode: "L3T3_KEY" }]);
  });

  it("turns a stream without layers on and off", () => {
    const one: RTCRtpEncodingParameters[] = [{ rid: "r0" }];
    expect(withLayers(one, 2)).toEqual([{ rid: "r0", active: true }]);
  });
});
