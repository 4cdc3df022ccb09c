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

/**
 * One for each set of transports. Whether their frames pass the worker is settled when they are made: Chromium takes a
 * transform for a stream that flows already without a word, and goes on sending it in the clear.
 */
export class Veil {
  readonly #secrecy: Secrecy;
  readonly #line: CallLine;
  readonly #protection: () => Protection | null;
  readonly #isVeiled: boolean;

  constructor(secrecy: Secrecy, line: CallLine, protection: () => Protection | null) {
    this.#secrecy = secrecy;
    this.#line = line;
    this.#protection = protection;
    this.#isVeiled = this.#isOn && secrecy.isPossible;
  }

  /** False: these transports cannot keep what the session promises now, so nothing may flow by them. */
  get mayCarry(): boolean {
    return this.#isVeiled || !this.#isOn;
  }

  settings(): Settings {
    return this.#isVeiled && this.#secrecy.guard?.way === "streams" ? { encodedInsertableStreams: true } : {};
  }

  sends(sender: RTCRtpSender, source: Source, mimeType: string): void {
    if (this.#isVeiled) this.#secrecy.guard?.sends(sender, source, mimeType);
  }

  receives(receiver: RTCRtpReceiver, { peerId, source }: Heard, mimeType: string, consumerId: string): void {
    if (!this.#isVeiled) return;
    const ask = (): void => void this.#line.request("request_key_frame", { consumerId }).catch(() => undefined);
    this.#secrecy.guard?.receives(receiver, { peerId, source, mimeType }, ask);
  }

  get #isOn(): boolean {
    return this.#protection() === "end_to_end";
  }
}

export const codecOf = ({ codecs }: types.RtpParameters): string => codecs[0]?.mimeType ?? "";
