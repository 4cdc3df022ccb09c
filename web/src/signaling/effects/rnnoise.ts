/** Loads RNNoise into a sound graph: its worklet and its WebAssembly are our own files, named by their content. */
import { RnnoiseWorkletNode, loadRnnoise } from "@sapphi-red/web-noise-suppressor";
import plainUrl from "@sapphi-red/web-noise-suppressor/rnnoise.wasm?url";
// The address of the file, not what is in it.
// oxlint-disable-next-line import/default
import workletUrl from "@sapphi-red/web-noise-suppressor/rnnoiseWorklet.js?url";
import vectorUrl from "@sapphi-red/web-noise-suppressor/rnnoise_simd.wasm?url";

/** Throws when this browser cannot run it. */
export async function openModel(context: AudioContext, maxChannels: number): Promise<RnnoiseWorkletNode> {
  const [wasmBinary] = await Promise.all([loadRnnoise({ url: plainUrl, simdUrl: vectorUrl }), context.audioWorklet.addModule(workletUrl)]);
  return new RnnoiseWorkletNode(context, { maxChannels, wasmBinary });
}
