/** A session before and after the call: its agenda and notes, and what somebody writes for themselves. */
import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../accounts/use";
import { Failed } from "../../core/ui/Failed";
import { FailedPage } from "../../core/ui/FailedPage";
import { Loading } from "../../core/ui/Loading";
import { Panel } from "../../core/ui/Panel";
import { AdriftScene } from "../../core/ui/scenes";
import { useTitle } from "../../core/ui/useTitle";
import { dayAndTime } from "../../core/when";
import { usePair } from "../../mentorships/use";
import { useDesk } from "../use";
import { AgendaPanel } from "./AgendaPanel";
import type { Agenda } from "./api";
import { PrivateNotes } from "./PrivateNotes";
import { useAgenda } from "./session";
import classes from "./Space.module.css";

interface InsideProps {
  agenda: Agenda;
  me: { id: string; name: string };
}

function OfMentorship({ agenda, me, mentorshipId }: InsideProps & { mentorshipId: string }): ReactNode {
  const pair = usePair(mentorshipId);
  const desk = useDesk(me.id, mentorshipId);
  if (pair.isLoadingError) return <Failed of={pair} />;
  if (!pair.data || desk === null) return <Loading />;
  return <AgendaPanel agenda={agenda} me={me} ours={{ desk, pair: pair.data }} />;
}

function Back({ mentorshipId }: { mentorshipId: string | null }): ReactNode {
  const { t } = useTranslation("space");
  const sign = <ArrowLeft size={17} aria-hidden="true" className={classes["flip"]} />;
  if (mentorshipId === null) {
    return (
      <Anchor className={classes["back"]} renderRoot={(props) => <Link to="/calendar" {...props} />}>
        {sign} {t("backToCalendar")}
      </Anchor>
    );
  }
  return (
    <Anchor className={classes["back"]} renderRoot={(props) => <Link to="/mentorships/$mentorshipId/sessions" params={{ mentorshipId }} {...props} />}>
      {sign} {t("back")}
    </Anchor>
  );
}

function Inside({ agenda, me }: InsideProps): ReactNode {
  const { t, i18n } = useTranslation("space");
  const heading = t("page.heading", { when: dayAndTime(new Date(agenda.startsAt), i18n.language) });
  useTitle(heading);
  return (
    <main className={classes["pageOf"]} id="main">
      <Back mentorshipId={agenda.mentorshipId} />
      <h1>{heading}</h1>
      {agenda.role === "read" && <p className={classes["hint"]}>{t("page.off")}</p>}
      <div className={classes["columns"]}>
        {agenda.mentorshipId === null ? <AgendaPanel agenda={agenda} me={me} ours={null} /> : <OfMentorship agenda={agenda} me={me} mentorshipId={agenda.mentorshipId} />}
        <aside className={classes["aside"]}>
          <PrivateNotes person={me.id} doc={agenda.privateDoc} />
        </aside>
      </div>
    </main>
  );
}

export function SessionPage({ bookingId }: { bookingId: string }): ReactNode {
  const { t } = useTranslation("space");
  const me = useMe().data;
  const agenda = useAgenda(bookingId);
  if (agenda.error && !agenda.data) {
    return (
      <FailedPage of={agenda}>
        <Panel title={t("page.goneTitle")} scene={<AdriftScene />}>
          <p>{t("page.goneHint")}</p>
          <Back mentorshipId={null} />
        </Panel>
      </FailedPage>
    );
  }
  return agenda.data && me ? <Inside agenda={agenda.data} me={me} /> : <Loading />;
}
