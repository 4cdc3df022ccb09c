/** Everything somebody has agreed on: what waits for a yes, what comes, what was; sessions of two and of many. */
import { Button, Title, UnstyledButton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { CalendarClock, CalendarPlus, CalendarSync } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { zoneName } from "../accounts/model";
import { useMe } from "../accounts/use";
import { isolated, shownName } from "../core/names";
import { Loading } from "../core/ui/Loading";
import { Failed } from "../core/ui/Failed";
import { Notice } from "../core/ui/Notice";
import { HarbourScene, WaitingScene } from "../core/ui/scenes";
import { useTitle } from "../core/ui/useTitle";
import { usePairs } from "../mentorships/use";
import type { Attendance, Booking } from "./api";
import { byBooking } from "./attendance";
import { BookingCard } from "./BookingCard";
import { dayText } from "./clock";
import { Gatherings } from "./Gatherings";
import { agendaOf, byDate, comingGatherings, pastOf } from "./model";
import { Leaf } from "./parts";
import classes from "./Scheduling.module.css";
import { useAttendance, useBookings, useGatherings, usePastBookings, useSeconds } from "./use";

function Dated({ bookings, attendance }: { bookings: readonly Booking[]; attendance?: ReadonlyMap<string, Attendance> }): ReactNode {
  const { i18n } = useTranslation();
  return (
    <ol className={classes["dates"]}>
      {byDate(bookings).map(({ date, of }) => (
        <li key={date} className={classes["date"]}>
          <Leaf date={date} />
          <div className={classes["dateCards"]}>
            <h3 className={classes["dateName"]}>{dayText(date, i18n.language)}</h3>
            {of.map((one) => (
              <BookingCard key={one.id} booking={one} attendance={attendance?.get(one.id)} />
            ))}
          </div>
        </li>
      ))}
    </ol>
  );
}

interface FoldProps {
  title: string;
  testId: string;
  onOpen?: () => void;
  children: ReactNode;
}

function Folded({ title, testId, onOpen, children }: FoldProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const turn = (): void => {
    setOpen(!isOpen);
    if (!isOpen) onOpen?.();
  };
  return (
    <section className={classes["section"]}>
      <UnstyledButton className={classes["fold"]} aria-expanded={isOpen} onClick={turn} data-testid={testId}>
        {title}
      </UnstyledButton>
      {isOpen && children}
    </section>
  );
}

/** Mentors whom one may book now. */
function BookWith(): ReactNode {
  const { t } = useTranslation("scheduling");
  const core = useTranslation("core");
  const pairs = (usePairs().data ?? []).filter(({ side, state, other }) => side === "mentee" && state === "active" && other !== null);
  if (pairs.length === 0) return null;
  return (
    <div className={classes["deeds"]}>
      {pairs.map(({ id, other }) => (
        <Button key={id} size="sm" leftSection={<CalendarPlus size={17} aria-hidden="true" />} renderRoot={(props) => <Link to="/mentors/$mentorId/book" params={{ mentorId: other?.id ?? "" }} {...props} />} data-testid="book-with">
          {t("calendar.bookWith", { name: isolated(shownName(other?.name, core.t("somebody"))) })}
        </Button>
      ))}
    </div>
  );
}

function Empty(): ReactNode {
  const { t } = useTranslation("scheduling");
  const roles = useMe().data?.roles ?? [];
  const isMentor = roles.includes("mentor");
  return (
    <div className={classes["empty"]} data-testid="calendar-empty">
      {isMentor ? <WaitingScene className={classes["scene"]} /> : <HarbourScene className={classes["scene"]} />}
      <Title order={2}>{t("calendar.empty")}</Title>
      <p className={classes["hint"]}>{t(isMentor ? "calendar.emptyMentor" : "calendar.emptyMentee")}</p>
      <div className={classes["deeds"]}>
        {isMentor && <Button renderRoot={(props) => <Link to="/availability" {...props} />}>{t("calendar.toAvailability")}</Button>}
        {roles.includes("mentee") && (
          <Button variant={isMentor ? "light" : "filled"} renderRoot={(props) => <Link to="/mentorships" {...props} />}>
            {t("calendar.toMentorships")}
          </Button>
        )}
      </div>
    </div>
  );
}

function Past(): ReactNode {
  const { t } = useTranslation("scheduling");
  const now = useSeconds();
  const [isWanted, setWanted] = useState(false);
  const past = usePastBookings(isWanted);
  const attendance = useAttendance(isWanted);
  const words = useTranslation("attendance");
  const all = past.data ? pastOf(past.data, now) : null;
  return (
    <Folded title={t("calendar.past")} testId="past" onOpen={() => setWanted(true)}>
      {attendance.error && <Notice>{words.t("failed")}</Notice>}
      {past.isLoadingError && <Failed of={past} />}
      {all === null ? !past.isLoadingError && <Loading /> : all.length === 0 ? <p className={classes["hint"]}>{t("calendar.pastNone")}</p> : <Dated bookings={all} attendance={byBooking(attendance.data ?? [])} />}
    </Folded>
  );
}

function Agenda(): ReactNode {
  const { t } = useTranslation("scheduling");
  const now = useSeconds();
  const bookings = useBookings();
  const gatherings = useGatherings();
  if (bookings.isPending || gatherings.isPending) return <Loading />;
  if (!bookings.data) return <Failed of={bookings} />;
  const { toAnswer, coming, off } = agendaOf(bookings.data, now);
  const many = comingGatherings(gatherings.data ?? [], now);
  return (
    <>
      {toAnswer.length > 0 && (
        <section className={classes["section"]} aria-labelledby="to-answer">
          <Title order={2} id="to-answer">
            {t("calendar.toAnswer")}
          </Title>
          <Dated bookings={toAnswer} />
        </section>
      )}
      {coming.length > 0 && (
        <section className={classes["section"]} aria-labelledby="coming">
          <Title order={2} id="coming">
            {t("calendar.coming")}
          </Title>
          <Dated bookings={coming} />
        </section>
      )}
      {toAnswer.length + coming.length + many.length === 0 && <Empty />}
      <Gatherings gatherings={many} />
      {off.length > 0 && (
        <Folded title={t("calendar.off", { count: off.length })} testId="off">
          <Dated bookings={off} />
        </Folded>
      )}
      <Past />
    </>
  );
}

/** `waiting`: what waits for an answer beside bookings, brought by the domain above. */
export function CalendarPage({ waiting }: { waiting: ReactNode }): ReactNode {
  const { t } = useTranslation("scheduling");
  const me = useMe().data;
  useTitle(t("calendar.title"));
  if (!me) return <Loading />;
  return (
    <main className={classes["page"]} id="main">
      <header className={classes["calendarHead"]}>
        <div>
          <Title order={1}>{t("calendar.title")}</Title>
          <p className={classes["fact"]}>{t("calendar.zone", { zone: zoneName(me.timeZone) })}</p>
        </div>
        <div className={classes["deeds"]}>
          <Button variant="subtle" size="sm" leftSection={<CalendarSync size={17} aria-hidden="true" />} renderRoot={(props) => <Link to="/calendar/elsewhere" {...props} />} data-testid="to-elsewhere">
            {t("calendar.toElsewhere")}
          </Button>
          {me.roles.includes("mentor") && (
            <Button variant="light" size="sm" leftSection={<CalendarClock size={17} aria-hidden="true" />} renderRoot={(props) => <Link to="/availability" {...props} />} data-testid="to-availability">
              {t("calendar.toAvailability")}
            </Button>
          )}
        </div>
      </header>
      <BookWith />
      {waiting}
      <Agenda />
    </main>
  );
}
