/** Before a session, and beside its agenda: what became of the goals since the last one, and what is due next. Nothing where there is nothing to say. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { plainDate, shortDate } from "../../core/when";
import { groupsOf } from "../digest";
import type { SinceLast as Since } from "./api";
import { useRoomSession, useSinceLast } from "./session";
import classes from "./SinceLast.module.css";

const MOST_NEXT = 3;

function Done({ steps }: { steps: Since["steps"] }): ReactNode {
  const { t } = useTranslation("goals");
  return groupsOf(steps).map((group) => (
    <li key={group.what}>
      <span className={classes["what"]}>{t(`digests.${group.what}`, { count: group.steps.length })}</span>{" "}
      <bdi>{group.steps.map(({ line }) => line.title || t("untitled")).join(" · ")}</bdi>
    </li>
  ));
}

function Next({ lines }: { lines: Since["next"] }): ReactNode {
  const { t, i18n } = useTranslation("space");
  const goals = useTranslation("goals");
  if (lines.length === 0) return null;
  return (
    <li>
      <span className={classes["what"]}>{t("since.next")}</span>{" "}
      {lines.slice(0, MOST_NEXT).map(({ id, title, due }) => (
        <span key={id} className={classes["next"]}>
          <bdi>{title || goals.t("untitled")}</bdi>
          {due !== null && <span className={classes["due"]}> · {plainDate(due, i18n.language)}</span>}
        </span>
      ))}
    </li>
  );
}

function Card({ since }: { since: Since }): ReactNode {
  const { t, i18n } = useTranslation("space");
  const { endedAt, steps, next } = since;
  if (steps.length + next.length === 0) return null;
  const title = endedAt === null ? t("since.first") : t("since.title", { day: shortDate(new Date(endedAt), i18n.language) });
  return (
    <section className={classes["card"]} aria-label={title} data-testid="since-last">
      <h2 className={classes["title"]}>{title}</h2>
      <ul className={classes["list"]}>
        <Done steps={steps} />
        <Next lines={next} />
      </ul>
    </section>
  );
}

export function SinceOf({ bookingId }: { bookingId: string | null }): ReactNode {
  const since = useSinceLast(bookingId);
  return since && <Card since={since} />;
}

export function SinceLast({ roomId }: { roomId: string }): ReactNode {
  const session = useRoomSession(roomId, true);
  return <SinceOf bookingId={session !== null && session.mentorshipId !== null ? session.bookingId : null} />;
}
