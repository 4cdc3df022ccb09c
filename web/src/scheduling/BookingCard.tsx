/** One session: when by the reader's clock, with whom, where it stands, the way in, and what can be done. */
import { ActionIcon, Badge, Button, Menu, Title } from "@mantine/core";
import { CalendarX2, Clock, Ellipsis, MoveRight, NotebookText, Repeat2, Video } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "@tanstack/react-router";
import { zoneName } from "../accounts/model";
import { useMe } from "../accounts/use";
import { useSay } from "../core/explain";
import { isolated, shownName } from "../core/names";
import { Notice } from "../core/ui/Notice";
import { Portrait } from "../core/ui/Portrait";
import { timeAgo } from "../core/when";
import { CheckFirst } from "../rooms/CheckFirst";
import { AddToCalendar } from "./AddToCalendar";
import type { Attendance, Booking, Gathering } from "./api";
import { tookPlace } from "./attendance";
import { AttendancePart } from "./AttendancePart";
import { type BookingDialog, BookingDialogs } from "./BookingDialogs";
import { dateOf, dayAndTimeText, rangeText, timeText, todayIn } from "./clock";
import { canDo, doorOf, fellowsOf, opensLocal, otherOf } from "./model";
import classes from "./Scheduling.module.css";
import { useBookings, useConfirm, useConfirmAll, useSeconds } from "./use";

const COLOUR = { held: "gray", pending: "sun", confirmed: "olive", declined: "gray", expired: "gray", cancelled: "gray", completed: "aegean" } as const;

/** A session that is over says by who was there whether it took place. */
function PastBadge({ attendance }: { attendance: Attendance }): ReactNode {
  const { t } = useTranslation("attendance");
  if (tookPlace(attendance)) return <StateBadge state="completed" />;
  return (
    <Badge color="gray" variant="light" size="lg" tt="none" styles={{ label: { color: "var(--ink)" } }} data-testid="booking-state" data-state="not_held">
      {t("notHeld")}
    </Badge>
  );
}

export function StateBadge({ state }: Pick<Booking, "state">): ReactNode {
  const { t } = useTranslation("scheduling");
  return (
    <Badge color={COLOUR[state]} variant="light" size="lg" tt="none" styles={{ label: { color: "var(--ink)" } }} data-testid="booking-state" data-state={state}>
      {t(`state.${state}`)}
    </Badge>
  );
}

/** The way in: open from a quarter of an hour before, with a clock until then. */
export function Join({ session }: { session: Pick<Booking | Gathering, "state" | "room" | "roomOpensAt" | "startsAt" | "endsAt" | "local"> }): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const now = useSeconds();
  const door = doorOf(session, now);
  const zone = useMe().data?.timeZone ?? "UTC";
  if (door.is === "none" || door.is === "over" || session.room === null) return null;
  if (door.is === "shut") {
    const opens = opensLocal(session);
    return (
      <p className={classes["opens"]} data-testid="join-opens">
        <Clock size={16} aria-hidden="true" />
        {dateOf(opens) === todayIn(zone, now) ? t("join.opens", { time: timeText(opens, i18n.language) }) : t("join.opensOn", { when: dayAndTimeText(opens, i18n.language) })}
      </p>
    );
  }
  return (
    <>
      <Button color="clay" leftSection={<Video size={18} aria-hidden="true" />} renderRoot={(props) => <Link to="/s/$roomId" params={{ roomId: session.room ?? "" }} {...props} />} data-testid="join">
        {t("join.now")}
      </Button>
      <CheckFirst roomId={session.room} />
    </>
  );
}

/** How it ended, and the words that came with it. */
function Words({ booking }: { booking: Booking }): ReactNode {
  const { t } = useTranslation("scheduling");
  return (
    <>
      {booking.note !== "" && (
        <p className={classes["quote"]} dir="auto">
          {booking.note}
        </p>
      )}
      {booking.reason && <p className={classes["meta"]}>{t("card.reason", { reason: t(`reason.${booking.reason}`) })}</p>}
      {booking.words !== "" && (
        <p className={classes["quote"]} dir="auto">
          {booking.words}
        </p>
      )}
    </>
  );
}

/** Where it is meant by another clock than the reader's, that clock's time, too. */
function MeantElsewhere({ booking, name }: { booking: Booking; name: string }): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  if (booking.intent === booking.local.local) return null;
  return <p className={classes["meta"]}>{t("card.elsewhere", { when: dayAndTimeText(booking.intent, i18n.language), zone: zoneName(booking.intentZone), name: isolated(name) })}</p>;
}

function Answer({ booking, onDecline }: { booking: Booking; onDecline: () => void }): ReactNode {
  const { t } = useTranslation("scheduling");
  const say = useSay();
  const confirm = useConfirm(booking);
  const all = useConfirmAll();
  const fellows = fellowsOf(booking, useBookings().data ?? []);
  const error = confirm.error ?? all.error;
  return (
    <>
      <div className={classes["deeds"]}>
        <Button loading={confirm.isPending} onClick={() => confirm.mutate()} data-testid="booking-confirm">
          {t("card.confirm")}
        </Button>
        {fellows.length > 1 && (
          <Button variant="light" loading={all.isPending} onClick={() => all.mutate(fellows)} data-testid="booking-confirm-all">
            {t("card.confirmAll", { count: fellows.length })}
          </Button>
        )}
        <Button variant="subtle" onClick={onDecline} data-testid="booking-decline">
          {t("card.decline")}
        </Button>
      </div>
      {error && <Notice>{say(error)}</Notice>}
    </>
  );
}

