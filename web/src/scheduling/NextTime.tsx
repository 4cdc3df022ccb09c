/** The next session of a pair in two clicks: three times near what they agreed on, choose one, book it; with the way back. */
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { CalendarCheck, Check, Hourglass, Undo2 } from "lucide-react";
import { type ComponentType, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../accounts/use";
import { isRefused, mayHelpAgain } from "../core/errors";
import { useSay } from "../core/explain";
import { isolated, shownName } from "../core/names";
import { Failed } from "../core/ui/Failed";
import { Notice } from "../core/ui/Notice";
import type { Mentorship } from "../mentorships/api";
import { usePair } from "../mentorships/use";
import type { Booking, HostTerms, Slot } from "./api";
import { dayAndTimeText, dayText, rangeText, timeText } from "./clock";
import { dueAfter, firstDuration, nearestTimes, newKey, nextOfPair } from "./model";
import classes from "./NextTime.module.css";
import { isTaken, useBook, useBookings, useCancel, useTerms, useTimesNear } from "./use";

/** The session that was just held, or is being held. */
export interface Held {
  mentorshipId: string;
  startsAt: string;
  minutes: number;
}

interface PairProps {
  held: Held;
  pair: Mentorship;
  other: { id: string; name: string };
  /** It outlives the form, which is gone as soon as the booking is among the others. */
  book: ReturnType<typeof useBook>;
}

/** What stands, by these clicks or from before; what was just booked can be taken back. */
function Stands({ booking, name, onUndone }: { booking: Booking; name: string; onUndone: (() => void) | null }): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const say = useSay();
  const cancel = useCancel(booking);
  const isAsked = booking.state === "pending";
  const Sign = isAsked ? Hourglass : Check;
  // Said before the list is asked for again: this line is gone with the booking.
  const undo = (): void => void cancel.mutateAsync({ reason: "not_needed", words: "" }).then(onUndone, () => undefined);
  return (
    <div className={classes["stands"]} data-testid="next-stands" data-state={isAsked ? "asked" : "booked"}>
      <p className={classes["line"]} role="status">
        <Sign size={19} aria-hidden="true" />
        <span>
          <strong>{t(isAsked ? "nextTime.asked" : "nextTime.booked", { name })}</strong>
          <span>
            {dayText(booking.local.local, i18n.language)}, {rangeText(booking.local.local, booking.minutes, i18n.language)}
          </span>
        </span>
      </p>
      {onUndone !== null && (
        <Button size="compact-sm" variant="subtle" leftSection={<Undo2 size={15} aria-hidden="true" />} loading={cancel.isPending} onClick={undo} data-testid="next-undo">
          {t("nextTime.undo")}
        </Button>
      )}
      {cancel.error && <Notice>{say(cancel.error)}</Notice>}
    </div>
  );
}

interface ChoiceProps {
  slots: readonly Slot[];
  chosen: string | null;
  name: string;
  onChoose: (startsAt: string) => void;
}

