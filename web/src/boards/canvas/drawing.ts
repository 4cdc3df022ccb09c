/** Draws a template on a canvas, in the words it is given; what is there already stays where it is. */
import { CaptureUpdateAction, FONT_FAMILY, convertToExcalidrawElements, getCommonBounds } from "@excalidraw/excalidraw";
import type { ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import { type Shown, elementOf, standardOf } from "./flat";
import type { Spot } from "./making";
import { type Laid, type Panel, type Placed, type Sheet, laid, partId } from "./sheets";

interface SheetWords {
  name: string;
  hint: string;
  of: (panel: Panel) => { title: string; prompts: string };
}

const INK = "#12303a";
const SOFT = "#49626a";
const LINE = "#7d979c";
const PAD = 22;
const TITLE_SIZE = 26;
const PROMPT_SIZE = 18;
const HEADING_SIZE = 40;
const WHEEL_SIZE = 21;
/** From what is there already. */
const BESIDE = 160;

type Skeletons = NonNullable<Parameters<typeof convertToExcalidrawElements>[0]>;
type Skeleton = Skeletons[number];

interface Hand {
  sheet: Sheet;
  words: SheetWords;
  isRtl: boolean;
  at: Spot;
}

/** Words in an unseen box: they are broken into lines where it ends, in any language. */
function words({ sheet, isRtl }: Hand, part: string, box: { x: number; y: number; width: number; height: number }, text: string, size: number, isMiddle = false): Skeleton {
  const align = isMiddle ? "center" : isRtl ? "right" : "left";
  const label = { id: partId(sheet, `${part}-words`), text, fontSize: size, fontFamily: FONT_FAMILY.Nunito, textAlign: align, verticalAlign: isMiddle ? "middle" : "top", strokeColor: size === PROMPT_SIZE ? SOFT : INK };
  return { type: "rectangle", id: partId(sheet, part), ...box, strokeColor: "transparent", backgroundColor: "transparent", roughness: 0, label } as Skeleton;
}

function panel(hand: Hand, { panel: name, x, y, width, height, tint }: Placed): Skeleton[] {
  const { sheet, at, words: said } = hand;
  const { title, prompts } = said.of(name);
  const [left, top] = [at.x + x, at.y + y];
  const inner = { x: left + PAD / 2, width: width - PAD };
  return [
    { type: "rectangle", id: partId(sheet, `${name}-ground`), x: left, y: top, width, height, backgroundColor: tint, strokeColor: "transparent", roughness: 0, roundness: { type: 3, value: 18 }, locked: true } as Skeleton,
    words(hand, `${name}-title`, { ...inner, y: top + PAD / 2, height: 48 }, title, TITLE_SIZE),
    words(hand, `${name}-prompts`, { ...inner, y: top + PAD / 2 + 48, height: 90 }, prompts, PROMPT_SIZE),
  ];
}

function spoked(hand: Hand, { width, rings, spokes, placed }: Laid): Skeleton[] {
  const { sheet, at, words: said } = hand;
  const whole = rings[0] ?? { x: 0, y: 0, width, height: 0 };
  const [cx, cy] = [at.x + whole.x + whole.width / 2, at.y + whole.y + whole.height / 2];
  const thin = { strokeColor: LINE, strokeWidth: 1, roughness: 0, locked: true };
  return [
    ...rings.map((ring, index) => ({ type: "ellipse", id: partId(sheet, `ring${index}`), ...ring, x: at.x + ring.x, y: at.y + ring.y, backgroundColor: index === 0 ? "#e3f1ee" : "transparent", ...thin }) as Skeleton),
    ...spokes.map(([dx, dy], index) => ({ type: "line", id: partId(sheet, `spoke${index}`), x: cx - dx, y: cy - dy, points: [[0, 0], [2 * dx, 2 * dy]], width: Math.abs(2 * dx), height: Math.abs(2 * dy), ...thin }) as Skeleton),
    ...placed.map(({ panel: name, x, y, width: wide, height }) => {
      const { title, prompts } = said.of(name);
      return words(hand, `${name}-title`, { x: at.x + x, y: at.y + y, width: wide, height }, `${title}\n${prompts}`, WHEEL_SIZE, true);
    }),
  ];
}

/** A frame holds what lies in it: it moves with it, and goes with it. */
function frame({ sheet, words: said, at }: Hand, { panel: name, x, y, width, height }: Placed): Shown {
  const g = [at.x + x, at.y + y, width, height, 0].map(Math.round);
  return elementOf(partId(sheet, name), { ...standardOf("frame"), type: "frame", i: null, seed: 1, g, name: said.of(name).title }, undefined);
}

function framed(element: Shown, sheet: Sheet, placed: readonly Placed[]): Shown {
  const owner = placed.find(({ panel: name }) => element.id.startsWith(partId(sheet, `${name}-`)));
  return owner === undefined ? element : { ...element, frameId: partId(sheet, owner.panel) };
}

function parts(hand: Hand, sheet: Laid): Shown[] {
  const { at, words: said } = hand;
  const head = [
    words(hand, "head-name", { x: at.x - PAD / 2, y: at.y, width: sheet.width, height: 60 }, said.name, HEADING_SIZE),
    words(hand, "head-hint", { x: at.x - PAD / 2, y: at.y + 60, width: sheet.width, height: 50 }, said.hint, PROMPT_SIZE),
  ];
  const isRound = sheet.rings.length > 0;
  const inner = isRound ? spoked(hand, sheet) : sheet.placed.flatMap((one) => panel(hand, one));
  const made = convertToExcalidrawElements([...head, ...inner], { regenerateIds: false });
  return isRound ? [...made] : [...made.map((one) => framed(one, hand.sheet, sheet.placed)), ...sheet.placed.map((one) => frame(hand, one))];
}

function besideOf(canvas: ExcalidrawImperativeAPI): Spot {
  const there = canvas.getSceneElements();
  if (there.length === 0) return { x: 0, y: 0 };
  const [, top, right] = getCommonBounds(there);
  return { x: Math.round(right + BESIDE), y: Math.round(top) };
}

export async function drawSheet(canvas: ExcalidrawImperativeAPI, sheet: Sheet, said: SheetWords, isRtl: boolean): Promise<void> {
  // Measured in a font that is not there yet, words would stand beside their boxes.
  await document.fonts.load(`${PROMPT_SIZE}px Nunito`, said.name + said.hint).catch(() => []);
  const made = parts({ sheet, words: said, isRtl, at: besideOf(canvas) }, laid(sheet, isRtl));
  const ids = new Set(made.map(({ id }) => id));
  const rest = canvas.getSceneElementsIncludingDeleted().filter(({ id }) => !ids.has(id));
  canvas.updateScene({ elements: [...rest, ...made], captureUpdate: CaptureUpdateAction.IMMEDIATELY });
  canvas.scrollToContent(made, { fitToViewport: true, viewportZoomFactor: 0.86, animate: false });
}
