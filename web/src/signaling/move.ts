/** A move of our media to new transports: what is shown meanwhile, and when the old ones may go. Builds nothing itself. */
import type { types } from "mediasoup-client";
import type { Media } from "./media";
import { type CallState, wantedProducers } from "./model";

/** The server closes what is left behind after ten seconds; this is for a word from it that was lost. */
const GIVE_UP_MS = 12_000;

type Consumers = ReadonlyMap<string, Pick<types.Consumer, "track">>;

/** A receiver's track is muted until its first packet. */
const flows = (track: MediaStreamTrack): boolean => !track.muted;

/** Each stream by its new path once that flows, by the old one until then. */
export function shownTracks(now: Consumers, before: Consumers): Map<string, MediaStreamTrack> {
  const tracks = new Map([...before].map(([producerId, { track }]) => [producerId, track] as const));
  for (const [producerId, { track }] of now) if (flows(track) || !tracks.has(producerId)) tracks.set(producerId, track);
  return tracks;
}

/** Whether everything that others send comes by the new path. What is paused says nothing on either. */
export function isComplete(state: CallState, now: Consumers): boolean {
  const paused = new Set([...state.peers, ...state.cameras].flatMap(({ producers }) => producers.filter(({ isPaused }) => isPaused).map(({ producerId }) => producerId)));
  return wantedProducers(state).every(({ producerId }) => {
    const consumer = now.get(producerId);
    return consumer !== undefined && (paused.has(producerId) || flows(consumer.track));
  });
}

export class Move {
  readonly before: Media;
  readonly #timer: number;
  #isReceiving = true;

  constructor(before: Media, onGivenUp: () => void) {
    this.before = before;
    this.#timer = window.setTimeout(onGivenUp, GIVE_UP_MS);
  }

  /** Stops receiving by the old path when the new one has everything. The server ends the rest when all have done so. */
  look(state: CallState, now: Consumers): void {
    if (!this.#isReceiving || !isComplete(state, now)) return;
    this.#isReceiving = false;
    this.before.closeReceiving().catch(() => undefined); // the line fell: the rejoin settles it
  }

  end(): void {
    clearTimeout(this.#timer);
    this.before.close();
  }
}
