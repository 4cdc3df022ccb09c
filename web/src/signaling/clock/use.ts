/** Joins the clock of a session with React: the server's time, second by second, and what the people do with it. */
import { notifications } from "@mantine/notifications";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Topic as Line } from "./model";
import { useSay } from "../../core/explain";
import { usePageMs } from "../../core/useEachSecond";
import { playChime } from "../chime";
import type { Visit } from "../visit";
import { type Span, type Told, minutesLeft, minutesOver, serverNow } from "./model";

/** The server's time in ms, new every second. */
export const useServerNow = (told: Told): number => serverNow(told, usePageMs());

/** "12 min left", "begins in 3 min", "2 min over". */
export function useSpanText(): (span: Span) => string {
  const { t } = useTranslation("signaling");
  return (span) => {
    if (span.phase === "before") return t("clock.begins", { count: minutesLeft(-span.elapsedMs) });
    const over = minutesOver(span.leftMs);
    if (span.phase === "over") return over === 0 ? t("clock.atEnd") : t("clock.over", { count: over });
    return t("clock.left", { count: minutesLeft(span.leftMs) });
  };
}

export function useTitleOf(): (topic: Line) => string {
  const { t } = useTranslation("signaling");
  return ({ title }) => (title.trim() === "" ? t("clock.untitled") : title);
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
