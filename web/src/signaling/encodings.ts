/** How each source is encoded and which layer a tile of some height needs; pure numbers. */
import type { types } from "mediasoup-client";
import type { Source } from "./socket";

type VideoCodec = "vp8" | "vp9" | "av1" | "h264";
const VIDEO_CODECS: readonly VideoCodec[] = ["vp8", "vp9", "av1", "h264"];

export const videoCodecOf = (mimeType: string): VideoCodec | undefined => VIDEO_CODECS.find((codec) => mimeType.toLowerCase() === `video/${codec}`);

/** A camera lower than this has no use for a quarter of its picture. */
const THREE_LAYERS_FROM_HEIGHT = 540;
const TWO_LAYERS_FROM_HEIGHT = 270;
/** What WebRTC itself allots VP8 at 180, 360 and 720 lines: 150, 500 and 1,700 kbit/s. */
const BITRATE_OF_180_LINES = 150_000;
const BITRATE_GROWTH = 1.75;
const LEAST_BITRATE = 80_000;
const MOST_BITRATE = 1_700_000;

/** Text must stay readable: one full-size picture that may drop frames instead of sharpness. */
const SCREEN: readonly types.RtpEncodingParameters[] = [{ maxBitrate: 3_000_000, maxFramerate: 30, scalabilityMode: "L1T2" }];

const layersOf = (heightPx: number): 1 | 2 | 3 => (heightPx >= THREE_LAYERS_FROM_HEIGHT ? 3 : heightPx >= TWO_LAYERS_FROM_HEIGHT ? 2 : 1);

const bitrateOf = (lines: number): number =>
  Math.round(Math.min(MOST_BITRATE, Math.max(LEAST_BITRATE, BITRATE_OF_180_LINES * (lines / 180) ** BITRATE_GROWTH)));

/** VP8 and H264 send each size as a stream of its own; VP9 and AV1 send layers of one stream, where the upper need the lower in key pictures only. */
export function cameraEncodings(heightPx: number, codec: VideoCodec = "vp8"): types.RtpEncodingParameters[] {
  const layers = layersOf(heightPx);
  if (codec === "vp9" || codec === "av1") {
    return [{ maxBitrate: bitrateOf(heightPx), scalabilityMode: layers === 1 ? "L1T3" : `L${layers}T3_KEY` }];
  }
  return Array.from({ length: layers }, (_, layer) => {
    const scaleResolutionDownBy = 2 ** (layers - 1 - layer);
    // H264 says nothing of temporal layers to a server.
    return { scaleResolutionDownBy, maxBitrate: bitrateOf(heightPx / scaleResolutionDownBy), scalabilityMode: codec === "h264" ? "L1T1" : "L1T2" };
  });
}

/** The codec to send video with: what this tab was told to try, where the browser can; else VP8, which everybody can decode. */
export function codecFor(source: Source, wish: string | null, capable: readonly string[]): VideoCodec {
  const asked = VIDEO_CODECS.find((codec) => codec === wish);
  return source === "camera" && asked && capable.some((mimeType) => videoCodecOf(mimeType) === asked) ? asked : "vp8";
}

type Publishing = Pick<types.ProducerOptions, "encodings" | "codecOptions">;

const SPEECH = { opusStereo: false, opusFec: true, opusDtx: true, opusMaxAverageBitrate: 40_000 };
/** What a shared tab plays may be music. */
const PROGRAMME = { opusStereo: true, opusFec: true, opusDtx: false, opusMaxAverageBitrate: 128_000 };

export function publishing(source: Source, heightPx: number, codec: VideoCodec = "vp8"): Publishing {
  switch (source) {
    case "camera":
      return { encodings: cameraEncodings(heightPx, codec), codecOptions: { videoGoogleStartBitrate: 800 } };
    case "screen":
      return { encodings: structuredClone([...SCREEN]) };
    case "microphone":
      return { codecOptions: SPEECH };
    case "screen_audio":
      return { codecOptions: PROGRAMME };
  }
}

/** A quarter picture of 720p is 180 lines high; a little stretching is not seen. */
const SMALL_UP_TO_PX = 220;
const MIDDLE_UP_TO_PX = 440;

/** The spatial layer worth receiving for a tile that is `heightPx` device pixels high. */
export function layerFor(heightPx: number): 0 | 1 | 2 {
  if (heightPx <= SMALL_UP_TO_PX) return 0;
  return heightPx <= MIDDLE_UP_TO_PX ? 1 : 2;
}
