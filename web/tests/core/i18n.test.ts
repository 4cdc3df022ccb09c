import { describe, expect, it } from "vitest";
import { preferredOf } from "../../src/core/languages";

describe("the language of the application", () => {
  it("is the first that we speak, with the reader's region", () => {
    expect(preferredOf(["fr-CH", "en-GB", "en-US"], ["en"])).toBe("en-GB");
    expect(preferredOf(["pt-BR", "en"], ["en", "pt"])).toBe("pt-BR");
  });
  it("is English where we speak none of them", () => {
    expect(preferredOf(["fr-CH", "xx"], ["en"])).toBe("en");
    expect(preferredOf([], ["en"])).toBe("en");
  });
});
