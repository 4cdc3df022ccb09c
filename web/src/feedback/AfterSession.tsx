/** The card that whoever has hung up sees: how was it, in one tap. Nothing where the room was nobody's session of two. */
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useMe } from "../accounts/use";
import { fetchBookings } from "../scheduling/api";
import classes from "./Feedback.module.css";
import { SessionCard } from "./SessionCard";
import { useCard } from "./use";

const DAY_MS = 86_400_000;

function Card({ bookingId }: { bookingId: string }): ReactNode {
  const card = useCard(bookingId).data;
  return card ? (
    <div className={classes["afterCall"]} data-testid="after-session">
      <SessionCard card={card} />
    </div>
  ) : null;
}

export function AfterSession({ roomId }: { roomId: string }): ReactNode {
  const isSignedIn = Boolean(useMe().data);
  const booking = useQuery({
    queryKey: ["bookings", "of-room", roomId],
    queryFn: async () => {
      const around = await fetchBookings({ from: new Date(Date.now() - DAY_MS).toISOString(), to: new Date(Date.now() + DAY_MS).toISOString() });
      return around.find(({ room, kind }) => room === roomId && kind === "pair")?.id ?? null;
    },
    enabled: isSignedIn,
  }).data;
  return booking ? <Card bookingId={booking} /> : null;
}
