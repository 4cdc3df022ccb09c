/** A board as a file to take along; cards of goals are drawn as boxes with their words, for a file shows no page. */
import { convertToExcalidrawElements, exportToBlob, exportToSvg } from "@excalidraw/excalidraw";
import type { ExcalidrawElement, NonDeletedExcalidrawElement } from "@excalidraw/excalidraw/element/types";
import type { ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";

export type Format = "png" | "svg";
/** Of the card of a goal. */
export type CardWords = (goalId: string) => string;

const MARGIN_PX = 24;
const LARGEST_SIDE_PX = 4_096;

function drawn(element: NonDeletedExcalidrawElement, wordsOf: CardWords): readonly ExcalidrawElement[] {
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

export async function exportBoard(canvas: ExcalidrawImperativeAPI, title: string, format: Format, wordsOf: CardWords): Promise<void> {
  const elements = canvas.getSceneElements().flatMap((one) => drawn(one, wordsOf)) as NonDeletedExcalidrawElement[];
  const what = { elements, files: canvas.getFiles(), exportPadding: MARGIN_PX, appState: { exportBackground: true, viewBackgroundColor: "#ffffff", exportWithDarkMode: false } };
  const blob = format === "png" ? await exportToBlob({ ...what, mimeType: "image/png", maxWidthOrHeight: LARGEST_SIDE_PX }) : new Blob([(await exportToSvg(what)).outerHTML], { type: "image/svg+xml" });
  save(blob, `${title.replace(/[\\/:*?"<>|]+/g, " ").trim() || "board"}.${format}`);
}
