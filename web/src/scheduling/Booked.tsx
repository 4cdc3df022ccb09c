/** What became of a wish: booked or asked for, of a series each session by itself, and where to go from here. */
import { Button, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Check, CircleX, Hourglass } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { isolated } from "../core/names";
import { HomecomingScene } from "../core/ui/scenes";
import type { Booking, Missed, Series } from "./api";
import { dayAndTimeText } from "./clock";
import { seriesLines } from "./model";
import classes from "./Scheduling.module.css";

const isSeries = (done: Booking | Series): done is Series => "booked" in done;

/** An occurrence that was not booked has no line of the server's: this browser's rules say when it would be. */
const missedText = (missed: Missed, zone: string, locale: string): string =>
  new Intl.DateTimeFormat(locale, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", timeZone: zone }).format(new Date(missed.startsAt));

function Line({ booking }: { booking: Booking }): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const isAsked = booking.state === "pending";
  return (
    <li className={classes["line"]} data-testid="line-booked">
      {isAsked ? <Hourglass size={18} aria-hidden="true" /> : <Check size={18} aria-hidden="true" />}
      <strong>{dayAndTimeText(booking.local.local, i18n.language)}</strong>
      <span className={classes["soft"]}>{t(`state.${booking.state}`)}</span>
    </li>
  );
}

interface BookedProps {
  done: Booking | Series;
  hostId: string;
  name: string;
  zone: string;
}

export function Booked({ done, hostId, name, zone }: BookedProps): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const booked = isSeries(done) ? done.booked : [done];
  const missed = isSeries(done) ? done.missed : [];
  const isAsked = booked.some(({ state }) => state === "pending");
  return (
    <section className={classes["booked"]} data-testid="booked" data-state={isAsked ? "asked" : "booked"}>
      <HomecomingScene className={classes["scene"]} />
      <Title order={2} ref={heading} tabIndex={-1}>
        {t(isAsked ? "booked.asked" : "booked.title", { count: booked.length })}
      </Title>
      <p className={classes["hint"]}>{t(isAsked ? "booked.askedHint" : "booked.hint", { name: isolated(name) })}</p>
      <ul className={classes["lines"]}>
        {seriesLines(booked, missed).map((line) =>
          "booking" in line ? (
            <Line key={line.startsAt} booking={line.booking} />
          ) : (
            <li key={line.startsAt} className={classes["line"]} data-missed="true" data-testid="line-missed">
              <CircleX size={18} aria-hidden="true" />
              <strong>{missedText(line.missed, zone, i18n.language)}</strong>
              <span>{t("booked.missed", { why: line.missed.detail })}</span>
            </li>
          ),
        )}
      </ul>
      {missed.length > 0 && <p className={classes["hint"]}>{t("booked.missedHint")}</p>}
      <div className={classes["deeds"]}>
        <Button renderRoot={(props) => <Link to="/calendar" {...props} />} data-testid="to-calendar">
          {t("booked.calendar")}
        </Button>
        <Button variant="light" renderRoot={(props) => <Link to="/mentors/$mentorId" params={{ mentorId: hostId }} {...props} />}>
          {t("booked.mentor", { name: isolated(name) })}
        </Button>
      </div>
    </section>
  );
}
