/** Runs a connection test step by step into a store; what was found stays when it is stopped. */
import { Refused } from "../../core/errors";
import { Store } from "../../core/store";
import { Capable } from "../capable";
import { type CallLine, createCallLine } from "../socket";
import { type Figures, NO_FIGURES, type Step, type StepState, bestPath, closed, firstSteps, relaySteps, withStep } from "./model";
import { NoPath, tryPath } from "./path";
import { type Pattern, startPattern } from "./pattern";

/** The first path that works is measured until senders have found their pace; the others only shortly. */
const RAMP_MS = 8_000;
const GLANCE_MS = 3_000;
const ROUND_TRIPS = 5;

export interface CheckState {
  phase: "idle" | "running" | "done" | "stopped";
  steps: readonly Step[];
  /** Why the test could not go on, when that is not a finding. */
  error: unknown;
  endedAt: Date | null;
}

const IDLE: CheckState = { phase: "idle", steps: firstSteps(), error: null, endedAt: null };

export class CheckRun {
  readonly state = new Store<CheckState>(IDLE);
  readonly #roomId: string | null;
  #abort: AbortController | null = null;

  constructor(roomId: string | null) {
    this.#roomId = roomId;
  }

  /** Call it in a click's handler. */
  start(): void {
    if (this.#abort) return;
    const abort = new AbortController();
    this.#abort = abort;
    this.state.set({ ...IDLE, phase: "running" });
    void this.#whole(abort.signal).finally(() => {
      this.#abort = null;
      const { steps, error } = this.state.get();
      this.state.set({ phase: abort.signal.aborted ? "stopped" : "done", steps: closed(steps), error, endedAt: new Date() });
    });
  }

  stop(): void {
    this.#abort?.abort();
  }

  async #whole(signal: AbortSignal): Promise<void> {
    const line = createCallLine();
    let pattern: Pattern | null = null;
    try {
      pattern = startPattern();
      if (await this.#signaling(line)) await this.#paths({ line, capable: new Capable(), pattern, signal });
    } catch (error) {
      this.state.set({ ...this.state.get(), error });
    } finally {
      pattern?.close();
      line.close();
    }
  }

  /** Whether the server can be reached; its relays become steps. */
  async #signaling(line: CallLine): Promise<boolean> {
    this.#set("signaling", "running");
    try {
      const startedMs = performance.now();
      await line.ready();
      const connectMs = performance.now() - startedMs;
      const rttMs = await quickest(() => line.request("get_capabilities", {}));
      const { iceServers } = await line.request("open_check", this.#roomId === null ? {} : { roomId: this.#roomId });
      await line.request("close_check", {});
      this.state.set({ ...this.state.get(), steps: [...this.state.get().steps, ...relaySteps(iceServers)] });
      this.#set("signaling", "works", { ...NO_FIGURES, connectMs, rttMs });
      return true;
    } catch (error) {
      if (error instanceof Refused) throw error;
      this.#set("signaling", "fails");
      return false;
    }
  }

  async #paths(tools: Tools): Promise<void> {
    for (const step of this.state.get().steps) {
      if (step.state === "waiting" && !tools.signal.aborted) await this.#path(step, tools);
    }
  }

  async #path({ id, kind, relay }: Step, { line, capable, pattern, signal }: Tools): Promise<void> {
    const isRamped = bestPath(this.state.get().steps) === null;
    const wish = { kind, relay, roomId: this.#roomId, measureMs: isRamped ? RAMP_MS : GLANCE_MS, isRamped };
    this.#set(id, "running");
    try {
      const figures = await tryPath(line, capable, pattern, wish, signal);
      this.#set(id, signal.aborted ? "stopped" : "works", figures);
    } catch (error) {
      if (!(error instanceof NoPath)) throw error;
      this.#set(id, signal.aborted ? "stopped" : "fails");
    }
  }

  #set(id: string, state: StepState, figures: Figures | null = null): void {
    const before = this.state.get();
    this.state.set({ ...before, steps: withStep(before.steps, id, state, figures) });
  }
}

interface Tools {
  line: CallLine;
  capable: Capable;
  pattern: Pattern;
  signal: AbortSignal;
}

async function quickest(ask: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let trip = 0; trip < ROUND_TRIPS; trip += 1) {
    const startedMs = performance.now();
    await ask();
    best = Math.min(best, performance.now() - startedMs);
  }
  return best;
}
