/** The browser's devices: asking for tracks, listing, remembering which one a person prefers. Keeps no track. */
import { type Voice, processingOf } from "./effects/voice";
import { type DeviceProblem, deviceProblem, isWorthAskingApart } from "./problems";

export type Captured = "microphone" | "camera";
export type DeviceKind = Captured | "speaker";

export interface DeviceChoice {
  id: string;
  label: string;
}

export type DeviceLists = Record<DeviceKind, readonly DeviceChoice[]>;
export type Chosen = Record<DeviceKind, string | null>;

export const noDevices: DeviceLists = { microphone: [], camera: [], speaker: [] };

const MEDIA_KIND: Record<DeviceKind, MediaDeviceKind> = {
  microphone: "audioinput",
  camera: "videoinput",
  speaker: "audiooutput",
};
const CHOSEN_KEY = "ithaca.devices";

/** `ideal`, not `exact`: a device that is not plugged in today must not keep anybody out. */
function audioWish(deviceId: string | null, voice: Voice): MediaTrackConstraints {
  return { ...(deviceId === null ? {} : { deviceId: { ideal: deviceId } }), ...processingOf(voice) };
}

function videoWish(deviceId: string | null): MediaTrackConstraints {
  return {
    ...(deviceId === null ? { facingMode: "user" } : { deviceId: { ideal: deviceId } }),
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 30, max: 30 },
  };
}

export interface Capture {
  track: MediaStreamTrack | null;
  problem: DeviceProblem | null;
}

function media(): MediaDevices | null {
  return navigator.mediaDevices ?? null;
}

export async function capture(kind: Captured, deviceId: string | null, voice: Voice): Promise<Capture> {
  const devices = media();
  if (!devices) return { track: null, problem: window.isSecureContext ? "unsupported" : "insecure" };
  const wish = kind === "microphone" ? { audio: audioWish(deviceId, voice) } : { video: videoWish(deviceId) };
  try {
    const stream = await devices.getUserMedia(wish);
    return { track: stream.getTracks()[0] ?? null, problem: null };
  } catch (error) {
    return { track: null, problem: deviceProblem(error) };
  }
}

/** Both in one question; if one of them cannot be had, the other is asked for alone. */
export async function captureBoth(chosen: Chosen, voice: Voice): Promise<Record<Captured, Capture>> {
  const devices = media();
  const apart = async (): Promise<Record<Captured, Capture>> => ({
    microphone: await capture("microphone", chosen.microphone, voice),
    camera: await capture("camera", chosen.camera, voice),
  });
  if (!devices) return apart();
  try {
    const stream = await devices.getUserMedia({ audio: audioWish(chosen.microphone, voice), video: videoWish(chosen.camera) });
    return {
      microphone: { track: stream.getAudioTracks()[0] ?? null, problem: null },
      camera: { track: stream.getVideoTracks()[0] ?? null, problem: null },
    };
  } catch (error) {
    const problem = deviceProblem(error);
    if (isWorthAskingApart(problem)) return apart();
    return { microphone: { track: null, problem }, camera: { track: null, problem } };
  }
}

/** What getDisplayMedia knows beyond the types of our compiler. */
interface ShareWish extends DisplayMediaStreamOptions {
  audio: MediaTrackConstraints & { suppressLocalAudioPlayback: boolean; restrictOwnAudio: boolean };
  systemAudio: "include";
  surfaceSwitching: "include";
}

/**
 * With sound where the browser and the chosen surface have any: unprocessed, for it may be music, still heard by who
 * shares it, and without what this page plays, which the others said themselves.
 */
export async function captureScreen(): Promise<MediaStream> {
  const wish: ShareWish = {
    video: { frameRate: { ideal: 15, max: 30 }, width: { max: 2560 }, height: { max: 1440 } },
    audio: { suppressLocalAudioPlayback: false, restrictOwnAudio: true, echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    systemAudio: "include",
    surfaceSwitching: "include",
  };
  return navigator.mediaDevices.getDisplayMedia(wish);
}

export const mayShareScreen = (): boolean => typeof media()?.getDisplayMedia === "function";

export const mayPickSpeaker = (): boolean => "setSinkId" in HTMLMediaElement.prototype;

/** Before permission browsers list devices without names; those are left out. */
export async function listDevices(): Promise<DeviceLists> {
  const all = (await media()?.enumerateDevices().catch(() => [])) ?? [];
  const of = (kind: DeviceKind): DeviceChoice[] =>
    all
      .filter((device) => device.kind === MEDIA_KIND[kind] && device.deviceId !== "" && device.label !== "")
      .map(({ deviceId, label }) => ({ id: deviceId, label }));
  return { microphone: of("microphone"), camera: of("camera"), speaker: of("speaker") };
}

export function readChosen(): Chosen {
  const none: Chosen = { microphone: null, camera: null, speaker: null };
  try {
    const kept = JSON.parse(localStorage.getItem(CHOSEN_KEY) ?? "{}") as Partial<Chosen>;
    return { microphone: kept.microphone ?? null, camera: kept.camera ?? null, speaker: kept.speaker ?? null };
  } catch {
    return none;
  }
}

export const keepChosen = (chosen: Chosen): void => localStorage.setItem(CHOSEN_KEY, JSON.stringify(chosen));

/** True when the person has already said yes, so that opening a device asks nothing. */
export async function isAlreadyAllowed(kind: Captured): Promise<boolean> {
  try {
    const status = await navigator.permissions.query({ name: kind });
    return status.state === "granted";
  } catch {
    return false;
  }
}
