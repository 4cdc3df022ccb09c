/** What is said once near the end of a session: to all that it is near, to one alone that their next session begins. */
import { Button, Group } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Agenda, RoomSession } from "../../boards/space/api";
import { useAgenda } from "../../boards/space/session";
import { Notice } from "../../core/ui/Notice";
import { NextButton } from "../../scheduling/NextButton";
import { useStartsBeside } from "../../scheduling/use";
import { type Told, minutesLeft, nextIn, spanOf } from "./model";
import { useServerNow } from "./use";

interface NotesProps {
  told: Told;
  /** To book the next one; null where there is none to book. */
  onNext: (() => void) | null;
}

function Soon({ agenda, told, onNext }: NotesProps & { agenda: Agenda }): ReactNode {
  const { t } = useTranslation("signaling");
  const { phase, leftMs } = spanOf({ startsAtMs: Date.parse(agenda.startsAt), minutes: agenda.minutes }, useServerNow(told));
  const [isSeen, setSeen] = useState(false);
  if (phase !== "soon" || isSeen) return null;
  return (
    <div data-testid="clock-soon">
      <Notice tone="plain" title={t("clock.soonTitle", { count: minutesLeft(leftMs) })}>
        {t("clock.soonHint")}
        <Group gap="xs" mt="xs">
          {onNext && <NextButton onClick={onNext} />}
          <Button size="xs" variant="subtle" onClick={() => setSeen(true)} data-testid="clock-soon-seen">
            {t("clock.seen")}
          </Button>
        </Group>
      </Notice>
    </div>
  );
}

function Following({ roomId, told }: { roomId: string; told: Told }): ReactNode {
  const { t } = useTranslation("signaling");
  const [seen, setSeen] = useState<string | null>(null);
  const next = nextIn(useStartsBeside(roomId), useServerNow(told));
  if (next === null || seen === next.startsAt) return null;
  return (
    <div data-testid="clock-following">
      <Notice tone="plain" title={t("clock.nextTitle", { count: next.minutes })}>
        {t("clock.nextHint")}
        <Group gap="xs" mt="xs">
          <Button size="xs" variant="subtle" onClick={() => setSeen(next.startsAt)}>
            {t("clock.seen")}
          </Button>
        </Group>
      </Notice>
    </div>
  );
}

function OfBooking({ bookingId, ...props }: NotesProps & { bookingId: string }): ReactNode {
  const agenda = useAgenda(bookingId).data;
  return agenda && <Soon {...props} agenda={agenda} />;
}

interface ClockNotesProps {
  /** Null before we are in. */
  told: Told | null;
  session: RoomSession | null;
  roomId: string;
  isSignedIn: boolean;
  onNext: () => void;
}

export function ClockNotes({ told, session, roomId, isSignedIn, onNext }: ClockNotesProps): ReactNode {
  if (told === null) return null;
  const { bookingId = null, mentorshipId = null } = session ?? {};
  return (
    <>
      {bookingId !== null && <OfBooking told={told} bookingId={bookingId} onNext={mentorshipId === null ? null : onNext} />}
      {isSignedIn && <Following roomId={roomId} told={told} />}
    </>
  );
}
