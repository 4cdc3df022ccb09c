import { describe, expect, it } from "vitest";
import { linesOf } from "../../src/boards/canvas/heading";
import { pageFor, pdfOf } from "../../src/boards/canvas/pdf";

const latin = new TextDecoder("latin1");
const AT = new Date(Date.UTC(2026, 10, 28, 6, 5, 4));

describe("a board as a document to print", () => {
  it("is found by its table: each object stands where it says, and the picture is whole", async () => {
    const jpeg = Uint8Array.from({ length: 300 }, (_, at) => at % 256);
    const bytes = new Uint8Array(await pdfOf({ jpeg, width: 40, height: 30, title: "לוח", at: AT }).arrayBuffer());
    const text = latin.decode(bytes);
    const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
    const table = text.slice(start).split("\n");
    expect(table.slice(0, 3)).toEqual(["xref", "0 7", "0000000000 65535 f "]);
    const offsets = table.slice(3, 9).map((row) => Number(row.slice(0, 10)));
    expect(table.slice(3, 9).every((row) => row.length === 19)).toBe(true);
    expect(offsets.map((offset) => text.slice(offset, offset + 7))).toEqual([1, 2, 3, 4, 5, 6].map((n) => `${n} 0 obj`));
    const image = text.indexOf("stream\n", text.indexOf("/DCTDecode")) + "stream\n".length;
    expect(bytes.slice(image, image + 300)).toEqual(jpeg);
    expect(text.slice(image + 300).startsWith("\nendstream")).toBe(true);
    expect(text).toContain("/Title <FEFF05dc05d505d7>");
    expect(text).toContain("/CreationDate (D:20261128060504Z)");
  });

  it.each([
    [4_096, 900],
    [900, 4_096],
    [10, 10],
  ])("fits %i by %i pixels onto the paper, keeping their shape", (width, height) => {
    const { page, matrix } = pageFor(width, height);
    const [wide, high, left, bottom] = matrix;
    expect(page[0] > page[1]).toBe(width >= height);
    expect(wide / high).toBeCloseTo(width / height, 5);
    expect([left, bottom].every((one) => one >= 27.99)).toBe(true);
    expect(left + wide).toBeLessThanOrEqual(page[0] - 27.99);
    expect(bottom + high).toBeLessThanOrEqual(page[1] - 27.99);
  });

  it("breaks names of any length and cuts no sign in half", () => {
    const widthOf = (text: string): number => Array.from(text).length;
    expect(linesOf("  Plans for   spring ", 20, widthOf)).toEqual(["Plans for spring"]);
    expect(linesOf("Plans for spring", 9, widthOf)).toEqual(["Plans for", "spring"]);
    expect(linesOf("😀".repeat(8), 4, widthOf)).toEqual(["😀😀😀😀", "😀😀😀😀"]);
    const long = linesOf("word ".repeat(40), 9, widthOf);
    expect([long.length, long[2]?.endsWith("…"), long.every((line) => widthOf(line) <= 9)]).toEqual([3, true, true]);
    expect(linesOf("", 9, widthOf)).toEqual([""]);
  });
});
