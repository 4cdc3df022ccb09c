/** The clock in the head of a session: what is left, what is up now, and a sheet with the plan and a countdown for everybody. */
import { useNumerals } from "../../core/numerals";
import { Popover, UnstyledButton } from "@mantine/core";
import { Timer } from "lucide-react";
import { type ReactNode, Suspense, lazy, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../accounts/use";
import type { TopicsHere } from "../../boards/space/LiveTopics";
import type { RoomSession } from "../../boards/space/api";
import { isolated } from "../../core/names";
import { countdownText } from "../../scheduling/clock";
import { setLook, type Look } from "../aids/look";
import type { Visit } from "../visit";
import classes from "./Clock.module.css";
import { ClockSheet } from "./ClockSheet";
import { type Current, type Running, type Session, type Span, type Told, countdownOf, currentOf, minutesLeft, spanOf } from "./model";
import { useChimeWhen, useServerNow, useSpanText, useTitleOf } from "./use";

/** The agenda is read once somebody is in, and only in rooms of booked sessions. */
const LiveTopics = lazy(async () => ({ default: (await import("../../boards/space/LiveTopics")).LiveTopics }));

interface ClockProps {
  visit: Visit;
  told: Told;
  look: Look;
  speaker: string | null;
  /** To book the next one; null where there is none to book. */
  onNext: (() => void) | null;
}

interface FaceProps {
  span: Span | null;
  current: Current | null;
  running: Running | null;
}

function useLeftText({ span, running }: Omit<FaceProps, "current">): string | null {
  const { t } = useTranslation("signaling");
  const spanText = useSpanText();
  const numerals = useNumerals();
  if (running !== null) return running.is === "over" ? t("clock.timeUp") : numerals(countdownText(running.leftMs));
  return span === null ? null : spanText(span);
}

/** What a listener is told at the moments that matter, and at no other. */
function Spoken({ span, running }: Omit<FaceProps, "current">): ReactNode {
  const { t } = useTranslation("signaling");
  const ofSession = span?.phase === "soon" ? t("clock.soonSaid", { count: minutesLeft(Math.min(span.leftMs, 300_000)) }) : span?.phase === "over" ? t("clock.overSaid") : "";
  return (
    <span className={classes["spoken"]} role="status" data-testid="clock-said">
      {running?.is === "over" ? t("clock.timeUp") : <Once text={ofSession} of={span?.phase ?? "before"} />}
    </span>
  );
}

/** The words of the moment at which it began: minutes that go by are not said again. */
function Once({ text, of }: { text: string; of: string }): ReactNode {
  const [kept, setKept] = useState({ of, text });
  if (kept.of !== of) setKept({ of, text });
  return kept.text;
}

const isNearEnd = ({ span, running }: Omit<FaceProps, "current">): boolean => running?.is === "over" || span?.phase === "soon" || span?.phase === "over";

function Face({ current, span, running }: FaceProps): ReactNode {
  const { t } = useTranslation("signaling");
  const left = useLeftText({ span, running });
  const titleOf = useTitleOf();
  const title = current === null ? null : titleOf(current.topic);
  return (
    <>
      <Timer size={18} aria-hidden="true" />
      {left === null ? <span className={classes["spoken"]}>{t("clock.open")}</span> : <span className={classes["left"]} data-testid="clock-left">{left}</span>}
      {title !== null && (
        <span className={classes["now"]} data-testid="clock-now">
          {t("clock.now", { title: isolated(title) })}
        </span>
      )}
    </>
  );
}

function faceOf(here: TopicsHere | null, { timer }: Told, nowMs: number): FaceProps {
  const running = countdownOf(timer, nowMs);
  if (here === null) return { span: null, current: null, running };
  const session: Session = { startsAtMs: Date.parse(here.startsAt), minutes: here.minutes };
  const span = spanOf(session, nowMs);
  return { span, running, current: span.phase === "before" ? null : currentOf(here.topics, timer, session, nowMs) };
}

function Shown({ here, visit, told, look, speaker, onNext }: ClockProps & { here: TopicsHere | null }): ReactNode {
  const { t } = useTranslation("signaling");
  const [isOpen, setOpen] = useState(false);
  const { span, current, running } = faceOf(here, told, useServerNow(told));
  useChimeWhen(isNearEnd({ span, running }), look.isChimeWanted, speaker);
  const next =
    onNext &&
    ((): void => {
      setOpen(false);
      onNext();
    });
  return (
    <Popover opened={isOpen} onChange={setOpen} width="min(23rem, calc(100vw - 1.5rem))" position="bottom-start" withinPortal trapFocus returnFocus shadow="md" radius="lg">
      <Popover.Target>
        <UnstyledButton className={classes["pill"]} data-tone={isNearEnd({ span, running }) ? "soon" : "quiet"} data-bare={span === null && running === null} onClick={() => setOpen(!isOpen)} data-testid="clock">
          <Face span={span} current={current} running={running} />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("clock.title")} data-testid="clock-sheet">
        <ClockSheet visit={visit} here={here} span={span} current={current} running={running} isChimeWanted={look.isChimeWanted} onChime={(isChimeWanted) => setLook({ isChimeWanted })} onNext={next} />
      </Popover.Dropdown>
      <Spoken span={span} running={running} />
    </Popover>
  );
}

interface SessionClockProps extends Omit<ClockProps, "told" | "onNext"> {
  /** Null before we are in. */
  told: Told | null;
  session: RoomSession | null;
  onNext: () => void;
}

export function SessionClock({ session, told, onNext, ...rest }: SessionClockProps): ReactNode {
  const me = useMe().data;
  const [here, setHere] = useState<TopicsHere | null>(null);
  if (told === null) return null;
  const bookingId = session?.bookingId ?? null;
  return (
    <>
      <Shown {...rest} told={told} here={here} onNext={session === null || session.mentorshipId === null ? null : onNext} />
      {bookingId !== null && me && (
        <Suspense fallback={null}>
          <LiveTopics bookingId={bookingId} person={me.id} onChange={setHere} />
        </Suspense>
      )}
    </>
  );
}
