/** A picture of noise and a soft tone that nobody hears: something to send without asking for a camera. */

const WIDTH_PX = 640;
const HEIGHT_PX = 360;
const FRAMES_PER_S = 20;
/** Grains of this size are fine enough that no encoder makes them small. */
const GRAIN_PX = 2;
const TONE_HZ = 220;

export interface Pattern {
  video: MediaStreamTrack;
  audio: MediaStreamTrack;
  close: () => void;
}

function paint(context: CanvasRenderingContext2D, grains: ImageData): void {
  const values = new Uint32Array(grains.data.buffer);
  for (let at = 0; at < values.length; at += 1) values[at] = 0xff_00_00_00 | (Math.random() * 0x1_00_00_00);
  context.putImageData(grains, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(context.canvas, 0, 0, grains.width, grains.height, 0, 0, WIDTH_PX, HEIGHT_PX);
}

function drawing(): { track: MediaStreamTrack; stop: () => void } {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH_PX;
  canvas.height = HEIGHT_PX;
  const context = canvas.getContext("2d");
  if (!context) throw new Error("this browser draws no pictures");
  const grains = context.createImageData(WIDTH_PX / GRAIN_PX, HEIGHT_PX / GRAIN_PX);
  paint(context, grains); // Firefox captures only what has been drawn on
  const timer = setInterval(() => paint(context, grains), 1000 / FRAMES_PER_S);
  const track = canvas.captureStream(FRAMES_PER_S).getVideoTracks()[0];
  if (!track) throw new Error("this browser captures no canvas");
  return { track, stop: () => (clearInterval(timer), track.stop()) };
}

function sounding(): { track: MediaStreamTrack; stop: () => void } {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  const tone = context.createOscillator();
  tone.frequency.value = TONE_HZ;
  tone.connect(out);
  tone.start();
  void context.resume().catch(() => undefined);
  const track = out.stream.getAudioTracks()[0];
  if (!track) throw new Error("this browser makes no sound");
  return { track, stop: () => (track.stop(), void context.close().catch(() => undefined)) };
}

/** Call it in a click's handler: browsers start no sound otherwise. */
export function startPattern(): Pattern {
  const picture = drawing();
  const sound = sounding();
  return { video: picture.track, audio: sound.track, close: () => (picture.stop(), sound.stop()) };
}
