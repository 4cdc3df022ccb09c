/** Makes of a chosen file an image for a board: scaled down, without the place where a photograph was taken; refuses what is none. */
import { digestOf, mimeOf } from "./files";

const LARGEST_SIDE_PX = 2_048;
/** What is kept as it came, if it is no photograph. */
const LIGHT_BYTES = 2 * 1024 * 1024;
/** As the server takes them. */
const LARGEST_BYTES = 10 * 1024 * 1024;
/** Opening it would be too much for a phone. */
const LARGEST_FILE_BYTES = 60 * 1024 * 1024;
const QUALITY = 0.9;
/** One content, one name; short, for it stands in every element. */
const NAME_SIGNS = 32;

type Reason = "type" | "size" | "broken";

export class Untaken extends Error {
  override readonly name = "Untaken";
  readonly reason: Reason;

  constructor(reason: Reason) {
    super(reason);
    this.reason = reason;
  }
}

export interface Taken {
  fileId: string;
  blob: Blob;
  width: number;
  height: number;
}

/** The largest size of the same shape whose longer side is no longer. */
export function fitted({ width, height }: { width: number; height: number }, side: number): { width: number; height: number } {
  const scale = Math.min(1, side / Math.max(width, height, 1));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

/** As what it is written anew; null: it stays as it came. */
export function writtenAs(mime: string, bytes: number, isScaled: boolean): "image/jpeg" | "image/webp" | null {
  // A photograph says where it was taken: written anew, it does not.
  if (mime === "image/jpeg") return mime;
  return isScaled || bytes > LIGHT_BYTES || mimeOf(mime) === null ? "image/webp" : null;
}

async function written(bitmap: ImageBitmap, size: { width: number; height: number }, type: string): Promise<Blob> {
  const canvas = Object.assign(document.createElement("canvas"), size);
  const context = canvas.getContext("2d");
  if (context === null) throw new Untaken("broken");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, size.width, size.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, QUALITY));
  if (blob === null) throw new Untaken("broken");
  return blob;
}

/** Raises: Untaken. */
export async function taken(file: Blob): Promise<Taken> {
  if (!file.type.startsWith("image/") || file.type === "image/svg+xml") throw new Untaken("type");
  if (file.size > LARGEST_FILE_BYTES) throw new Untaken("size");
  const bitmap = await createImageBitmap(file).catch(() => {
    throw new Untaken(mimeOf(file.type) === null ? "type" : "broken");
  });
  try {
    const size = fitted(bitmap, LARGEST_SIDE_PX);
    const type = writtenAs(file.type, file.size, size.width < bitmap.width || size.height < bitmap.height);
    const blob = type === null ? file : await written(bitmap, size, type);
    if (blob.size > LARGEST_BYTES) throw new Untaken("size");
    return { ...size, blob, fileId: (await digestOf(blob)).slice(0, NAME_SIGNS) };
  } finally {
    bitmap.close();
  }
}