interface MoreProps {
  name: string;
  can: { move: boolean; cancel: boolean };
  onPick: (dialog: BookingDialog) => void;
}

function More({ name, can, onPick }: MoreProps): ReactNode {
  const { t } = useTranslation("scheduling");
  if (!can.move && !can.cancel) return null;
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" radius="xl" aria-label={t("card.more", { name })} data-testid="booking-more">
          <Ellipsis size={20} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {can.move && (
          <Menu.Item leftSection={<MoveRight size={18} aria-hidden="true" />} onClick={() => onPick("reschedule")} data-testid="booking-reschedule">
            {t("card.reschedule")}
          </Menu.Item>
        )}
        {can.cancel && (
          <Menu.Item color="clay" leftSection={<CalendarX2 size={18} aria-hidden="true" />} onClick={() => onPick("cancel")} data-testid="booking-cancel">
            {t("card.cancel")}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** With whom; of several, what it is called. */
function With({ booking, name }: { booking: Booking; name: string }): ReactNode {
  const { t } = useTranslation("scheduling");
  if (booking.kind === "pair") return t(booking.isHost ? "card.withMentee" : "card.withMentor", { name: isolated(name) });
  return t(booking.isHost ? "card.manyYours" : "card.many", { title: isolated(booking.title), name: isolated(name) });
}

interface HeadProps {
  booking: Booking;
  attendance: Attendance | undefined;
  name: string;
  onPick: (dialog: BookingDialog) => void;
}

function Head({ booking, attendance, name, onPick }: HeadProps): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const now = useSeconds();
  return (
    <div className={classes["cardHead"]}>
      <Portrait name={name} photoUrl={otherOf(booking).photoUrl} size="2.8rem" />
      <div className={classes["cardWords"]}>
        <Title order={4} className={classes["cardTime"]}>
          {rangeText(booking.local.local, booking.minutes, i18n.language)}
        </Title>
        <p className={classes["cardWith"]}>
          <bdi>
            <With booking={booking} name={name} />
          </bdi>
          {booking.series && (
            <span className={classes["mark"]}>
              <Repeat2 size={15} aria-hidden="true" /> {t("card.series")}
            </span>
          )}
        </p>
      </div>
      <div className={classes["cardSide"]}>
        {attendance ? <PastBadge attendance={attendance} /> : <StateBadge state={booking.state} />}
        <More name={isolated(name)} can={canDo(booking, now)} onPick={onPick} />
      </div>
    </div>
  );
}

function Foot({ booking, isOff, canCopy, name }: { booking: Booking; isOff: boolean; canCopy: boolean; name: string }): ReactNode {
  const { t } = useTranslation("scheduling");
  return (
    <div className={classes["cardFoot"]}>
      <Join session={booking} />
      {!isOff && (
        <Button variant="light" leftSection={<NotebookText size={18} aria-hidden="true" />} renderRoot={(props) => <Link to="/bookings/$bookingId/agenda" params={{ bookingId: booking.id }} {...props} />} data-testid="to-agenda">
          {t("card.agenda")}
        </Button>
      )}
      {canCopy && <AddToCalendar bookingId={booking.id} name={name} />}
    </div>
  );
}

export function BookingCard({ booking, attendance }: { booking: Booking; attendance?: Attendance | undefined }): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const core = useTranslation("core");
  const now = useSeconds();
  const [dialog, setDialog] = useState<BookingDialog | null>(null);
  const name = shownName(otherOf(booking).name, core.t("somebody"));
  const can = canDo(booking, now);
  const isOff = booking.state === "cancelled" || booking.state === "declined" || booking.state === "expired";
  return (
    <article className={classes["card"]} data-asks={can.answer} data-off={isOff} data-testid="booking" data-state={booking.state}>
      <Head booking={booking} attendance={attendance} name={name} onPick={setDialog} />
      <MeantElsewhere booking={booking} name={name} />
      <Words booking={booking} />
      {booking.state === "pending" && booking.expiresAt && <p className={classes["due"]}>{t(booking.isHost ? "card.answerBy" : "card.waits", { when: timeAgo(new Date(booking.expiresAt), now, i18n.language), name: isolated(name) })}</p>}
      {attendance && <AttendancePart booking={booking} attendance={attendance} name={name} />}
      {can.answer && <Answer booking={booking} onDecline={() => setDialog("decline")} />}
      <Foot booking={booking} isOff={isOff} canCopy={can.copy} name={isolated(name)} />
      <BookingDialogs booking={booking} name={name} which={dialog} onClose={() => setDialog(null)} />
    </article>
  );
}
