/** How a mentorship goes, for its two people: where it stands, goals, sessions, check-ins, who was there. */
import { Anchor, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { ArrowRight, Download, Lightbulb } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Failed } from "../core/ui/Failed";
import { Loading } from "../core/ui/Loading";
import { useNow } from "../core/useNow";
import { dayAndTime, shortDate, timeAgo } from "../core/when";
import { shownName } from "../core/names";
import type { Mentorship } from "../mentorships/api";
import { type PairProgress, type Part, tableUrl } from "./api";
import { Attendance } from "./Attendance";
import { GoalsChart } from "./GoalsChart";
import { LEADS, weeksLeft } from "./model";
import { Months } from "./Months";
import classes from "./Progress.module.css";
import { useProgress } from "./use";
import { Weeks } from "./Weeks";

function Fact({ name, children, hint }: { name: string; children: ReactNode; hint?: string | undefined }): ReactNode {
  return (
    <div className={classes["fact"]}>
      <dt>{name}</dt>
      <dd>
        {children}
        {hint !== undefined && <span className={classes["soft"]}>{hint}</span>}
      </dd>
    </div>
  );
}

function Term({ progress }: { progress: PairProgress }): ReactNode {
  const { t, i18n } = useTranslation("progress");
  const now = useNow();
  const until = progress.agreementEndsAt;
  if (until === null) return <Fact name={t("facts.agreement")}>{t("facts.notSigned")}</Fact>;
  const left = weeksLeft(until, now);
  const date = shortDate(new Date(until), i18n.language);
  return (
    <Fact name={t("facts.agreement")} hint={left > 0 && !progress.isOver ? t("facts.weeksLeft", { count: left }) : undefined}>
      {t(left > 0 ? "facts.until" : "facts.ranOut", { date })}
    </Fact>
  );
}

function Facts({ progress }: { progress: PairProgress }): ReactNode {
  const { t, i18n } = useTranslation("progress");
  const now = useNow();
  const { lastMetAt, nextAt } = progress;
  return (
    <dl className={classes["facts"]}>
      <Fact name={t("facts.lastMet")} hint={lastMetAt === null ? undefined : shortDate(new Date(lastMetAt), i18n.language)}>
        {lastMetAt === null ? t("facts.notYet") : timeAgo(new Date(lastMetAt), now, i18n.language)}
      </Fact>
      {!progress.isOver && (
        <Fact name={t("facts.next")} hint={nextAt === null ? undefined : timeAgo(new Date(nextAt), now, i18n.language)}>
          {nextAt === null ? t("facts.noNext") : dayAndTime(new Date(nextAt), i18n.language)}
        </Fact>
      )}
      <Term progress={progress} />
    </dl>
  );
}

function Hints({ progress, mentorshipId }: { progress: PairProgress; mentorshipId: string }): ReactNode {
  const { t } = useTranslation("progress");
  if (progress.hints.length === 0) return null;
  const words = (part: Part): string => {
    if (part === "cadence") return t("hints.cadence", { count: progress.sessionsAMonth });
    return t(part === "goals" && progress.goals === 0 ? "hints.noGoals" : `hints.${part}`);
  };
  return (
    <section className={classes["hints"]} aria-labelledby="hints-title" data-testid="progress-hints">
      <h3 id="hints-title">
        <Lightbulb size={18} aria-hidden="true" /> {t("hints.title")}
      </h3>
      <ul>
        {progress.hints.map((part) => (
          <li key={part} data-part={part}>
            <span>{words(part)}</span>
            <Anchor className={classes["lead"]} renderRoot={(props) => <Link to={`/mentorships/$mentorshipId/${LEADS[part]}`} params={{ mentorshipId }} {...props} />}>
              {t(`hints.go.${LEADS[part]}`)} <ArrowRight size={15} aria-hidden="true" className={classes["flip"]} />
            </Anchor>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Panel({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <section className={classes["panel"]} aria-label={title}>
      <Title order={2}>{title}</Title>
      {children}
    </section>
  );
}

export function ProgressPart({ pair }: { pair: Mentorship }): ReactNode {
  const { t } = useTranslation("progress");
  const core = useTranslation("core");
  const found = useProgress(pair.id);
  if (found.isPending) return <Loading />;
  if (!found.data) return <Failed of={found} />;
  const progress = found.data;
  const other = shownName(pair.other?.name, core.t("somebody"));
  const { isOver } = progress;
  return (
    <div className={classes["page"]} data-testid="progress" data-stage={progress.stage}>
      <section className={classes["now"]} aria-label={t(`stage.${progress.stage}`)}>
        <p className={classes["stage"]} data-testid="progress-stage">
          {t(`stage.${progress.stage}`)}
        </p>
        <Facts progress={progress} />
        <Hints progress={progress} mentorshipId={pair.id} />
      </section>
      <div className={classes["halves"]}>
        <div className={classes["column"]}>
          <Panel title={t("goals.title")}>
            <GoalsChart days={progress.days} mentorshipId={pair.id} isOver={isOver} />
          </Panel>
          <Panel title={t("checkIns.title")}>
            <Weeks weeks={progress.weeks} inARow={progress.weeksInARow} side={pair.side} other={other} mentorshipId={pair.id} isOver={isOver} />
          </Panel>
        </div>
        <div className={classes["column"]}>
          <Panel title={t("sessions.title")}>
            <Months months={progress.months} sessionsAMonth={progress.sessionsAMonth} isOver={isOver} />
          </Panel>
          <Panel title={t("attendance.title")}>
            <Attendance progress={progress} side={pair.side} other={other} />
          </Panel>
        </div>
      </div>
      <footer className={classes["foot"]}>
        <p className={classes["hint"]}>{t("privacy")}</p>
        <Anchor href={tableUrl(pair.id)} download className={classes["lead"]} data-testid="progress-download">
          <Download size={16} aria-hidden="true" /> {t("download")}
        </Anchor>
      </footer>
    </div>
  );
}
