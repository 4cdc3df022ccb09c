/** Our own microphone, camera and screen: owns the tracks, tells what is on, survives unplugging. Sends nothing. */
import { Store } from "../core/store";
import {
  type Capture,
  type Captured,
  type Chosen,
  type DeviceKind,
  type DeviceLists,
  capture,
  captureBoth,
  captureScreen,
  keepChosen,
  listDevices,
  noDevices,
  readChosen,
} from "./devices";
import { Backdrop, type BackdropTrouble } from "./effects/backdrop";
import type { Effect } from "./effects/model";
import { type Voice, VoiceCare } from "./effects/voice";
import { shouldReopen } from "./hotswap";
import { type DeviceProblem, shareProblem } from "./problems";
import type { Source } from "./socket";

export interface Slot {
  isOn: boolean;
  /** The browser is being asked. */
  isBusy: boolean;
  /** What is shown and sent. */
  track: MediaStreamTrack | null;
  /** The device's own track, of which `track` may be a picture with another background. */
  device: MediaStreamTrack | null;
  problem: DeviceProblem | null;
}

export interface LocalState {
  microphone: Slot;
  camera: Slot;
  screen: Slot;
  screen_audio: Slot;
  devices: DeviceLists;
  chosen: Chosen;
  /** The person has been asked for their devices at least once. */
  isAsked: boolean;
}

const off: Slot = { isOn: false, isBusy: false, track: null, device: null, problem: null };
const from = ({ track, problem }: Capture): Slot => ({ isOn: track !== null, isBusy: false, track, device: track, problem });

export class LocalMedia {
  readonly state: Store<LocalState>;
  readonly care = new VoiceCare();
  readonly backdrop = new Backdrop((problem) => this.#noBackdrop(problem));
  /** What was on when the last device of its kind went: a muted microphone comes back muted, by hand. */
  readonly #missed = new Set<Captured>();
  readonly #onDevices = (): void => void this.#devicesChanged();

  constructor() {
    this.state = new Store<LocalState>({
      microphone: off,
      camera: off,
      screen: off,
      screen_audio: off,
      devices: noDevices,
      chosen: readChosen(),
      isAsked: false,
    });
  }

  /** Asks for both devices at once. Call it from a click only. */
  async allow(): Promise<void> {
    this.#set("microphone", { isBusy: true });
    this.#set("camera", { isBusy: true });
    const got = await captureBoth(this.state.get().chosen, this.care.voice.get());
    await this.#take("microphone", got.microphone);
    this.state.set({ ...this.state.get(), isAsked: true });
    await this.#take("camera", got.camera);
    await this.#list();
  }

  /** Switches a device on or off; a muted microphone stays open so that speaking again is immediate, a camera's light goes out. */
  async toggle(kind: Captured, isOn: boolean): Promise<void> {
    const slot = this.state.get()[kind];
    if (slot.isBusy || slot.isOn === isOn) return;
    if (!isOn) return this.#switchOff(kind);
    if (slot.track?.readyState === "live") {
      slot.track.enabled = true;
      return this.#set(kind, { isOn: true, problem: null });
    }
    await this.#open(kind);
  }

  /** Uses another device from now on. */
  async choose(kind: DeviceKind, id: string): Promise<void> {
    const chosen = { ...this.state.get().chosen, [kind]: id };
    keepChosen(chosen);
    this.state.set({ ...this.state.get(), chosen });
    if (kind !== "speaker" && this.state.get()[kind].track) await this.#replace(kind);
  }

  /** What is in use now is what is used next time, as far as it is here then. */
  keepUsed(): void {
    const { chosen, microphone, camera } = this.state.get();
    const idOf = ({ device }: Slot): string | null => device?.getSettings().deviceId ?? null;
    const used = { ...chosen, microphone: idOf(microphone) ?? chosen.microphone, camera: idOf(camera) ?? chosen.camera };
    keepChosen(used);
    this.state.set({ ...this.state.get(), chosen: used });
  }

  /** Puts something else behind us, now and whenever the camera is opened. */
  async standBefore(effect: Effect): Promise<void> {
    const { device, track, isBusy } = this.state.get().camera;
    if (isBusy) return;
    this.backdrop.choose(effect);
    if (!device) return;
    if (effect === "none") {
      this.#set("camera", { track: device, problem: null });
      return this.backdrop.undress();
    }
    if (track === device) await this.#dress(device);
  }

  /** Has our voice treated so from now on: the microphone is opened anew, for browsers decide it at the opening. */
  async sound(voice: Voice): Promise<void> {
    const { device, isBusy } = this.state.get().microphone;
    if (isBusy) return;
    this.care.choose(voice);
    if (device) await this.#replace("microphone");
  }

  async share(): Promise<void> {
    this.#set("screen", { isBusy: true, problem: null });
    try {
      const stream = await captureScreen();
      const [video] = stream.getVideoTracks();
      const [audio] = stream.getAudioTracks();
      if (video) this.#takeScreen(video, audio ?? null);
    } catch (error) {
      this.state.set({ ...this.state.get(), screen: { ...off, problem: shareProblem(error) } });
    }
  }

  unshare(): void {
    for (const source of ["screen", "screen_audio"] as const) {
      this.state.get()[source].track?.stop();
      this.#set(source, off);
    }
  }

  forgetProblem(source: Source): void {
    this.#set(source, { problem: null });
  }

  close(): void {
    navigator.mediaDevices?.removeEventListener("devicechange", this.#onDevices);
    this.backdrop.undress();
    this.care.undress();
    for (const kind of ["microphone", "camera", "screen", "screen_audio"] as const) {
      this.state.get()[kind].device?.stop();
      this.#set(kind, off);
    }
  }

  #set(source: Source, part: Partial<Slot>): void {
    const state = this.state.get();
    this.state.set({ ...state, [source]: { ...state[source], ...part } });
  }

  async #take(kind: Captured, got: Capture): Promise<void> {
    const { track, problem } = got;
    if (track) {
      track.contentHint = kind === "microphone" ? "speech" : "motion";
      track.addEventListener("ended", () => void this.#lost(kind, track));
    }
    if (kind === "microphone" && track) return this.#listen(track, problem);
    if (kind === "camera" && track && this.backdrop.effect.get() !== "none") await this.#dress(track);
    else this.#set(kind, from(got));
  }

  /** What is sent is muted like the microphone that it stands for. */
  async #listen(device: MediaStreamTrack, problem: DeviceProblem | null): Promise<void> {
    const track = await this.care.dress(device).catch(() => null);
    if (!track) return this.#listenPlainly(device);
    track.enabled = device.enabled;
    track.contentHint = device.contentHint;
    this.#set("microphone", { ...from({ track: device, problem }), track });
  }

