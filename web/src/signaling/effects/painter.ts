/** Paints a picture anew with something else behind the person. Runs in a worker; needs no graphics hardware, and uses it where the browser draws with it. */
import { type Effect, type Shape, shapeOf } from "./model";
import { type Behind, behindOf, gatherBehind, intoAlpha, intoBlur, intoInput, settle } from "./pixels";
import { Segmenter } from "./segmenter";

type Context = OffscreenCanvasRenderingContext2D;

/** The wall of the plain background: warm and quiet, and a face of any colour stands out before it. */
const PLAIN = "#c9c2b4";

function contextOf(width: number, height: number, isRead = false): Context {
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: isRead });
  if (!context) throw new Error("this browser draws no pictures in a worker");
  return context;
}

/** What one model needs: its small pictures, and the mask that it settles on. */
class Finder {
  readonly segmenter: Segmenter;
  readonly mask: Context;
  readonly blurred: Context;
  readonly #small: Context;
  readonly #kept: Float32Array;
  readonly #behind: Behind;
  readonly #alpha: ImageData;
  readonly #blur: ImageData;

  constructor(segmenter: Segmenter) {
    const { width, height } = segmenter;
    this.segmenter = segmenter;
    this.#small = contextOf(width, height, true);
    this.mask = contextOf(width, height);
    this.#kept = new Float32Array(width * height);
    this.#behind = behindOf(width, height);
    this.blurred = contextOf(this.#behind.width, this.#behind.height);
    this.#alpha = new ImageData(width, height);
    this.#blur = new ImageData(this.#behind.width, this.#behind.height);
  }

  async look(picture: CanvasImageSource, isBlurWanted: boolean): Promise<void> {
    const { segmenter } = this;
    const { width, height } = segmenter;
    this.#small.drawImage(picture, 0, 0, width, height);
    const { data } = this.#small.getImageData(0, 0, width, height);
    intoInput(data, segmenter.input);
    settle(this.#kept, await segmenter.run());
    intoAlpha(this.#kept, width, height, this.#alpha.data);
    this.mask.putImageData(this.#alpha, 0, 0);
    if (!isBlurWanted) return;
    gatherBehind(data, this.#kept, this.#behind);
    intoBlur(this.#behind, this.#blur.data);
    this.blurred.putImageData(this.#blur, 0, 0);
  }
}

export class Painter {
  effect: Effect = "none";
  /** Pictures with more lines than this are painted smaller. */
  mostLines = 720;
  /** Of the last picture, its shorter side. */
  lines = 0;
  readonly #finders = new Map<Shape, Finder>();
  #out: Context | null = null;

  /** Throws when this browser cannot find people. */
  async paint(picture: CanvasImageSource, fullWidth: number, fullHeight: number): Promise<OffscreenCanvas> {
    const share = Math.min(1, this.mostLines / Math.min(fullWidth, fullHeight));
    // Encoders halve a picture's sides, and take even ones only.
    const [width, height] = [2 * Math.round((fullWidth * share) / 2), 2 * Math.round((fullHeight * share) / 2)];
    this.lines = Math.min(width, height);
    const finder = await this.#finder(shapeOf(width, height));
    await finder.look(picture, this.effect === "blur");
    const out = this.#sized(width, height);
    out.globalCompositeOperation = "copy";
    out.drawImage(finder.mask.canvas, 0, 0, width, height);
    out.globalCompositeOperation = "source-in";
    out.drawImage(picture, 0, 0, width, height);
    out.globalCompositeOperation = "destination-over";
    if (this.effect === "blur") out.drawImage(finder.blurred.canvas, 0, 0, width, height);
    else {
      out.fillStyle = PLAIN;
      out.fillRect(0, 0, width, height);
    }
    return out.canvas;
  }

  async #finder(shape: Shape): Promise<Finder> {
    const known = this.#finders.get(shape);
    if (known) return known;
    const made = new Finder(await Segmenter.load(shape));
    this.#finders.set(shape, made);
    return made;
  }

  #sized(width: number, height: number): Context {
    const { canvas } = this.#out ?? {};
    if (this.#out && canvas?.width === width && canvas.height === height) return this.#out;
    this.#out = contextOf(width, height);
    this.#out.imageSmoothingQuality = "high";
    return this.#out;
  }
}
