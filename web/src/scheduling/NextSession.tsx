/** The next session, on the page one lands on. */
import { Anchor, Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { CalendarPlus } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../accounts/use";
import { isolated, shownName } from "../core/names";
import { timeAgo } from "../core/when";
import { usePairs } from "../mentorships/use";
import { Join, StateBadge } from "./BookingCard";
import { dateOf, dayText, rangeText } from "./clock";
import { nextOf, otherOf, toAnswerCount } from "./model";
import { Leaf } from "./parts";
import classes from "./Scheduling.module.css";
import { useBookings, useSeconds } from "./use";

function ToAnswer({ count }: { count: number }): ReactNode {
  const { t } = useTranslation("scheduling");
  if (count === 0) return null;
  return (
    <Anchor className={classes["due"]} renderRoot={(props) => <Link to="/calendar" {...props} />}>
      {t("next.toAnswer", { count })}
    </Anchor>
  );
}

/** For whoever has a mentor and no date with them. */
function BookOne(): ReactNode {
  const { t } = useTranslation("scheduling");
  const core = useTranslation("core");
  const pair = (usePairs().data ?? []).find(({ side, state, other }) => side === "mentee" && state === "active" && other !== null);
  if (!pair?.other) return null;
  const mentorId = pair.other.id;
  return (
    <section className={classes["next"]} aria-label={t("next.title")} data-testid="next-book">
      <CalendarPlus size={26} aria-hidden="true" className={classes["nextIcon"]} />
      <p className={classes["nextWords"]}>
        <strong>{t("next.none", { name: isolated(shownName(pair.other.name, core.t("somebody"))) })}</strong>
        <span className={classes["soft"]}>{t("next.noneHint")}</span>
      </p>
      <Button renderRoot={(props) => <Link to="/mentors/$mentorId/book" params={{ mentorId }} {...props} />}>{t("open")}</Button>
    </section>
  );
}

export function NextSession(): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const core = useTranslation("core");
  const isHere = useMe().data !== null;
  const now = useSeconds();
  const bookings = useBookings(isHere).data;
  if (!bookings) return null;
  const next = nextOf(bookings, now);
  if (!next) return <BookOne />;
  const name = isolated(shownName(otherOf(next).name, core.t("somebody")));
  const locale = i18n.language;
  return (
    <section className={classes["next"]} aria-label={t("next.title")} data-testid="next-session">
      <Leaf date={dateOf(next.local.local)} />
      <div className={classes["nextWords"]}>
        <strong>{next.kind === "pair" ? t("next.with", { name }) : next.title}</strong>
        <span>
          {dayText(next.local.local, locale)}, {rangeText(next.local.local, next.minutes, locale)} · <span className={classes["soft"]}>{timeAgo(new Date(next.startsAt), now, locale)}</span>
        </span>
        <ToAnswer count={toAnswerCount(bookings)} />
      </div>
      <div className={classes["nextDeeds"]}>
        {next.state === "pending" && <StateBadge state={next.state} />}
        <Join session={next} />
        <Button variant="light" renderRoot={(props) => <Link to="/calendar" {...props} />}>
          {t("next.calendar")}
        </Button>
      </div>
    </section>
  );
}
