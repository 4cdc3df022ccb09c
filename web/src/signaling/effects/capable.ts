/** What this browser and machine offer for painting pictures; asks the browser, judges nothing. */
import type { Machine } from "./model";

/** Chromium's way to open a track as a stream of pictures, and to make one of such a stream; no types of it in our compiler. */
interface TrackStreams {
  MediaStreamTrackProcessor: new (init: { track: MediaStreamTrack; maxBufferSize?: number }) => { readable: ReadableStream<VideoFrame> };
  MediaStreamTrackGenerator: new (init: { kind: "video" }) => MediaStreamTrack & { writable: WritableStream<VideoFrame> };
}

export function trackStreams(): TrackStreams | null {
  const scope = globalThis as Partial<TrackStreams>;
  const { MediaStreamTrackProcessor, MediaStreamTrackGenerator } = scope;
  return MediaStreamTrackProcessor && MediaStreamTrackGenerator ? { MediaStreamTrackProcessor, MediaStreamTrackGenerator } : null;
}

const mayDrawTracks = (): boolean => "requestVideoFrameCallback" in HTMLVideoElement.prototype && "captureStream" in HTMLCanvasElement.prototype;

/** A function that adds two vectors: what does not compile here has no use for the model's runtime. */
const VECTORS = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253, 98, 11]);

export function machine(): Machine {
  const { hardwareConcurrency, deviceMemory } = navigator as Navigator & { deviceMemory?: number };
  const hasParts = typeof Worker === "function" && typeof OffscreenCanvas === "function" && typeof WebAssembly === "object";
  return {
    isCapable: hasParts && WebAssembly.validate(VECTORS) && (trackStreams() !== null || mayDrawTracks()),
    processors: hardwareConcurrency ?? null,
    memoryGib: deviceMemory ?? null,
  };
}
