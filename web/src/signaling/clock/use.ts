/** Joins the clock of a session with React: the server's time, second by second, and what the people do with it. */
import { notifications } from "@mantine/notifications";
import { useEffect, useRef, useState } from "react";
import type { Topic as Line } from "./model";
import { useSay } from "../../core/explain";
import { playChime } from "../chime";
import type { Visit } from "../visit";
import { type Told, serverNow } from "./model";

const STEP_MS = 1_000;

/** The server's time in ms, new every second. */
export function useServerNow(told: Told): number {
  const [pageMs, setPageMs] = useState(() => performance.now());
  useEffect(() => {
    const look = (): void => setPageMs(performance.now());
    look();
    const timer = setInterval(look, STEP_MS);
    return () => clearInterval(timer);
  }, []);
  return serverNow(told, pageMs);
}

export interface ClockDeeds {
  choose: (topic: Line | null) => void;
  start: (minutes: number) => void;
  stop: () => void;
}

export function useClockDeeds({ call }: Visit): ClockDeeds {
  const say = useSay();
  const complain = (error: unknown): void => void notifications.show({ message: say(error), color: "clay" });
  return {
    choose: (topic) => void call.chooseTopic(topic?.id ?? null).catch(complain),
    start: (minutes) => void call.startCountdown(minutes * 60).catch(complain),
    stop: () => void call.stopCountdown().catch(complain),
  };
}

/** Three soft notes when this turns true while we are here, for whoever wants them. */
export function useChimeWhen(isTime: boolean, isWanted: boolean, speaker: string | null): void {
  const was = useRef(isTime);
  useEffect(() => {
    if (isTime && !was.current && isWanted) void playChime(speaker).catch(() => undefined);
    was.current = isTime;
  }, [isTime, isWanted, speaker]);
}
