/** A board as a file to take along; cards of goals are drawn as boxes with their words, for a file shows no page. */
import { convertToExcalidrawElements, exportToBlob, exportToCanvas, exportToSvg } from "@excalidraw/excalidraw";
import type { ExcalidrawElement, NonDeletedExcalidrawElement } from "@excalidraw/excalidraw/element/types";
import type { ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import { headed } from "./heading";
import { pdfOf } from "./pdf";

export type Format = "pdf" | "png" | "svg";

interface Words {
  title: string;
  /** Today, as people write it. */
  day: string;
  /** Of the card of a goal. */
  card: (goalId: string) => string;
}

const MARGIN_PX = 24;
const LARGEST_SIDE_PX = 4_096;

function drawn(element: NonDeletedExcalidrawElement, wordsOf: Words["card"]): readonly ExcalidrawElement[] {
  const goalId: unknown = element.customData?.["goalId"];
  if (element.type !== "embeddable" || typeof goalId !== "string") return [element];
  const { x, y, width, height } = element;
  return convertToExcalidrawElements([
    { type: "rectangle", x, y, width, height, roughness: 0, strokeWidth: 1, strokeColor: "#0d5561", backgroundColor: "#e3efed", roundness: { type: 3 }, label: { text: wordsOf(goalId), fontSize: 18, textAlign: "left", strokeColor: "#12303a" } },
  ]);
}

function save(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

const JPEG_QUALITY = 0.92;

type Scene = Parameters<typeof exportToSvg>[0];

async function asPdf(scene: Scene, { title, day }: Words): Promise<Blob> {
  const picture = headed(await exportToCanvas({ ...scene, maxWidthOrHeight: LARGEST_SIDE_PX }), title, day);
  const blob = await new Promise<Blob | null>((resolve) => picture.toBlob(resolve, "image/jpeg", JPEG_QUALITY));
  if (blob === null) throw new Error("no picture");
  return pdfOf({ jpeg: new Uint8Array(await blob.arrayBuffer()), width: picture.width, height: picture.height, title, at: new Date() });
}

const MAKE: Record<Format, (scene: Scene, words: Words) => Promise<Blob>> = {
  pdf: asPdf,
  png: (scene) => exportToBlob({ ...scene, mimeType: "image/png", maxWidthOrHeight: LARGEST_SIDE_PX }),
  svg: async (scene) => new Blob([(await exportToSvg(scene)).outerHTML], { type: "image/svg+xml" }),
};

export async function exportBoard(canvas: ExcalidrawImperativeAPI, format: Format, words: Words): Promise<void> {
  const elements = canvas.getSceneElements().flatMap((one) => drawn(one, words.card)) as NonDeletedExcalidrawElement[];
  const scene = { elements, files: canvas.getFiles(), exportPadding: MARGIN_PX, appState: { exportBackground: true, viewBackgroundColor: "#ffffff", exportWithDarkMode: false } };
  save(await MAKE[format](scene, words), `${words.title.replace(/[\\/:*?"<>|]+/g, " ").trim() || "board"}.${format}`);
}
