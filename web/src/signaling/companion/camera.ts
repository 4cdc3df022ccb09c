/** The one camera of a phone that is a second camera: away from its holder at first, turned on wish. No sound, no other background. */
import { Store } from "../../core/store";
import { noDevices } from "../devices";
import type { LocalState, Slot } from "../local";
import { type DeviceProblem, deviceProblem } from "../problems";

/** Which way it looks. */
export type Facing = "environment" | "user";

const off: Slot = { isOn: false, isBusy: false, track: null, device: null, problem: null };

export class SecondCamera {
  readonly state = new Store<LocalState>({
    microphone: off,
    camera: off,
    screen: off,
    screen_audio: off,
    devices: noDevices,
    chosen: { microphone: null, camera: null, speaker: null },
    isAsked: false,
  });
  readonly facing = new Store<Facing>("environment");

  /** Asks for it; why it cannot be had stands in its slot. */
  async open(): Promise<void> {
    this.#set({ ...off, isBusy: true });
    const wish = { facingMode: { ideal: this.facing.get() }, width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30, max: 30 } };
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ video: wish });
      const [track] = stream.getVideoTracks();
      if (track) this.#take(track);
    } catch (error) {
      this.#fail(window.isSecureContext ? deviceProblem(error) : "insecure");
    }
  }

  /** The other way round. Phones give one camera at a time: the first is let go before. */
  async turn(): Promise<void> {
    if (this.state.get().camera.isBusy) return;
    this.facing.set(this.facing.get() === "environment" ? "user" : "environment");
    this.#stop();
    await this.open();
  }

  close(): void {
    this.#stop();
    this.#set(off);
  }

  #take(track: MediaStreamTrack): void {
    // Paper and hands rather than faces: sharp before smooth.
    track.contentHint = "detail";
    track.addEventListener("ended", () => this.#fail("unplugged"));
    this.#set({ isOn: true, isBusy: false, track, device: track, problem: null });
  }

  #fail(problem: DeviceProblem): void {
    this.#set({ ...off, problem });
  }

  #stop(): void {
    this.state.get().camera.track?.stop();
  }

  #set(camera: Slot): void {
    this.state.set({ ...this.state.get(), camera });
  }
}
