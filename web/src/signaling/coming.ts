/** What the door waits for: one's own devices are there at once, the call behind the lobby comes when that stands. */
import { useEffect, useState } from "react";
import type { Door } from "../rooms/api";
import { LocalMedia } from "./local";
import type { CallState } from "./model";
import type { Visit } from "./visit";

export class Coming {
  readonly local = new LocalMedia();
  readonly #door: Door;
  #visit: Promise<Visit> | null = null;

  constructor(door: Door) {
    this.#door = door;
  }

  /** Comes with the first call; whoever presses before it is there waits for it. Raises: the network's error. */
  readonly visit = (): Promise<Visit> => {
    const { id, role } = this.#door;
    this.#visit ??= import("./visit").then(({ Visit }) => new Visit(id, role !== "stranger", this.local));
    return this.#visit;
  };

  close(): void {
    this.local.close();
    void this.#visit?.then((come) => come.close()).catch(() => undefined);
  }
}

/** One visit per opening of the door. The role may change while inside: a knocker who was admitted is a participant from then on. */
export function useComing(door: Door): Coming {
  const [coming] = useState(() => new Coming(door));
  useEffect(() => () => coming.close(), [coming]);
  return coming;
}

/** What is waited for from the first drawing on; null until it has come. Throws: what kept it from coming, for the page that says so. */
export function useArrived<Value>(come: () => Promise<Value>): Value | null {
  const [arrived, setArrived] = useState<{ value: Value } | { error: unknown } | null>(null);
  useEffect(() => {
    let isOver = false;
    come().then(
      (value) => isOver || setArrived({ value }),
      (error: unknown) => isOver || setArrived({ error }),
    );
    return () => {
      isOver = true;
    };
  }, [come]);
  if (arrived && "error" in arrived) throw arrived.error;
  return arrived?.value ?? null;
}

/** What only the end-to-end tests read: the peer connections, for getStats, and the call's state. Changes nothing. */
export function useDebugHandle(visit: Visit | null): void {
  useEffect(() => {
    if (!visit) return undefined;
    const handle = {
      peerConnections: (): RTCPeerConnection[] => visit.call.peerConnections(),
      state: (): CallState => visit.call.view.get().call,
    };
    Object.assign(window, { __ithaca: handle });
    return () => void Reflect.deleteProperty(window, "__ithaca");
  }, [visit]);
}
