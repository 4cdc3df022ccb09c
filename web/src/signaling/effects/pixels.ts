/** Arithmetic on small pictures: what the model reads, a mask that stands still, a blur without a halo. Pure, and careful to allocate nothing per picture. */

/** 0…255 with alpha to 0…1 without. */
export function intoInput(rgba: Uint8ClampedArray, input: Float32Array): void {
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    input[to] = (rgba[from] ?? 0) / 255;
    input[to + 1] = (rgba[from + 1] ?? 0) / 255;
    input[to + 2] = (rgba[from + 2] ?? 0) / 255;
  }
}

/** A pixel that changes its mind a little is the model's doubt, one that changes it a lot is somebody moving. */
const DOUBT_KEEPS = 0.75;
const MOVED_FROM = 0.35;

/** Brings the kept mask nearer to a fresh one: slowly where it flickers, at once where something moved. */
export function settle(kept: Float32Array, fresh: Float32Array): void {
  for (let at = 0; at < kept.length; at += 1) {
    const before = kept[at] ?? 0;
    const change = (fresh[at] ?? 0) - before;
    const keeps = DOUBT_KEEPS * Math.max(0, 1 - Math.abs(change) / MOVED_FROM);
    kept[at] = before + change * (1 - keeps);
  }
}

/** Between these the person fades into what is behind. */
const FADE_FROM = 0.25;
const FADE_TO = 0.75;

function smoothStep(value: number): number {
  const share = Math.min(1, Math.max(0, (value - FADE_FROM) / (FADE_TO - FADE_FROM)));
  return share * share * (3 - 2 * share);
}

/** The mask as the alpha of a picture. The edge is averaged over its neighbours, so that no stair is seen when it is drawn large. */
export function intoAlpha(mask: Float32Array, width: number, height: number, rgba: Uint8ClampedArray): void {
  for (let y = 0; y < height; y += 1) {
    const up = Math.max(0, y - 1) * width;
    const here = y * width;
    const down = Math.min(height - 1, y + 1) * width;
    for (let x = 0; x < width; x += 1) {
      const left = Math.max(0, x - 1);
      const right = Math.min(width - 1, x + 1);
      const beside = at(mask, up + x) + at(mask, down + x) + at(mask, here + left) + at(mask, here + right);
      const across = at(mask, up + left) + at(mask, up + right) + at(mask, down + left) + at(mask, down + right);
      rgba[(here + x) * 4 + 3] = 255 * smoothStep((4 * at(mask, here + x) + 2 * beside + across) / 16);
    }
  }
}

const at = (values: Float32Array, index: number): number => values[index] ?? 0;

/** Colours at half the size of the mask, each with the share of it that lies behind the person. */
export interface Behind {
  width: number;
  height: number;
  /** Red, green, blue, each times the weight, and the weight. */
  weighted: Float32Array;
  spare: Float32Array;
}

export function behindOf(width: number, height: number): Behind {
  const half = { width: width >> 1, height: height >> 1 };
  return { ...half, weighted: new Float32Array(half.width * half.height * 4), spare: new Float32Array(half.width * half.height * 4) };
}

/** Even where only the person is seen there is some colour to show behind them. */
const LEAST_WEIGHT = 0.002;

/** Halves a picture, and takes the person out of it, whose colours would else shine around them. */
export function gatherBehind(rgba: Uint8ClampedArray, mask: Float32Array, behind: Behind): void {
  const { width, height, weighted } = behind;
  const row = width * 2;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const to = (y * width + x) * 4;
      let [red, green, blue, weight] = [0, 0, 0, 0];
      const corner = y * 2 * row + x * 2;
      for (const from of [corner, corner + 1, corner + row, corner + row + 1]) {
        const share = Math.max(LEAST_WEIGHT, 1 - 2 * at(mask, from));
        red += (rgba[from * 4] ?? 0) * share;
        green += (rgba[from * 4 + 1] ?? 0) * share;
        blue += (rgba[from * 4 + 2] ?? 0) * share;
        weight += share;
      }
      weighted[to] = red;
      weighted[to + 1] = green;
      weighted[to + 2] = blue;
      weighted[to + 3] = weight;
    }
  }
}

/** Three averages over boxes come close to a bell: about 3.5 pixels of this size, a thirty-sixth of the width. */
const RADIUS = 3;
const ROUNDS = 3;

/** Averages along lines of `count` pixels that lie `step` apart; the lines themselves lie `stride` apart. Beyond an edge it goes on as at the edge. */
function average(from: Float32Array, to: Float32Array, lines: number, stride: number, count: number, step: number): void {
  const size = 2 * RADIUS + 1;
  for (let line = 0; line < lines; line += 1) {
    for (let channel = 0; channel < 4; channel += 1) {
      const start = line * stride * 4 + channel;
      const pixel = (index: number): number => at(from, start + Math.min(count - 1, Math.max(0, index)) * step * 4);
      let sum = 0;
      for (let index = -RADIUS; index <= RADIUS; index += 1) sum += pixel(index);
      for (let index = 0; index < count; index += 1) {
        to[start + index * step * 4] = sum / size;
        sum += pixel(index + RADIUS + 1) - pixel(index - RADIUS);
      }
    }
  }
}

/** Blurs what was gathered, into a picture of the same size. */
export function intoBlur(behind: Behind, rgba: Uint8ClampedArray): void {
  const { width, height, weighted, spare } = behind;
  for (let round = 0; round < ROUNDS; round += 1) {
    average(weighted, spare, height, width, width, 1);
    average(spare, weighted, width, 1, height, width);
  }
  for (let from = 0; from < weighted.length; from += 4) {
    const weight = at(weighted, from + 3);
    rgba[from] = at(weighted, from) / weight;
    rgba[from + 1] = at(weighted, from + 1) / weight;
    rgba[from + 2] = at(weighted, from + 2) / weight;
    rgba[from + 3] = 255;
  }
}
