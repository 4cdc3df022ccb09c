/** What the door waits for: one's own devices are there at once, the call behind the lobby comes when that stands. */
import { useEffect, useState } from "react";
import type { Door } from "../rooms/api";
import { LocalMedia } from "./local";
import type { CallState } from "./model";
import type { Visit } from "./visit";

export interface Coming {
  local: LocalMedia;
  visit: Promise<Visit>;
}

/** One visit per opening of the door. */
export function useComing(door: Door): Coming | null {
  const [coming, setComing] = useState<Coming | null>(null);
  useEffect(() => {
    const local = new LocalMedia();
    const visit = import("./visit").then(({ Visit }) => new Visit(door.id, door.role !== "stranger", local));
    setComing({ local, visit });
    return () => {
      local.close();
      void visit.then((come) => come.close()).catch(() => undefined);
    };
    // The role may change while inside: a knocker who was admitted is a participant from then on.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [door.id]);
  return coming;
}

/** What was waited for; null until it has come. Throws: what kept it from coming, for the page that says so. */
export function useArrived<Value>(coming: Promise<Value>): Value | null {
  const [arrived, setArrived] = useState<{ value: Value } | { error: unknown } | null>(null);
  useEffect(() => {
    let isOver = false;
    coming.then(
      (value) => isOver || setArrived({ value }),
      (error: unknown) => isOver || setArrived({ error }),
    );
    return () => {
      isOver = true;
    };
  }, [coming]);
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
