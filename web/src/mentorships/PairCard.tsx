/** One mentorship on the list: with whom, what for, how it goes, what to do next. */
import { Badge, Button, Progress } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { ArrowRight } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "../core/useNow";
import { shortDate, timeAgo } from "../core/when";
import type { Mentorship } from "./api";
import { driftWord, nextStep, passed } from "./model";
import classes from "./Mentorships.module.css";
import { InProgramme, MENTORS_PATH, Who, useName } from "./parts";

const COLOUR = { active: "olive", paused: "sun", completed: "aegean", ended: "gray" } as const;

export function PairBadge({ pair }: { pair: Mentorship }): ReactNode {
  const { t, i18n } = useTranslation("mentorships");
  const words = pair.pausedUntil ? t("pausedUntil", { date: shortDate(new Date(pair.pausedUntil), i18n.language) }) : t(`state.${pair.state}`);
  return (
    <Badge color={COLOUR[pair.state]} variant="light" size="lg" tt="none" styles={{ label: { color: "var(--ink)" } }} data-testid="pair-state" data-state={pair.state}>
      {words}
    </Badge>
  );
}

export function Drift({ pair }: { pair: Mentorship }): ReactNode {
  const { t, i18n } = useTranslation("mentorships");
  const now = useNow();
  const { planned, held, missing, lastMetAt } = pair.drift;
  const word = driftWord(pair.drift);
  const last = lastMetAt ? t("drift.last", { when: timeAgo(new Date(lastMetAt), now, i18n.language) }) : t("drift.never");
  return (
    <p className={classes["drift"]} data-drift={word} data-testid="drift">
      <strong>{word === "early" ? t("drift.early", { count: pair.sessionsAMonth }) : t("drift.held", { held, planned })}</strong>
      <span>{last}.</span>
      {word === "behind" && <span>{t("drift.behind", { count: missing })}</span>}
      {word === "good" && <span>{t("drift.good")}</span>}
    </p>
  );
}

export function TimeBar({ pair }: { pair: Mentorship }): ReactNode {
  const { t, i18n } = useTranslation("mentorships");
  const now = useNow();
  const { week, weeks, percent } = passed(pair, now);
  const day = (moment: string): string => shortDate(new Date(moment), i18n.language);
  return (
    <div className={classes["time"]}>
      <span className={classes["timeWords"]}>
        <strong>{t("week", { week, weeks })}</strong>
        <span>{t("dates", { from: day(pair.startedAt), to: day(pair.endsAt) })}</span>
      </span>
      <Progress value={percent} radius="xl" size="md" color={pair.state === "paused" ? "sun" : "aegean"} aria-label={t("timeOver")} />
    </div>
  );
}

export function useNextWords(): (pair: Mentorship) => string {
  const { t, i18n } = useTranslation("mentorships");
  const nameOf = useName();
  const now = useNow();
  return (pair) => {
    const step = nextStep(pair, now);
    const moment = step === "renew" ? pair.agreementEndsAt : pair.endsAt;
    const when = timeAgo(new Date(moment ?? pair.endsAt), now, i18n.language);
    return t(`next.${step}`, { name: nameOf(pair.other), when });
  };
}

/** `glance`: how it goes, in a line that the domain above brings. */
export function PairCard({ pair, glance }: { pair: Mentorship; glance: ReactNode }): ReactNode {
  const { t } = useTranslation("mentorships");
  const nextWords = useNextWords();
  return (
    <li className={classes["card"]} data-testid="pair-card">
      <div className={classes["headline"]}>
        <Who fellow={pair.other} order={3}>
          <p className={classes["meta"]}>{t(`side.${pair.side === "mentee" ? "mentor" : "mentee"}`)}</p>
          <InProgramme id={pair.programme} />
        </Who>
        <PairBadge pair={pair} />
      </div>
      <p className={classes["clamped"]} dir="auto">
        {pair.goals}
      </p>
      <div className={classes["halves"]}>
        <TimeBar pair={pair} />
        <Drift pair={pair} />
      </div>
      {glance}
      <div className={classes["nextRow"]}>
        <p className={classes["next"]} data-testid="next-step">
          <strong>{t("next.heading")}:</strong> {nextWords(pair)}
        </p>
        <Button size="sm" variant="light" rightSection={<ArrowRight size={16} aria-hidden="true" className={classes["flip"]} />} renderRoot={(props) => <Link to="/mentorships/$mentorshipId" params={{ mentorshipId: pair.id }} {...props} />} data-testid="pair-open">
          {t("open")}
        </Button>
      </div>
    </li>
  );
}

export function PastPair({ pair }: { pair: Mentorship }): ReactNode {
  const { t, i18n } = useTranslation("mentorships");
  const day = (moment: string): string => shortDate(new Date(moment), i18n.language);
  return (
    <li className={classes["row"]} data-testid="past-pair">
      <Who fellow={pair.other} size="2.4rem">
        <p className={classes["meta"]}>
          {t(`side.${pair.side === "mentee" ? "mentor" : "mentee"}`)} · {t("dates", { from: day(pair.startedAt), to: day(pair.endedAt ?? pair.endsAt) })}
          {pair.isNewMentorAsked && <> · {t("past.looking")}</>}
        </p>
      </Who>
      <span className={classes["rowDeeds"]}>
        {pair.isNewMentorAsked && (
          <Button size="sm" renderRoot={(props) => <Link to={MENTORS_PATH} {...props} />}>
            {t("past.find")}
          </Button>
        )}
        <PairBadge pair={pair} />
        <Button size="sm" variant="subtle" renderRoot={(props) => <Link to="/mentorships/$mentorshipId" params={{ mentorshipId: pair.id }} {...props} />}>
          {t("open")}
        </Button>
      </span>
    </li>
  );
}
