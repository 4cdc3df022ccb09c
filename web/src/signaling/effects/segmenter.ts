/** Wraps LiteRT and its two models of people: a small picture in, how much of each pixel is a person out. Runs in a worker, on the processor; asks nobody for anything but our own files. */
import { type CompiledModel, Tensor, loadAndCompile, loadLiteRt } from "@litertjs/core";
import createModule from "@litertjs/core/wasm/litert_wasm_compat_internal.js";
import runtimeUrl from "@litertjs/core/wasm/litert_wasm_compat_internal.wasm?url";
import squareUrl from "@mediapipe/selfie_segmentation/selfie_segmentation.tflite?url";
import wideUrl from "@mediapipe/selfie_segmentation/selfie_segmentation_landscape.tflite?url";
import type { Shape } from "./model";

const MODEL_URLS: Record<Shape, string> = { wide: wideUrl, square: squareUrl };

let loading: Promise<unknown> | null = null;

const absolute = (url: string): string => new URL(url, self.location.href).href;

/**
 * The library would fetch its loader by a fixed name and run it as a classic script. Ours is part of this worker's own file, and its
 * WebAssembly has the hash of its content in its name: neither can ever meet another version of the other.
 */
function loadRuntime(): Promise<unknown> {
  const ModuleFactory: typeof createModule = (options) => createModule({ ...options, locateFile: () => absolute(runtimeUrl), print: () => undefined, printErr: () => undefined });
  Object.assign(self, { ModuleFactory, importScripts: () => undefined });
  // The processor is fast enough: no graphics device is opened for a model that would not use it.
  Object.defineProperty(navigator, "gpu", { value: undefined, configurable: true });
  return loadLiteRt("litert_wasm_compat_internal.js");
}

export class Segmenter {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue as 0…1, row by row. */
  readonly input: Float32Array<ArrayBuffer>;
  readonly #model: CompiledModel;

  private constructor(model: CompiledModel) {
    const [, height = 0, width = 0] = model.getInputDetails()[0]?.shape ?? [];
    this.#model = model;
    this.width = width;
    this.height = height;
    this.input = new Float32Array(width * height * 3);
  }

  /** Throws when this browser cannot run it. */
  static async load(shape: Shape): Promise<Segmenter> {
    loading ??= loadRuntime();
    await loading;
    return new Segmenter(await loadAndCompile(absolute(MODEL_URLS[shape]), { accelerator: "wasm" }));
  }

  /** Of what is in `input`: 0 (behind) … 1 (a person) per pixel. Valid until the next call. */
  async run(): Promise<Float32Array> {
    const input = new Tensor(this.input, [1, this.height, this.width, 3]);
    const [output] = await this.#model.run(input);
    input.delete();
    if (!output) throw new Error("the model gave nothing");
    const mask = output.toTypedArray().slice();
    output.delete();
    return mask as Float32Array;
  }
}
