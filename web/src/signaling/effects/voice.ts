/** What is done to our own voice before others hear it: by the browser, by a model of ours on top, or nothing. Owns the sound graph of the model. */
import { Store } from "../../core/store";

export const VOICES = ["browser", "strong", "off"] as const;
export type Voice = (typeof VOICES)[number];

const KEPT = "ithaca.voice";
/** The rate for which the model was made. */
const SAMPLES_PER_S = 48_000;
/** A microphone with two sides loses neither. */
const MOST_CHANNELS = 2;

export const voiceOf = (kept: string | null): Voice => VOICES.find((voice) => voice === kept) ?? "browser";

/** Echo is taken away always: without it, whoever has no headphones sends the others back to themselves. */
export const processingOf = (voice: Voice): Pick<MediaTrackConstraints, "echoCancellation" | "noiseSuppression" | "autoGainControl"> => ({
  echoCancellation: true,
  noiseSuppression: voice === "browser",
  autoGainControl: voice !== "off",
});

/** Whether the browser does with a microphone as it was asked; null: it does not say. */
export function isHeeded(voice: Voice, settings: MediaTrackSettings): boolean | null {
  const { noiseSuppression } = settings;
  return noiseSuppression === undefined ? null : noiseSuppression === (voice === "browser");
}

export const mayBeStrong = (): boolean => typeof AudioWorkletNode === "function" && typeof WebAssembly === "object";

interface Graph {
  context: AudioContext;
  /** Ends the model and frees its memory. */
  destroy: () => void;
  track: MediaStreamTrack;
}

async function build(raw: MediaStreamTrack): Promise<Graph> {
  // Its files are loaded by whoever wants it, and by nobody else.
  const { openModel } = await import("./rnnoise");
  const context = new AudioContext({ sampleRate: SAMPLES_PER_S, latencyHint: "interactive" });
  try {
    const model = await openModel(context, MOST_CHANNELS);
    const out = context.createMediaStreamDestination();
    context.createMediaStreamSource(new MediaStream([raw])).connect(model).connect(out);
    const [track] = out.stream.getAudioTracks();
    if (!track) throw new Error("no sound came out");
    return { context, destroy: () => model.destroy(), track };
  } catch (error) {
    await context.close();
    throw error;
  }
}

export class VoiceCare {
  readonly voice = new Store<Voice>(voiceOf(localStorage.getItem(KEPT)));
  #graph: Graph | null = null;

  choose(voice: Voice): void {
    this.voice.set(voice);
    localStorage.setItem(KEPT, voice);
  }

  /** The track to send instead of the microphone's: the same one but for the model. Throws when the model cannot be had. */
  async dress(raw: MediaStreamTrack): Promise<MediaStreamTrack> {
    this.undress();
    if (this.voice.get() !== "strong") return raw;
    this.#graph = await build(raw);
    return this.#graph.track;
  }

  undress(): void {
    this.#graph?.destroy();
    this.#graph?.track.stop();
    void this.#graph?.context.close();
    this.#graph = null;
  }
}
