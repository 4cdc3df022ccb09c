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
import { shouldReopen } from "./hotswap";
import { type DeviceProblem, shareProblem } from "./problems";
import type { Source } from "./socket";

export interface Slot {
  isOn: boolean;
  /** The browser is being asked. */
  isBusy: boolean;
  track: MediaStreamTrack | null;
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

const off: Slot = { isOn: false, isBusy: false, track: null, problem: null };
const from = ({ track, problem }: Capture): Slot => ({ isOn: track !== null, isBusy: false, track, problem });

export class LocalMedia {
  readonly state: Store<LocalState>;
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
    navigator.mediaDevices?.addEventListener("devicechange", this.#onDevices);
  }

  /** Asks for both devices at once. Call it from a click only. */
  async allow(): Promise<void> {
    this.#set("microphone", { isBusy: true });
    this.#set("camera", { isBusy: true });
    const got = await captureBoth(this.state.get().chosen);
    this.#take("microphone", got.microphone);
    this.#take("camera", got.camera);
    this.state.set({ ...this.state.get(), isAsked: true });
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
    for (const kind of ["microphone", "camera", "screen", "screen_audio"] as const) {
      this.state.get()[kind].track?.stop();
      this.#set(kind, off);
    }
  }

  #set(source: Source, part: Partial<Slot>): void {
    const state = this.state.get();
    this.state.set({ ...state, [source]: { ...state[source], ...part } });
  }

  #take(kind: Captured, got: Capture): void {
    const { track } = got;
    if (track) {
      track.contentHint = kind === "microphone" ? "speech" : "motion";
      track.addEventListener("ended", () => void this.#lost(kind, track));
    }
    this.#set(kind, from(got));
  }

  #takeScreen(video: MediaStreamTrack, audio: MediaStreamTrack | null): void {
    video.contentHint = "detail";
    video.addEventListener("ended", () => this.unshare());
    this.#set("screen", from({ track: video, problem: null }));
    if (audio) this.#set("screen_audio", from({ track: audio, problem: null }));
  }

  #switchOff(kind: Captured): void {
    const { track } = this.state.get()[kind];
    if (kind === "microphone" && track) {
      track.enabled = false;
      return this.#set(kind, { isOn: false });
    }
    track?.stop();
    this.#set(kind, { isOn: false, track: null });
  }

  async #open(kind: Captured): Promise<void> {
    this.#set(kind, { isBusy: true, problem: null });
    this.#take(kind, await capture(kind, this.state.get().chosen[kind]));
    this.state.set({ ...this.state.get(), isAsked: true });
    await this.#list();
  }

  async #replace(kind: Captured): Promise<void> {
    const old = this.state.get()[kind];
    // Many systems give a camera or microphone to one taker only: let go before asking again.
    old.track?.stop();
    this.#set(kind, { isBusy: true });
    const got = await capture(kind, this.state.get().chosen[kind]);
    if (got.track) got.track.enabled = old.isOn || kind === "camera";
    this.#take(kind, got);
    if (kind === "microphone" && !old.isOn) this.#set(kind, { isOn: false });
  }

  /** The device was unplugged or taken away: the system's next one steps in, if there is one. */
  async #lost(kind: Captured, track: MediaStreamTrack): Promise<void> {
    const slot = this.state.get()[kind];
    if (slot.track !== track) return;
    this.#missed.delete(kind);
    this.#set(kind, { track: null, isBusy: true });
    const got = await capture(kind, null);
    if (got.track && !slot.isOn) got.track.enabled = false;
    this.#take(kind, got.track ? got : { track: null, problem: "unplugged" });
    if (!slot.isOn) this.#set(kind, { isOn: false });
    else if (!got.track) this.#missed.add(kind);
    await this.#list();
  }

  async #list(): Promise<void> {
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
      const inUse = slot.track?.getSettings().deviceId ?? null;
      const standing = { isOpen: slot.track !== null, inUse, isMissing: slot.problem === "unplugged" && this.#missed.has(kind) };
      if (!slot.isBusy && shouldReopen(kind, before, devices, chosen, standing)) await (slot.track ? this.#replace(kind) : this.#open(kind));
    }
  }
}
