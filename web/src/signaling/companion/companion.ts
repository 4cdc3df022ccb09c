/** A phone's stay as somebody's second camera: owns the line, the camera and the call, and closes all three. */
import { Call } from "../call";
import { readSeat } from "../seat";
import { type CallLine, type News, createCallLine, reopen } from "../socket";
import { SecondCamera } from "./camera";

/** Not the seat of a person who uses this phone for the session itself. */
const seatKeyOf = (roomId: string): string => `companion.${roomId}`;

export const hasSeat = (roomId: string): boolean => readSeat(seatKeyOf(roomId)) !== null;

export class Companion {
  readonly camera = new SecondCamera();
  readonly call: Call;
  readonly #roomId: string;
  readonly #line: CallLine = createCallLine();
  #isClosed = false;

  constructor(roomId: string) {
    this.#roomId = roomId;
    this.call = new Call({ roomId, line: this.#line, local: this.camera, newPass: null, seatKey: seatKeyOf(roomId) });
    this.#line.onUp(() => this.call.lineUp());
    this.#line.onDown((isServers) => {
      this.call.lineDown();
      if (isServers) reopen(this.#line, () => !this.#isClosed && this.call.view.get().call.phase !== "ended");
    });
    this.#line.onNews((name, body) => this.call.hear({ name, body } as News));
  }

  /** With the camera, by the link or by the seat that this tab had before a reload. Without one it does not go in. */
  async come(secret: string | null): Promise<void> {
    await this.camera.open();
    if (this.camera.state.get().camera.track === null || this.#isClosed) return;
    const seat = readSeat(seatKeyOf(this.#roomId))?.seatToken;
    if (secret === null && seat !== undefined) return this.call.join({ token: seat, seat, isFresh: true });
    return this.call.join({ token: () => this.#open(secret ?? "") });
  }

  async #open(secret: string): Promise<string> {
    await this.#line.ready();
    const { token } = await this.#line.request("open_companion", { roomId: this.#roomId, secret });
    // Used up: a reload comes back by its seat.
    window.history.replaceState(window.history.state, "", window.location.pathname);
    return token;
  }

  close(): void {
    this.#isClosed = true;
    const { phase } = this.call.view.get().call;
    if (phase === "live" || phase === "reconnecting") void this.call.leave();
    this.call.close();
    this.camera.close();
    this.#line.close();
  }
}
