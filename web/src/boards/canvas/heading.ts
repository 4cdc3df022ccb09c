/** The name of a board and a day over its picture; written by the browser, which knows every script and its direction. */

const PAD = 0.02;
const LARGEST_LINES = 3;
const FROM_THE_RIGHT = /^[^\p{L}]*[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}]/u;

type WidthOf = (text: string) => number;

/** The same signs in pieces no wider than `most`, or of one sign. */
function piecesOf(word: string, most: number, widthOf: WidthOf): string[] {
  const pieces: string[] = [];
  for (const sign of word) {
    const last = pieces.at(-1);
    if (last === undefined || widthOf(last + sign) > most) pieces.push(sign);
    else pieces[pieces.length - 1] = last + sign;
  }
  return pieces;
}

function shortened(line: string, most: number, widthOf: WidthOf): string {
  const signs = Array.from(line);
  while (signs.length > 0 && widthOf(`${signs.join("")}…`) > most) signs.pop();
  return `${signs.join("")}…`;
}

/** Lines no wider than `most`; what does not fit into the last ends in dots. Words that are too long are broken. */
export function linesOf(text: string, most: number, widthOf: WidthOf): string[] {
  const lines: string[] = [""];
  for (const word of text.trim().split(/\s+/u)) {
    for (const [at, piece] of piecesOf(word, most, widthOf).entries()) {
      const last = lines.at(-1) ?? "";
      const longer = last === "" ? piece : `${last} ${piece}`;
      if (at === 0 && widthOf(longer) <= most) lines[lines.length - 1] = longer;
      else lines.push(piece);
    }
  }
  const shown = lines.filter((line, at) => line !== "" || (at === 0 && lines.length === 1));
  if (shown.length <= LARGEST_LINES) return shown;
  return [...shown.slice(0, LARGEST_LINES - 1), shortened(shown[LARGEST_LINES - 1] ?? "", most, widthOf)];
}

/** The picture below its heading, on white. */
export function headed(picture: HTMLCanvasElement, title: string, day: string): HTMLCanvasElement {
  const whole = document.createElement("canvas");
  const context = whole.getContext("2d");
  if (context === null) throw new Error("no canvas");
  const [width, pad] = [picture.width, Math.ceil(picture.width * PAD)];
  const size = Math.max(14, Math.round(Math.max(picture.width, picture.height) * 0.022));
  const [big, small] = [`600 ${size}px "Commissioner Variable", sans-serif`, `${Math.round(size * 0.6)}px "Commissioner Variable", sans-serif`];
  context.font = big;
  const lines = linesOf(title, width - 2 * pad, (text) => context.measureText(text).width);
  const top = Math.ceil(pad + lines.length * size * 1.3 + size);
  Object.assign(whole, { width, height: top + picture.height });
  const isRtl = FROM_THE_RIGHT.test(title);
  Object.assign(context, { fillStyle: "#ffffff" });
  context.fillRect(0, 0, whole.width, whole.height);
  Object.assign(context, { fillStyle: "#12303a", font: big, direction: isRtl ? "rtl" : "ltr", textAlign: "start", textBaseline: "top" });
  const x = isRtl ? width - pad : pad;
  for (const [at, line] of lines.entries()) context.fillText(line, x, pad + at * size * 1.3);
  Object.assign(context, { fillStyle: "#49626a", font: small });
  context.fillText(day, x, pad + lines.length * size * 1.3);
  context.drawImage(picture, 0, top);
  return whole;
}
