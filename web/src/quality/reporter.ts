/** Tells the server every ten seconds how our session was received. A report that fails is only a gap in a record. */
import { type Counters, type Report, type Stat, readCounters, reportOf } from "./stats";

const REPORT_EVERY_MS = 10_000;
/** While the first picture is awaited; then never again. */
const FRAME_LOOK_MS = 100;
const FRAME_LOOKS = 200;

interface ReporterParts {
  connections: () => readonly RTCPeerConnection[];
  isLive: () => boolean;
  send: (report: Report) => Promise<unknown>;
}

async function read(connections: readonly RTCPeerConnection[]): Promise<Counters> {
  const all = await Promise.all(connections.map((connection) => connection.getStats()));
  return readCounters(all as unknown as ReadonlyMap<string, Stat>[]);
}

export class Reporter {
  readonly #parts: ReporterParts;
  readonly #timer: number;
  #before: Counters | null = null;
  #firstFrameMs: number | null = null;
  #isAwaitingFrame = false;
  #isClosed = false;

  constructor(parts: ReporterParts) {
    this.#parts = parts;
    this.#timer = window.setInterval(() => void this.report().catch(() => undefined), REPORT_EVERY_MS);
  }

  /** Somebody's picture is on its way: notes how long the first one takes. */
  expectPicture(): void {
    if (this.#isAwaitingFrame) return;
    this.#isAwaitingFrame = true;
    void this.#awaitFrame(performance.now(), FRAME_LOOKS).catch(() => undefined);
  }

  async report(): Promise<void> {
    const connections = this.#parts.connections();
    if (connections.length === 0 || !this.#parts.isLive()) return;
    const now = await read(connections);
    await this.#parts.send(reportOf(this.#before, now, this.#firstFrameMs));
    this.#before = now;
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#timer);
  }

  async #awaitFrame(sinceMs: number, looks: number): Promise<void> {
    for (let look = 0; look < looks && !this.#isClosed; look += 1) {
      const { frames } = await read(this.#parts.connections());
      if (frames > 0) {
        this.#firstFrameMs = performance.now() - sinceMs;
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, FRAME_LOOK_MS));
    }
  }
}
