/** Between media and secrecy: which of our streams are encrypted end-to-end, and whether any may flow at all. */
import type { types } from "mediasoup-client";
import type { Secrecy } from "../secrecy/secrecy";
import type { CallLine, Protection, Source } from "./socket";

export interface Heard {
  producerId: string;
  peerId: string;
  source: Source;
}

/** Chrome's older way must be asked for before a connection is made. */
type Settings = Partial<RTCConfiguration> & { encodedInsertableStreams?: boolean };

export class Veil {
  readonly #secrecy: Secrecy;
  readonly #line: CallLine;
  readonly #protection: () => Protection | null;
  /** Streams that flow without encryption, and how to begin it. */
  readonly #bare = new Set<() => void>();
  readonly #streamed: boolean;

  /** One for each set of transports. */
  constructor(secrecy: Secrecy, line: CallLine, protection: () => Protection | null) {
    this.#secrecy = secrecy;
    this.#line = line;
    this.#protection = protection;
    this.#streamed = secrecy.guard?.way === "streams" && this.#isOn;
  }

  /** False: this browser cannot keep what the session promises, so it neither sends nor receives. */
  get mayCarry(): boolean {
    return this.#secrecy.isPossible || !this.#isOn;
  }

  /** Keeps what the session promises now, for streams that flow already. False: new transports are needed. */
  raise(): boolean {
    if (!this.#isOn) return true;
    if (this.#secrecy.guard?.way !== "script") return this.#streamed;
    for (const begin of this.#bare) begin();
    this.#bare.clear();
    return true;
  }

  settings(): Settings {
    return this.#streamed ? { encodedInsertableStreams: true } : {};
  }

  sends(sender: RTCRtpSender, source: Source, mimeType: string): void {
    this.#begin(() => this.#secrecy.guard?.sends(sender, source, mimeType));
  }

  receives(receiver: RTCRtpReceiver, { peerId, source }: Heard, mimeType: string, consumerId: string): void {
    const ask = (): void => void this.#line.request("request_key_frame", { consumerId }).catch(() => undefined);
    this.#begin(() => this.#secrecy.guard?.receives(receiver, { peerId, source, mimeType }, ask));
  }

  get #isOn(): boolean {
    return this.#protection() === "end_to_end";
  }

  #begin(begin: () => void): void {
    if (this.#isOn || this.#streamed) begin();
    else this.#bare.add(begin);
  }
}

export const codecOf = ({ codecs }: types.RtpParameters): string => codecs[0]?.mimeType ?? "";
