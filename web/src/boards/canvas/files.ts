/** The images that a board's document refers to: what each is and under which digest it lies; never their content. */
import * as Y from "yjs";

export const MIMES = ["image/png", "image/jpeg", "image/gif", "image/webp"] as const;
export type Mime = (typeof MIMES)[number];

export interface Ref {
  mime: Mime;
  /** Bytes. */
  size: number;
  /** Of the content, in hexadecimal: its name at the server. */
  sha256: string;
}

const DIGEST = /^[0-9a-f]{64}$/;

export const mimeOf = (value: unknown): Mime | null => MIMES.find((one) => one === value) ?? null;

/** There is one for what the server has, and for nothing else. */
export const filesOf = (doc: Y.Doc): Y.Map<unknown> => doc.getMap("files");

export function refOf(doc: Y.Doc, fileId: string): Ref | null {
  const raw: unknown = filesOf(doc).get(fileId);
  if (typeof raw !== "object" || raw === null || raw instanceof Y.AbstractType) return null;
  const { mime, size, sha256 } = raw as Record<string, unknown>;
  const known = mimeOf(mime);
  if (known === null || typeof size !== "number" || typeof sha256 !== "string" || !DIGEST.test(sha256)) return null;
  return { mime: known, size, sha256 };
}

export const noteFile = (doc: Y.Doc, fileId: string, { mime, size, sha256 }: Ref): void => void filesOf(doc).set(fileId, { mime, size, sha256 });

export async function digestOf(blob: Blob): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The content of a data address; asking for one as for a page is forbidden here. */
export function blobOf(dataUrl: string): Blob {
  const [head = "", body = ""] = dataUrl.split(",", 2);
  const bytes = Uint8Array.from(atob(body), (sign) => sign.charCodeAt(0));
  return new Blob([bytes], { type: /^data:([^;]*)/.exec(head)?.[1] ?? "" });
}

export const dataUrlOf = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(String(reader.result)));
    reader.addEventListener("error", () => reject(reader.error ?? new Error("unreadable")));
    reader.readAsDataURL(blob);
  });
