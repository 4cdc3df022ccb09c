/** Makes what we send equal to what is switched on: compares local slots with producers and closes the gap, one step at a time per source. */
import type { types } from "mediasoup-client";
import type { LocalMedia, Slot } from "./local";
import type { Media } from "./media";
import type { CallLine, Source } from "./socket";

const SOURCES: readonly Source[] = ["microphone", "camera", "screen", "screen_audio"];
/** After a step that failed, and how often a step is tried. */
const AGAIN_MS = 1_000;
const TRIES = 3;

const isShare = (source: Source): boolean => source.startsWith("screen");

/** Of the device, for a track that was made of pictures says nothing of its size. */
const heightOf = ({ device }: Slot): number => device?.getSettings().height ?? 720;

export class Mirror {
  readonly #line: CallLine;
  readonly #local: Pick<LocalMedia, "state">;
  readonly #tails = new Map<Source, Promise<void>>();
  #media: Media | null = null;

  constructor(line: CallLine, local: Pick<LocalMedia, "state">) {
    this.#line = line;
    this.#local = local;
  }

  /** From now on our tracks are sent through this media; null: nowhere. */
  attach(media: Media | null): void {
    this.#media = media;
  }

  /** Brings every source in line. `isForced` also repeats pauses that a lost line may have swallowed. */
  async all(isForced = false): Promise<void> {
    await Promise.all(SOURCES.map((source) => this.#queue(source, isForced)));
  }

  /** A failure is not lost: after a moment, or at the next change or rejoin, everything is compared again. */
  #queue(source: Source, isForced: boolean, tries = TRIES): Promise<void> {
    const media = this.#media;
    const step = async (): Promise<void> => {
      if (media && media === this.#media && this.#line.isUp) await this.#step(media, source, isForced);
    };
    const tail = (this.#tails.get(source) ?? Promise.resolve()).then(step).catch(() => {
      if (tries > 1) setTimeout(() => void this.#queue(source, true, tries - 1), AGAIN_MS);
    });
    this.#tails.set(source, tail);
    return tail;
  }

  async #step(media: Media, source: Source, isForced: boolean): Promise<void> {
    const slot = this.#local.state.get()[source];
    const producer = media.producer(source);
    const isSending = slot.isOn && slot.track?.readyState === "live";
    if (!producer) {
      if (isSending && slot.track) await media.publish(source, slot.track, heightOf(slot));
      return;
    }
    if (isSending) return this.#resume(producer, slot, isForced);
    return isShare(source) ? media.unpublish(source) : this.#pause(producer, source, isForced);
  }

  async #resume(producer: types.Producer, slot: Slot, isForced: boolean): Promise<void> {
    if (slot.track && producer.track !== slot.track) await producer.replaceTrack({ track: slot.track });
    if (!producer.paused && !isForced) return;
    producer.resume();
    await this.#line.request("resume_producer", { producerId: producer.id });
  }

  async #pause(producer: types.Producer, source: Source, isForced: boolean): Promise<void> {
    if (source === "camera" && producer.track) await producer.replaceTrack({ track: null });
    if (producer.paused && !isForced) return;
    producer.pause();
    await this.#line.request("pause_producer", { producerId: producer.id });
  }
}
