/** The one card after a session: how it went, what was agreed, when next; picture and sound apart. Asked once, and all of it can be left out. */
import { Button } from "@mantine/core";
import { type ReactNode, Suspense, lazy, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../accounts/use";
import { Loading } from "../../core/ui/Loading";
import { FirstTap } from "../../feedback/FirstTap";
import { GatheringTap } from "../../feedback/GatheringForm";
import { VerdictTaps } from "../../quality/VerdictTaps";
import type { Booking } from "../../scheduling/api";
import { useBookingOfRoom } from "../../scheduling/use";
import classes from "./EndCard.module.css";
import { type Farewell, isPutAway, putAway } from "./farewell";
import { NextPart } from "./NextPart";

/** Documents are most of the weight, and guests have none. */
const ClosingItems = lazy(async () => ({ default: (await import("../../boards/space/ClosingItems")).ClosingItems }));

interface PartsProps {
  booking: Booking;
  farewell: Farewell;
  me: { id: string; name: string };
}

/** Whoever was sent out is asked how it was, and not when they meet again. */
function OfPair({ booking, farewell, me }: PartsProps): ReactNode {
  const { t } = useTranslation("scheduling");
  const isStaying = farewell.ending !== "removed";
  return (
    <>
      <div className={classes["part"]}>
        <FirstTap bookingId={booking.id} hadCompany={farewell.hadCompany} />
      </div>
      {isStaying && (
        <div className={classes["part"]}>
          <Suspense fallback={null}>
            <ClosingItems bookingId={booking.id} me={me} />
          </Suspense>
        </div>
      )}
      {isStaying && booking.mentorship !== null && (
        <section className={classes["part"]} aria-labelledby="next-title" data-testid="next-part">
          <h3 id="next-title">{t("nextTime.title")}</h3>
          <NextPart held={{ mentorshipId: booking.mentorship, startsAt: booking.startsAt, minutes: booking.minutes }} />
        </section>
      )}
    </>
  );
}

/** What its people are asked of it: the two of a session, and the guests of a gathering. */
function About({ booking, farewell, me }: { booking: Booking | null; farewell: Farewell; me: PartsProps["me"] | null }): ReactNode {
  if (booking === null || me === null) return null;
  if (booking.kind === "pair") return <OfPair booking={booking} farewell={farewell} me={me} />;
  if (booking.host.id === me.id) return null;
  return (
    <div className={classes["part"]}>
      <GatheringTap gatheringId={booking.id} />
    </div>
  );
}

interface EndCardProps {
  roomId: string;
  farewell: Farewell;
}

function Card({ roomId, farewell, booking, me, onDone }: EndCardProps & { booking: Booking | null; me: PartsProps["me"] | null; onDone: () => void }): ReactNode {
  const { t } = useTranslation("signaling");
  const isPair = booking?.kind === "pair" && me !== null;
  const done = (): void => {
    putAway(roomId);
    onDone();
  };
  return (
    <section className={classes["card"]} aria-labelledby="end-title" data-testid="end-card" data-kind={isPair ? "pair" : booking === null ? "plain" : "gathering"}>
      <header>
        <h2 id="end-title">{t(isPair ? "ending.title" : "ending.guestTitle")}</h2>
        <p className={classes["hint"]}>{t(isPair ? "ending.hint" : booking === null ? "ending.guestHint" : "ending.gathering")}</p>
      </header>
      <About booking={booking} farewell={farewell} me={me} />
      <div className={classes["apart"]}>
        <VerdictTaps seatToken={farewell.seatToken} />
      </div>
      <footer className={classes["foot"]}>
        <Button variant="default" onClick={done} data-testid="end-done">
          {t("ending.done")}
        </Button>
      </footer>
    </section>
  );
}

export function EndCard({ roomId, farewell }: EndCardProps): ReactNode {
  const { t } = useTranslation("signaling");
  const me = useMe();
  const isMember = Boolean(me.data) && !farewell.isGuest;
  const booking = useBookingOfRoom(roomId, isMember);
  const [isAway, setAway] = useState(() => isPutAway(roomId));
  const [isDone, setDone] = useState(false);
  if (isDone) {
    return (
      <p className={classes["away"]} role="status" data-testid="end-away">
        {t("ending.away")}
      </p>
    );
  }
  if (isAway) return null;
  if (me.isPending || (isMember && booking.isPending)) return <Loading />;
  const finish = (): void => {
    setDone(true);
    setAway(true);
  };
  return <Card roomId={roomId} farewell={farewell} booking={isMember ? (booking.data ?? null) : null} me={me.data ?? null} onDone={finish} />;
}
