/** Everything somebody has on both sides: what waits for them, whom they have asked, who goes with them. */
import { Button, Title, UnstyledButton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../accounts/use";
import { useSay } from "../core/explain";
import { Failed } from "../core/ui/Failed";
import { Loading } from "../core/ui/Loading";
import { Notice } from "../core/ui/Notice";
import { HarbourScene, WaitingScene } from "../core/ui/scenes";
import { useTitle } from "../core/ui/useTitle";
import { shortDate } from "../core/when";
import { useMentee, useMentor } from "../profiles/use";
import type { Mentorship, Request } from "./api";
import { LineCard, PastRequests } from "./LineCard";
import { type Desk, type Line, deskOf, pastOf, runningOf } from "./model";
import classes from "./Mentorships.module.css";
import { PairCard, PastPair } from "./PairCard";
import { MENTORS_PATH, Who } from "./parts";
import { ToAnswer } from "./RequestCard";
import { useBlocks, usePairs, useRequests, useUnblock } from "./use";

function Section({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <section className={classes["section"]}>
      <Title order={2}>{title}</Title>
      <ul className={classes["cards"]}>{children}</ul>
    </section>
  );
}

function Folded({ title, children }: { title: string; children: ReactNode }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <section className={classes["section"]}>
      <UnstyledButton className={classes["fold"]} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {title}
      </UnstyledButton>
      {isOpen && children}
    </section>
  );
}

function MenteeEmpty(): ReactNode {
  const { t } = useTranslation("mentorships");
  const isReady = useMentee().data?.completeness.isReady;
  if (isReady === undefined) return null;
  return (
    <div className={classes["empty"]} data-testid="empty-mentee">
      <HarbourScene className={classes["scene"]} />
      <Title order={2}>{t("empty.mentee")}</Title>
      <p className={classes["hint"]}>{t(isReady ? "empty.menteeFind" : "empty.menteeProfile")}</p>
      {isReady ? (
        <Button renderRoot={(props) => <Link to={MENTORS_PATH} {...props} />}>{t("empty.toMentors")}</Button>
      ) : (
        <Button renderRoot={(props) => <Link to="/profile/mentee" search={{}} {...props} />}>{t("empty.toProfile")}</Button>
      )}
    </div>
  );
}

function MentorEmpty(): ReactNode {
  const { t } = useTranslation("mentorships");
  const isReady = useMentor().data?.completeness.isReady;
  if (isReady === undefined) return null;
  return (
    <div className={classes["empty"]} data-testid="empty-mentor">
      <WaitingScene className={classes["scene"]} isLit={isReady} />
      <Title order={2}>{t("empty.mentor")}</Title>
      <p className={classes["hint"]}>{t(isReady ? "empty.mentorWait" : "empty.mentorProfile")}</p>
      <Button variant={isReady ? "light" : "filled"} renderRoot={(props) => <Link to="/profile/mentor" search={{}} {...props} />}>
        {t(isReady ? "empty.toOfferAgain" : "empty.toOffer")}
      </Button>
    </div>
  );
}

/** What to do first, for each side on which there is nothing yet. */
function Empty({ desk, running }: { desk: Desk; running: readonly Mentorship[] }): ReactNode {
  const roles = useMe().data?.roles ?? [];
  const has = (side: Request["side"]): boolean => running.some((one) => one.side === side) || desk.toAnswer.some((one) => one.side === side);
  const isMenteeEmpty = roles.includes("mentee") && !has("mentee") && desk.lines.length === 0;
  const isMentorEmpty = roles.includes("mentor") && !has("mentor");
  if (!isMenteeEmpty && !isMentorEmpty) return null;
  return (
    <div className={classes["empties"]}>
      {isMenteeEmpty && <MenteeEmpty />}
      {isMentorEmpty && <MentorEmpty />}
    </div>
  );
}

