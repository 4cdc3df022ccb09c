/** Watches a microphone that is on for giving nothing at all: not a quiet room, but a dead one. */
import { useEffect, useState } from "react";

type Silence = "muted" | "dead";

const LOOK_EVERY_MS = 500;
/** The most an analyser keeps, 0.6 s and more: no sound falls between two looks. */
const SEEN_SAMPLES = 32_768;
/** Quieter than any microphone's own noise, also behind a noise suppressor: about −100 dBFS. */
const DEAD_PEAK = 1e-5;
/** A suppressor may swallow a pause between two sentences, not a quarter of a minute. */
export const DEAD_AFTER_MS = 15_000;
/** Systems mute and unmute for a moment when devices change. */
export const MUTED_AFTER_MS = 2_000;

interface Watch {
  silentMs: number;
  mutedMs: number;
}

export const nothingHeard: Watch = { silentMs: 0, mutedMs: 0 };

/** What is known after another look. `peak` 0…1; `isMuted`: the system or headset holds the sound back. */
export function looked(watch: Watch, { peak, isMuted }: { peak: number; isMuted: boolean }, elapsedMs: number): Watch {
  return { silentMs: peak > DEAD_PEAK ? 0 : watch.silentMs + elapsedMs, mutedMs: isMuted ? watch.mutedMs + elapsedMs : 0 };
}

export function silenceOf({ silentMs, mutedMs }: Watch): Silence | null {
  if (mutedMs >= MUTED_AFTER_MS) return "muted";
  return silentMs >= DEAD_AFTER_MS ? "dead" : null;
}

/** Why nobody can hear us; null: they can, or the microphone is off. */
export function useSilence(track: MediaStreamTrack | null): Silence | null {
  const [silence, setSilence] = useState<Silence | null>(null);
  useEffect(() => {
    if (!track || typeof AudioContext === "undefined") return;
    const context = new AudioContext();
    const analyser = context.createAnalyser();
    analyser.fftSize = SEEN_SAMPLES;
    const source = context.createMediaStreamSource(new MediaStream([track]));
    source.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    let watch = nothingHeard;
    const timer = setInterval(() => {
      // A context that the browser holds back hears nothing, and that is not the microphone's fault.
      if (context.state !== "running") return;
      analyser.getFloatTimeDomainData(samples);
      const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      watch = looked(watch, { peak, isMuted: track.muted }, LOOK_EVERY_MS);
      setSilence(silenceOf(watch));
    }, LOOK_EVERY_MS);
    return () => {
      clearInterval(timer);
      source.disconnect();
      void context.close();
      setSilence(null);
    };
  }, [track]);
  return silence;
}