function Choice({ slots, chosen, name, onChoose }: ChoiceProps): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const locale = i18n.language;
  return (
    <fieldset className={classes["times"]}>
      <legend>{t("nextTime.legend")}</legend>
      {slots.map(({ startsAt, viewer, host }) => (
        <label key={startsAt} className={classes["time"]}>
          <input type="radio" name="next-time" value={startsAt} checked={startsAt === chosen} onChange={() => onChoose(startsAt)} data-testid="next-slot" />
          <span className={classes["face"]}>
            <strong>{dayAndTimeText(viewer.local, locale)}</strong>
            {viewer.local !== host.local && <span>{t("nextTime.theirs", { time: timeText(host.local, locale), name })}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

interface TimesProps extends PairProps {
  terms: HostTerms;
  zone: string;
}

/** All other times, on the page of booking. */
function Others({ hostId }: { hostId: string }): ReactNode {
  const { t } = useTranslation("scheduling");
  return (
    <Button size="sm" variant="subtle" renderRoot={(props) => <Link to="/mentors/$mentorId/book" params={{ mentorId: hostId }} {...props} />} data-testid="next-other">
      {t("nextTime.other")}
    </Button>
  );
}

function Times({ held, pair, other, book, terms, zone }: TimesProps): ReactNode {
  const { t } = useTranslation("scheduling");
  const core = useTranslation("core");
  const say = useSay();
  const minutes = terms.durations.includes(held.minutes) ? held.minutes : firstDuration(terms.durations);
  const wishedMs = dueAfter(Date.parse(held.startsAt), pair.sessionsAMonth);
  const near = useTimesNear(other.id, wishedMs, minutes, zone);
  const [chosen, setChosen] = useState<string | null>(null);
  const [key, setKey] = useState(newKey);
  const name = isolated(shownName(other.name, core.t("somebody")));
  if (near.isPending) return <p className={classes["hint"]}>{t("nextTime.looking")}</p>;
  if (!near.data) return <Failed of={near} />;
  const slots = nearestTimes(near.data.slots, wishedMs);
  const isThere = slots.some(({ startsAt }) => startsAt === chosen);
  // Another time is another booking; the same one, sent again, is one.
  const choose = (startsAt: string): void => {
    setChosen(startsAt);
    setKey(newKey());
  };
  const submit = (): void => {
    if (chosen === null || book.isPending) return;
    const wish = { host: other.id, startsAt: chosen, minutes, key, note: "", hold: null, whose: "host" as const };
    book.mutate({ wish, repeat: null });
  };
  if (slots.length === 0) {
    return (
      <>
        <p className={classes["hint"]}>{t("nextTime.none", { name })}</p>
        <Others hostId={other.id} />
      </>
    );
  }
  return (
    <>
      <Choice slots={slots} chosen={chosen} name={name} onChoose={choose} />
      {book.error && <Notice>{isTaken(book.error) && isRefused(book.error) ? t("book.taken") : say(book.error)}</Notice>}
      <div className={classes["deeds"]}>
        <Button size="sm" leftSection={<CalendarCheck size={17} aria-hidden="true" />} disabled={!isThere} loading={book.isPending} onClick={submit} maw="100%" data-testid="next-book-it">
          {t(terms.isConfirmedFirst ? "nextTime.ask" : "nextTime.book", { name })}
        </Button>
        <Others hostId={other.id} />
      </div>
    </>
  );
}

function OfMentee(props: PairProps): ReactNode {
  const { t } = useTranslation("scheduling");
  const say = useSay();
  const me = useMe().data;
  const terms = useTerms(props.other.id);
  if (terms.error && !terms.data) return mayHelpAgain(terms.error) ? <Failed of={terms} /> : <Notice tone="plain">{say(terms.error)}</Notice>;
  if (!terms.data || !me) return <p className={classes["hint"]}>{t("nextTime.looking")}</p>;
  return <Times {...props} terms={terms.data} zone={me.timeZone} />;
}

interface NextTimeProps {
  held: Held;
  /** What a mentor does instead: mentees choose of their times. */
  Asking: ComponentType<{ mentorshipId: string; name: string }>;
}

/** What was booked here, as it stands by now: a yes that comes meanwhile is shown. */
function freshOf({ data }: PairProps["book"], bookings: readonly Booking[]): Booking | null {
  if (data === undefined || !("version" in data)) return null;
  return bookings.find(({ id }) => id === data.id) ?? data;
}

function Known({ Asking, bookings, ...props }: NextTimeProps & Omit<PairProps, "book"> & { bookings: readonly Booking[] }): ReactNode {
  const core = useTranslation("core");
  const book = useBook();
  const { held, pair, other } = props;
  const name = isolated(shownName(other.name, core.t("somebody")));
  const fresh = freshOf(book, bookings);
  const next = fresh ?? nextOfPair(bookings, held.mentorshipId, held.startsAt);
  if (next !== null) return <Stands booking={next} name={name} onUndone={fresh === null ? null : book.reset} />;
  return pair.side === "mentor" ? <Asking mentorshipId={pair.id} name={name} /> : <OfMentee held={held} pair={pair} other={other} book={book} />;
}

/** Nothing while the mentorship pauses, or when it has ended. */
export function NextTime({ held, Asking }: NextTimeProps): ReactNode {
  const pair = usePair(held.mentorshipId).data;
  const bookings = useBookings().data;
  const other = pair?.other;
  return pair?.state === "active" && other && bookings && <Known held={held} Asking={Asking} pair={pair} other={other} bookings={bookings} />;
}
