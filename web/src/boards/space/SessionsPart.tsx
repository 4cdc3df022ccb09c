/** The sessions of a mentorship, to come and past, each with what is on its agenda. */
import { Link } from "@tanstack/react-router";
import { Check, Circle } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Loading } from "../../core/ui/Loading";
import { Failed } from "../../core/ui/Failed";
import { HarbourScene } from "../../core/ui/scenes";
import { useNow } from "../../core/useNow";
import { dayAndTime } from "../../core/when";
import type { Mentorship } from "../../mentorships/api";
import type { Session } from "./api";
import { isOff, sorted } from "./model";
import { useSessions } from "./session";
import classes from "./Space.module.css";

function Topics({ session, isPast }: { session: Session; isPast: boolean }): ReactNode {
  const { t } = useTranslation("space");
  if (session.topicCount === 0) return <p className={classes["hint"]}>{t(isPast ? "sessions.noTopicsPast" : "sessions.noTopics")}</p>;
  const left = session.topicCount - session.topics.length;
  return (
    <ul className={classes["glimpse"]}>
      {session.topics.map((topic, at) => (
        // oxlint-disable-next-line react/no-array-index-key -- they are shown in order and have no other key
        <li key={at} data-done={topic.isDone}>
          {topic.isDone ? <Check size={16} role="img" aria-label={t("sessions.talked")} /> : <Circle size={12} aria-hidden="true" />}
          <bdi>{topic.title}</bdi>
        </li>
      ))}
      {left > 0 && <li className={classes["hint"]}>{t("sessions.more", { count: left })}</li>}
    </ul>
  );
}

function Card({ session, isPast }: { session: Session; isPast: boolean }): ReactNode {
  const { t, i18n } = useTranslation("space");
  const mark = isOff(session) ? "sessions.off" : session.state === "pending" ? "sessions.waits" : null;
  return (
    <li className={classes["card"]} data-off={isOff(session)} data-testid="session">
      <Link to="/bookings/$bookingId/agenda" params={{ bookingId: session.bookingId }} className={classes["cardLink"]} data-testid="session-open">
        {dayAndTime(new Date(session.startsAt), i18n.language)}
      </Link>
      <span className={classes["hint"]}>
        {t("sessions.minutes", { count: session.minutes })}
        {mark && ` · ${t(mark)}`}
      </span>
      <Topics session={session} isPast={isPast} />
    </li>
  );
}

function List({ title, sessions, isPast }: { title: string; sessions: readonly Session[]; isPast: boolean }): ReactNode {
  if (sessions.length === 0) return null;
  return (
    <section className={classes["section"]} aria-label={title}>
      <h2>{title}</h2>
      <ul className={classes["cards"]}>
        {sessions.map((one) => (
          <Card key={one.bookingId} session={one} isPast={isPast} />
        ))}
      </ul>
    </section>
  );
}

export function SessionsPart({ pair }: { pair: Mentorship }): ReactNode {
  const { t } = useTranslation("space");
  const now = useNow();
  const sessions = useSessions(pair.id);
  if (sessions.isPending) return <Loading />;
  if (!sessions.data) return <Failed of={sessions} />;
  const { coming, past } = sorted(sessions.data, now);
  if (coming.length + past.length === 0) {
    return (
      <div className={classes["empty"]} data-testid="sessions-empty">
        <HarbourScene className={classes["scene"]} />
        <h2>{t("sessions.none")}</h2>
        <p className={classes["hint"]}>{t("sessions.noneHint")}</p>
      </div>
    );
  }
  return (
    <>
      <List title={t("sessions.coming")} sessions={coming} isPast={false} />
      <List title={t("sessions.past")} sessions={past} isPast />
    </>
  );
}
