/** One mentorship: how it goes, what the two agree on, and what either can do. */
import { Anchor, Button, Title } from "@mantine/core";
import { Link, useLocation } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { type ReactNode, useLayoutEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { shownName } from "../core/names";
import { FailedPage } from "../core/ui/FailedPage";
import { Loading } from "../core/ui/Loading";
import { Panel } from "../core/ui/Panel";
import { AdriftScene } from "../core/ui/scenes";
import { useTitle } from "../core/ui/useTitle";
import { useNow } from "../core/useNow";
import { shortDate } from "../core/when";
import { AgreementPart } from "./AgreementPart";
import type { Mentorship } from "./api";
import { HandOver } from "./HandOver";
import { Meetings } from "./Meetings";
import { type NextStep, isRunning, nextStep } from "./model";
import classes from "./Mentorships.module.css";
import { Drift, PairBadge, TimeBar, useNextWords } from "./PairCard";
import { type PauseBookings, PairSteps, ResumeButton } from "./PairSteps";
import { Said, Who } from "./parts";
import { usePair } from "./use";

export type PairPart = "overview" | "agreement" | "goals" | "boards" | "messages" | "sessions" | "progress";

/** The way to a time with a mentor; the domain above brings it. */
type Meet = (mentorId: string) => ReactNode;
/** The goals, the whiteboards and the sessions of the two, brought by the domain above. */
type Goals = (pair: Mentorship) => ReactNode;

interface Above {
  meet: Meet;
  booked: PauseBookings;
  /** What would help the two now. */
  helps: Goals;
}

interface PairPageProps extends Above {
  mentorshipId: string;
  part: PairPart;
  goals: Goals;
  boards: Goals;
  messages: Goals;
  /** How many messages wait to be read. */
  unread: (mentorshipId: string) => ReactNode;
  sessions: Goals;
  progress: Goals;
}

/** On a phone a long name is whole on the first page, and short on the others, where something else is read. */
function Head({ pair, isShort }: { pair: Mentorship; isShort: boolean }): ReactNode {
  const { t } = useTranslation("mentorships");
  return (
    <header className={classes["headline"]} data-short={isShort}>
      <Who fellow={pair.other} order={1} size="clamp(2.8rem, 11vw, 4.2rem)">
        <p className={classes["meta"]}>{pair.other ? t(`side.${pair.side === "mentee" ? "mentor" : "mentee"}`) : t("gone")}</p>
      </Who>
      <PairBadge pair={pair} />
    </header>
  );
}

/** The router marks the link of the page one is on, and only that one. */
const EXACT = { exact: true } as const;

function Tabs({ pair, unread }: { pair: Mentorship; unread: ReactNode }): ReactNode {
  const { t } = useTranslation("mentorships");
  const tabs = useRef<HTMLElement>(null);
  const here = useLocation({ select: ({ pathname }) => pathname });
  // On a phone they are wider than the page, and where one is must be seen. Only they move, not the page.
  useLayoutEffect(() => {
    const all = tabs.current;
    const one = all?.querySelector(`a[href="${CSS.escape(here)}"]`);
    if (!all || !one) return;
    const [outer, inner] = [all.getBoundingClientRect(), one.getBoundingClientRect()];
    all.scrollLeft += inner.left + inner.width / 2 - (outer.left + outer.width / 2);
    // oxlint-disable-next-line react/exhaustive-effect-dependencies, react/exhaustive-deps -- each page marks another tab
  }, [here]);
  const params = { mentorshipId: pair.id };
  return (
    <nav className={classes["tabs"]} aria-label={t("pair.tabs")} ref={tabs}>
      <Link to="/mentorships/$mentorshipId" params={params} activeOptions={EXACT} className={classes["tab"]}>
        {t("pair.overview")}
      </Link>
      <Link to="/mentorships/$mentorshipId/sessions" params={params} activeOptions={EXACT} className={classes["tab"]} data-testid="tab-sessions">
        {t("pair.sessions")}
      </Link>
      <Link to="/mentorships/$mentorshipId/goals" params={params} activeOptions={EXACT} className={classes["tab"]} data-testid="tab-goals">
        {t("pair.goals")}
      </Link>
      <Link to="/mentorships/$mentorshipId/boards" params={params} activeOptions={EXACT} className={classes["tab"]} data-testid="tab-boards">
        {t("pair.boards")}
      </Link>
      <Link to="/mentorships/$mentorshipId/progress" params={params} activeOptions={EXACT} className={classes["tab"]} data-testid="tab-progress">
        {t("pair.progress")}
      </Link>
      <Link to="/mentorships/$mentorshipId/messages" params={params} activeOptions={EXACT} className={classes["tab"]} data-testid="tab-messages">
        {t("pair.messages")}
        {unread}
      </Link>
      <Link to="/mentorships/$mentorshipId/agreement" params={params} activeOptions={EXACT} className={classes["tab"]} data-testid="tab-agreement">
        {t("pair.agreement")}
        {pair.agreement === "to_sign" && <span className={classes["dot"]} aria-hidden="true" />}
      </Link>
    </nav>
  );
}

const TO_AGREEMENT: ReadonlySet<NextStep> = new Set(["sign", "write", "wait", "renew"]);

function Next({ pair, meet }: { pair: Mentorship; meet: Meet }): ReactNode {
  const { t } = useTranslation("mentorships");
  const nextWords = useNextWords();
  const step = nextStep(pair, useNow());
  return (
    <section className={classes["nextCard"]} aria-label={t("next.heading")}>
      <p className={classes["next"]} data-testid="next-step">
        <strong>{t("next.heading")}:</strong> {nextWords(pair)}
      </p>
      {step === "resume" && <ResumeButton pair={pair} />}
      {TO_AGREEMENT.has(step) && (
        <Button size="sm" renderRoot={(props) => <Link to="/mentorships/$mentorshipId/agreement" params={{ mentorshipId: pair.id }} {...props} />}>
          {t("pair.agreement")}
        </Button>
      )}
      {pair.side === "mentee" && pair.other && meet(pair.other.id)}
      {(step === "meet" || step === "go_on") && pair.side === "mentor" && (
        <Button size="sm" renderRoot={(props) => <Link to="/" {...props} />}>
          {t("pair.session")}
        </Button>
      )}
    </section>
  );
}

function Over({ pair }: { pair: Mentorship }): ReactNode {
  const { t, i18n } = useTranslation("mentorships");
  if (pair.state !== "completed" && pair.state !== "ended") return null;
  return (
    <p className={classes["stage"]} role="status" data-testid="pair-over">
      {t(`pair.isOver.${pair.state}`, { date: shortDate(new Date(pair.endedAt ?? pair.endsAt), i18n.language) })}
    </p>
  );
}

function Overview({ pair, meet, booked, helps }: Above & { pair: Mentorship }): ReactNode {
  const { t } = useTranslation("mentorships");
  return (
    <>
      {isRunning(pair) ? <Next pair={pair} meet={meet} /> : <Over pair={pair} />}
      {helps(pair)}
      <HandOver pair={pair} />
      <div className={classes["halves"]}>
        <section className={classes["panel"]} aria-label={t("pair.time")}>
          <Title order={2}>{t("pair.time")}</Title>
          <TimeBar pair={pair} />
          {pair.extendedTimes > 0 && <p className={classes["meta"]}>{t("pair.extended", { count: pair.extendedTimes })}</p>}
        </section>
        <section className={classes["panel"]} aria-label={t("pair.cadence")}>
          <Title order={2}>{t("pair.cadence")}</Title>
          <Drift pair={pair} />
        </section>
      </div>
      <section className={classes["panel"]}>
        <Said title={t("goals")} text={pair.goals} />
      </section>
      <Meetings pair={pair} />
      <PairSteps pair={pair} booked={booked} />
    </>
  );
}

function BackToList(): ReactNode {
  const { t } = useTranslation("mentorships");
  return (
    <Anchor className={classes["back"]} renderRoot={(props) => <Link to="/mentorships" {...props} />}>
      <ArrowLeft size={17} aria-hidden="true" className={classes["flip"]} /> {t("pair.back")}
    </Anchor>
  );
}

export function PairPage({ mentorshipId, part, meet, booked, helps, goals, boards, messages, unread, sessions, progress }: PairPageProps): ReactNode {
  const { t } = useTranslation("mentorships");
  const core = useTranslation("core");
  const pair = usePair(mentorshipId);
  useTitle(pair.data ? shownName(pair.data.other?.name, core.t("somebody")) : t("title"));
  if (pair.isPending) return <Loading />;
  if (!pair.data) {
    return (
      <FailedPage of={pair}>
        <Panel title={t("pair.goneTitle")} scene={<AdriftScene />}>
          <p>{t("pair.goneHint")}</p>
          <BackToList />
        </Panel>
      </FailedPage>
    );
  }
  const above: Partial<Record<PairPart, Goals>> = { goals, boards, messages, sessions, progress };
  return (
    <main className={classes["page"]} id="main">
      <BackToList />
      <Head pair={pair.data} isShort={part !== "overview"} />
      <Tabs pair={pair.data} unread={unread(pair.data.id)} />
      {part === "overview" && <Overview pair={pair.data} meet={meet} booked={booked} helps={helps} />}
      {part === "agreement" && <AgreementPart pair={pair.data} />}
      {above[part]?.(pair.data)}
    </main>
  );
}
