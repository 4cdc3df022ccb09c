/** Leads a camera's track through the painting worker and gives the track that comes out. Ends with the worker; never lets a picture by as it came. */
import { trackStreams } from "./capable";
import type { Order, Word } from "./orders";

export interface Pipe {
  track: MediaStreamTrack;
  close: () => void;
}

/** A canvas sends this many pictures a second at most: what a face needs, at half the work. */
const CANVAS_FRAMES_PER_S = 20;
/** Chromium counts pictures by itself; a hidden Firefox has to be reminded. */
const BEAT_MS = 1000 / CANVAS_FRAMES_PER_S;

const tell = (worker: Worker, order: Order, transfer: Transferable[] = []): void => worker.postMessage(order, transfer);

/** Pictures go from the camera to the worker and on without the page, so that neither a busy nor a hidden page holds them up. */
function streamPipe(worker: Worker, raw: MediaStreamTrack): Pipe | null {
  const streams = trackStreams();
  if (!streams) return null;
  // One picture waits at most: a slow machine shows fewer, not later ones.
  const { readable } = new streams.MediaStreamTrackProcessor({ track: raw, maxBufferSize: 1 });
  const track = new streams.MediaStreamTrackGenerator({ kind: "video" });
  const { writable } = track;
  tell(worker, { type: "streams", readable, writable }, [readable, writable]);
  return { track, close: () => track.stop() };
}

/** Elsewhere the page takes pictures from a video element and shows those that come back on a canvas, which is a track. */
function canvasPipe(worker: Worker, raw: MediaStreamTrack): Pipe {
  const video = document.createElement("video");
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("bitmaprenderer");
  const abort = new AbortController();
  const { signal } = abort;
  let isBusy = false;
  let lastMs = 0;
  const send = async (): Promise<void> => {
    const nowMs = performance.now();
    if (isBusy || signal.aborted || video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || nowMs - lastMs < BEAT_MS * 0.9) return;
    isBusy = true;
    lastMs = nowMs;
    try {
      const picture = await createImageBitmap(video);
      tell(worker, { type: "picture", picture }, [picture]);
    } catch {
      isBusy = false; // the camera has just gone, or has not begun: the next picture tries again
    }
  };
  const next = (): void => {
    if (signal.aborted) return;
    video.requestVideoFrameCallback(next);
    void send();
  };
  const watch = (): void => tell(worker, { type: "beat", everyMs: document.visibilityState === "hidden" ? BEAT_MS : null });
  const hear = ({ data: word }: MessageEvent<Word>): void => {
    if (word.type === "beat") void send();
    if (word.type !== "painted") return;
    isBusy = false;
    canvas.width = word.picture.width;
    canvas.height = word.picture.height;
    context?.transferFromImageBitmap(word.picture);
  };
  worker.addEventListener("message", hear, { signal });
  document.addEventListener("visibilitychange", watch, { signal });
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([raw]);
  void video.play().catch(() => undefined);
  next();
  watch();
  const [track] = canvas.captureStream().getVideoTracks();
  if (!track) throw new Error("this browser captures no canvas");
  return {
    track,
    close: () => {
      abort.abort();
      track.stop();
      video.srcObject = null;
    },
  };
}

export const openPipe = (worker: Worker, raw: MediaStreamTrack): Pipe => streamPipe(worker, raw) ?? canvasPipe(worker, raw);
