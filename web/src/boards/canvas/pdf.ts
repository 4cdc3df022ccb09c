/** One picture as a document of one page (PDF 1.7, ISO 32000-1): as large as paper, in the middle of it; it writes no text. */

interface Picture {
  /** A JPEG of three colours. */
  jpeg: Uint8Array<ArrayBuffer>;
  /** Pixels. */
  width: number;
  height: number;
  title: string;
  at: Date;
}

/** ISO A4, in points. */
const SHORT_PT = 595.28;
const LONG_PT = 841.89;
const MARGIN_PT = 28;

const two = (value: number): string => String(value).padStart(2, "0");
const dateOf = (at: Date): string => `D:${at.getUTCFullYear()}${two(at.getUTCMonth() + 1)}${two(at.getUTCDate())}${two(at.getUTCHours())}${two(at.getUTCMinutes())}${two(at.getUTCSeconds())}Z`;

/** Any language's words, as the format wants them (§7.9.2.2): UTF-16 with its mark, in hexadecimal. */
const wordsOf = (text: string): string => `<FEFF${Array.from({ length: text.length }, (_, at) => text.charCodeAt(at).toString(16).padStart(4, "0")).join("")}>`;

/** Across or along, whichever leaves the picture larger; and where on the page it lies. */
export function pageFor(width: number, height: number): { page: readonly [number, number]; matrix: readonly [number, number, number, number] } {
  const page = width >= height ? ([LONG_PT, SHORT_PT] as const) : ([SHORT_PT, LONG_PT] as const);
  const scale = Math.min((page[0] - 2 * MARGIN_PT) / width, (page[1] - 2 * MARGIN_PT) / height);
  const [wide, high] = [width * scale, height * scale];
  return { page, matrix: [wide, high, (page[0] - wide) / 2, page[1] - MARGIN_PT - high] };
}

export function pdfOf({ jpeg, width, height, title, at }: Picture): Blob {
  const { page, matrix } = pageFor(width, height);
  const [wide, high, left, bottom] = matrix.map((one) => one.toFixed(2));
  const drawing = `q ${wide} 0 0 ${high} ${left} ${bottom} cm /Board Do Q`;
  const encoder = new TextEncoder();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const offsets: number[] = [];
  let length = 0;
  const write = (part: string | Uint8Array<ArrayBuffer>): void => {
    const bytes = typeof part === "string" ? encoder.encode(part) : part;
    parts.push(bytes);
    length += bytes.length;
  };
  const object = (head: string, stream?: string | Uint8Array<ArrayBuffer>): void => {
    offsets.push(length);
    write(`${offsets.length} 0 obj\n${head}`);
    if (stream !== undefined) {
      write("\nstream\n");
      write(stream);
      write("\nendstream");
    }
    write("\nendobj\n");
  };
  write("%PDF-1.7\n");
  object("<< /Type /Catalog /Pages 2 0 R >>");
  object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>");
  object(`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${page.join(" ")}] /Resources << /XObject << /Board 5 0 R >> >> /Contents 4 0 R >>`);
  object(`<< /Length ${drawing.length} >>`, drawing);
  object(`<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length ${jpeg.length} >>`, jpeg);
  object(`<< /Title ${wordsOf(title)} /CreationDate (${dateOf(at)}) >>`);
  const start = length;
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const count = offsets.length + 1;
  write(`xref\n0 ${count}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${count} /Root 1 0 R /Info 6 0 R >>\nstartxref\n${start}\n%%EOF\n`);
  return new Blob(parts, { type: "application/pdf" });
}