  /** Without our model the browser reduces the noise, which it was told not to: it decides that at the opening. */
  async #listenPlainly(device: MediaStreamTrack): Promise<void> {
    this.care.choose("browser");
    device.stop();
    const got = await capture("microphone", this.state.get().chosen.microphone, "browser");
    if (got.track) got.track.enabled = device.enabled;
    await this.#take("microphone", { ...got, problem: got.problem ?? "noiseFailed" });
  }

  /** Until it is dressed, nothing new of the camera is shown; if it cannot be, it is switched off. */
  async #dress(device: MediaStreamTrack): Promise<void> {
    this.#set("camera", { device, isBusy: true, problem: null });
    const track = await this.backdrop.dress(device).catch(() => null);
    if (this.state.get().camera.device !== device) return;
    if (!track) return this.#noBackdrop("effectFailed");
    track.contentHint = "motion";
    this.#set("camera", { isOn: true, isBusy: false, track });
  }

  #noBackdrop(problem: BackdropTrouble): void {
    this.backdrop.choose("none");
    this.#switchOff("camera");
    this.#set("camera", { isBusy: false, problem });
  }

  #takeScreen(video: MediaStreamTrack, audio: MediaStreamTrack | null): void {
    video.contentHint = "detail";
    video.addEventListener("ended", () => this.unshare());
    this.#set("screen", from({ track: video, problem: null }));
    if (audio) this.#set("screen_audio", from({ track: audio, problem: null }));
  }

  #switchOff(kind: Captured): void {
    const { track, device } = this.state.get()[kind];
    if (kind === "microphone" && track) {
      track.enabled = false;
      return this.#set(kind, { isOn: false });
    }
    device?.stop();
    if (kind === "camera") this.backdrop.undress();
    this.#set(kind, { isOn: false, track: null, device: null });
  }

  async #open(kind: Captured): Promise<void> {
    this.#set(kind, { isBusy: true, problem: null });
    await this.#take(kind, await capture(kind, this.state.get().chosen[kind], this.care.voice.get()));
    this.state.set({ ...this.state.get(), isAsked: true });
    await this.#list();
  }

  async #replace(kind: Captured): Promise<void> {
    const old = this.state.get()[kind];
    // Many systems give a camera or microphone to one taker only: let go before asking again.
    old.device?.stop();
    this.#set(kind, { isBusy: true });
    const got = await capture(kind, this.state.get().chosen[kind], this.care.voice.get());
    if (got.track) got.track.enabled = old.isOn || kind === "camera";
    await this.#take(kind, got);
    if (kind === "microphone" && !old.isOn) this.#set(kind, { isOn: false });
  }

  /** The device was unplugged or taken away: the system's next one steps in, if there is one. */
  async #lost(kind: Captured, track: MediaStreamTrack): Promise<void> {
    const slot = this.state.get()[kind];
    if (slot.device !== track) return;
    this.#missed.delete(kind);
    this.#set(kind, { track: null, device: null, isBusy: true });
    const got = await capture(kind, null, this.care.voice.get());
    if (got.track && !slot.isOn) got.track.enabled = false;
    await this.#take(kind, got.track ? got : { track: null, problem: "unplugged" });
    if (!slot.isOn) this.#set(kind, { isOn: false });
    else if (!got.track) this.#missed.add(kind);
    await this.#list();
  }

  /** The browser names devices from the first asking on; from then on their coming and going is heard, once each. */
  async #list(): Promise<void> {
    navigator.mediaDevices?.addEventListener("devicechange", this.#onDevices);
    const devices = await listDevices();
    this.state.set({ ...this.state.get(), devices });
  }

  /** A device came or went. Which one a track loses its own end tells; here those come back that somebody chose. */
  async #devicesChanged(): Promise<void> {
    const { isAsked, devices: before } = this.state.get();
    if (!isAsked) return;
    await this.#list();
    for (const kind of ["microphone", "camera"] as const) {
      const { devices, chosen, [kind]: slot } = this.state.get();
      const inUse = slot.device?.getSettings().deviceId ?? null;
      const standing = { isOpen: slot.track !== null, inUse, isMissing: slot.problem === "unplugged" && this.#missed.has(kind) };
      if (!slot.isBusy && shouldReopen(kind, before, devices, chosen, standing)) await (slot.track ? this.#replace(kind) : this.#open(kind));
    }
  }
}
