/** One browser tab's visit to a session's door: owns the line, our own media and the call, and closes all three. The lobby stands before it has come. */
import { Store } from "../core/store";
import { fetchRoomPass } from "../rooms/api";
import { Reporter } from "../quality/reporter";
import { Call } from "./call";
import { isAlreadyAllowed } from "./devices";
import type { LocalMedia } from "./local";
import { type Seat, readSeat } from "./seat";
import { type CallLine, type News, createCallLine, reopen } from "./socket";

/** Where we stand with the host when the link alone does not let us in. */
export type Asking =
  | { at: "door"; error: unknown }
  | { at: "waiting" }
  | { at: "refused" }
  | { at: "admitted"; token: string };

export class Visit {
  readonly roomId: string;
  readonly local: LocalMedia;
  readonly asking = new Store<Asking>({ at: "door", error: null });
  readonly call: Call;
  readonly #line: CallLine = createCallLine();
  readonly #reporter: Reporter;
  #knockName: string | null = null;
  #isClosed = false;

  constructor(roomId: string, isParticipant: boolean, local: LocalMedia) {
    this.roomId = roomId;
    this.local = local;
    const newPass = isParticipant ? () => this.#newPass() : null;
    this.call = new Call({ roomId, line: this.#line, local, newPass });
    this.#reporter = new Reporter({
      connections: () => this.call.peerConnections(),
      isLive: () => this.call.view.get().call.phase === "live",
      send: (report) => this.#line.request("report_quality", report),
    });
    this.call.view.subscribe(() => {
      const isPicture = ({ kind }: MediaStreamTrack): boolean => kind === "video";
      if ([...this.call.view.get().tracks.values()].some(isPicture)) this.#reporter.expectPicture();
    });
    this.#line.onUp(() => this.#up());
    this.#line.onDown((isServers) => this.#down(isServers));
    this.#line.onNews((name, body) => this.#hear({ name, body } as News));
  }

  /** A tab that sat in this session before a reload goes straight back to its seat. */
  async resume(): Promise<void> {
    const seat = readSeat(this.roomId);
    if (!seat) return;
    const joining = this.call.join({ token: seat.seatToken, seat: seat.seatToken, isFresh: true });
    await Promise.all([joining, this.#reopen(seat)]);
  }

  /** Opens the line and loads the media device ahead of the join, so that the join itself is quick. */
  prepare(): void {
    void this.call.prepare();
  }

  /** Participants need nobody's leave, only a token of their own. */
  async joinAsParticipant(): Promise<void> {
    await this.call.join({ token: () => this.#newPass() });
  }

  async knock(name: string): Promise<void> {
    this.#knockName = null;
    this.asking.set({ at: "waiting" });
    try {
      await this.#line.ready();
      await this.#line.request("knock", { roomId: this.roomId, name });
      this.#knockName = name;
    } catch (error) {
      this.asking.set({ at: "door", error });
    }
  }

  withdraw(): void {
    this.#knockName = null;
    this.#line.tell("withdraw_knock", {});
    this.asking.set({ at: "door", error: null });
  }

  close(): void {
    this.#isClosed = true;
    const { phase } = this.call.view.get().call;
    if (phase === "live" || phase === "reconnecting") void this.call.leave();
    this.#reporter.close();
    this.call.close();
    this.local.close();
    this.#line.close();
  }

  async #newPass(): Promise<string> {
    return (await fetchRoomPass(this.roomId)).token;
  }

  /** Devices that were on before the reload come back, unless the browser would have to ask. */
  async #reopen(seat: Seat): Promise<void> {
    const wanted = (["microphone", "camera"] as const).filter((kind) => seat[kind]);
    await Promise.all(
      wanted.map(async (kind) => {
        if (await isAlreadyAllowed(kind)) await this.local.toggle(kind, true);
      }),
    );
  }

  #up(): void {
    this.call.lineUp();
    // The server forgets a knock with its line: ask again.
    if (this.#knockName !== null && this.asking.get().at === "waiting") void this.knock(this.#knockName);
  }

  #down(isServers: boolean): void {
    this.call.lineDown();
    if (isServers) reopen(this.#line, () => !this.#isClosed && this.call.view.get().call.phase !== "ended");
  }

  #hear(news: News): void {
    if (news.name !== "knock_answered") return this.call.hear(news);
    this.#knockName = null;
    const { isAdmitted, token } = news.body;
    this.asking.set(isAdmitted && token ? { at: "admitted", token } : { at: "refused" });
  }
}
