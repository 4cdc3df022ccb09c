/** Loads RNNoise into a sound graph: its worklet and its WebAssembly are our own files, named by their content. */
import { RnnoiseWorkletNode, loadRnnoise } from "@sapphi-red/web-noise-suppressor";
import plainUrl from "@sapphi-red/web-noise-suppressor/rnnoise.wasm?url";
// The address of the file, not what is in it.
// oxlint-disable-next-line import/default
import workletUrl from "@sapphi-red/web-noise-suppressor/rnnoiseWorklet.js?url";
import vectorUrl from "@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm?url";

/** Longer than a slow line needs for its files. */
const LOADED_WITHIN_MS = 20_000;

/** Throws when its files cannot be had, or this browser cannot run it. */
export async function openModel(context: AudioContext, maxChannels: number): Promise<RnnoiseWorkletNode> {
  const files = { url: plainUrl, simdUrl: vectorUrl };
  const [wasmBinary] = await Promise.all([
    loadRnnoise(files, { signal: AbortSignal.timeout(LOADED_WITHIN_MS) }),
    context.audioWorklet.addModule(workletUrl),
  ]);
  // The library takes whatever comes, an error's page too, and would send silence.
  if (!WebAssembly.validate(wasmBinary)) throw new Error("this is no module");
  return new RnnoiseWorkletNode(context, { maxChannels, wasmBinary });
}