function PastLines({ lines }: { lines: readonly Line[] }): ReactNode {
  const { t } = useTranslation("mentorships");
  if (lines.length === 0) return null;
  return (
    <Folded title={t("line.past", { count: lines.length })}>
      <ul className={classes["cards"]}>
        {lines.map((line) => (
          <li key={line.id} className={classes["card"]}>
            <PastRequests requests={line.past} />
          </li>
        ))}
      </ul>
    </Folded>
  );
}

function Answered({ requests }: { requests: readonly Request[] }): ReactNode {
  const { t, i18n } = useTranslation("mentorships");
  if (requests.length === 0) return null;
  const said = ({ state }: Request): string => t(`answeredState.${state}`);
  return (
    <Folded title={t("answered.title", { count: requests.length })}>
      <ul className={classes["cards"]}>
        {requests.map((one) => (
          <li key={one.id} className={classes["row"]} data-testid="answered-request">
            <Who fellow={one.other} size="2.4rem">
              <p className={classes["meta"]}>
                {said(one)} {one.endedAt && <>· {shortDate(new Date(one.endedAt), i18n.language)}</>}
              </p>
            </Who>
          </li>
        ))}
      </ul>
    </Folded>
  );
}

function Blocked(): ReactNode {
  const { t, i18n } = useTranslation("mentorships");
  const blocks = useBlocks().data ?? [];
  const unblock = useUnblock();
  const say = useSay();
  if (blocks.length === 0) return null;
  return (
    <Folded title={t("blocks.title", { count: blocks.length })}>
      <ul className={classes["cards"]}>
        {blocks.map(({ person, blockedAt }) => (
          <li key={person.id} className={classes["row"]}>
            <Who fellow={person} size="2.4rem">
              <p className={classes["meta"]}>{t("blocks.since", { date: shortDate(new Date(blockedAt), i18n.language) })}</p>
            </Who>
            <Button size="sm" variant="light" loading={unblock.isPending && unblock.variables === person.id} onClick={() => unblock.mutate(person.id)} data-testid="unblock">
              {t("blocks.undo")}
            </Button>
          </li>
        ))}
      </ul>
      {unblock.error && <Notice>{say(unblock.error)}</Notice>}
    </Folded>
  );
}

/** How a mentorship goes, in a line that the domain above brings. */
type Glance = (mentorshipId: string) => ReactNode;

function Lists({ glance }: { glance: Glance }): ReactNode {
  const { t } = useTranslation("mentorships");
  const requests = useRequests();
  const pairs = usePairs();
  if (requests.isPending || pairs.isPending) return <Loading />;
  if (!requests.data) return <Failed of={requests} />;
  if (!pairs.data) return <Failed of={pairs} />;
  const desk = deskOf(requests.data);
  const running = runningOf(pairs.data);
  const past = pastOf(pairs.data);
  return (
    <>
      <ToAnswer requests={desk.toAnswer} />
      {running.length > 0 && (
        <Section title={t("running.heading")}>
          {running.map((one) => (
            <PairCard key={one.id} pair={one} glance={glance(one.id)} />
          ))}
        </Section>
      )}
      {desk.lines.length > 0 && (
        <Section title={t("line.heading")}>
          {desk.lines.map((one) => (
            <LineCard key={one.id} line={one} />
          ))}
        </Section>
      )}
      <Empty desk={desk} running={running} />
      {past.length > 0 && (
        <Section title={t("past.heading")}>
          {past.map((one) => (
            <PastPair key={one.id} pair={one} />
          ))}
        </Section>
      )}
      <PastLines lines={desk.pastLines} />
      <Answered requests={desk.answered} />
      <Blocked />
    </>
  );
}

export function MentorshipsPage({ glance }: { glance: Glance }): ReactNode {
  const { t } = useTranslation("mentorships");
  useTitle(t("title"));
  return (
    <main className={classes["page"]} id="main">
      <header>
        <Title order={1}>{t("title")}</Title>
        <p className={classes["lead"]}>{t("lead")}</p>
      </header>
      <Lists glance={glance} />
    </main>
  );
}
