/** What coordinators must look at: notes addressed to them, and reports of what everybody can read. */
import { Badge, Button, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { Loading } from "../core/ui/Loading";
import { Failed } from "../core/ui/Failed";
import { Notice } from "../core/ui/Notice";
import { shortDate } from "../core/when";
import type { ModeratorsNote, Reported } from "./api";
import classes from "./Feedback.module.css";
import { useName } from "./parts";
import { useHandle, useJudge, useModeration } from "./use";

function NoteItem({ programmeId, note }: { programmeId: string; note: ModeratorsNote }): ReactNode {
  const { t, i18n } = useTranslation("feedback");
  const say = useSay();
  const name = useName();
  const handle = useHandle(programmeId);
  return (
    <li className={classes["review"]} data-testid="moderators-note" data-handled={note.handledAt !== null}>
      <Badge className={classes["flag"] ?? ""} color="clay" variant="light" tt="none" styles={{ root: { height: "auto", maxWidth: "100%" }, label: { whiteSpace: "normal" } }}>
        {t("moderation.flag")} · {t(`moderators.matters.${note.matter}`)}
      </Badge>
      <p className={classes["quote"]} dir="auto">
        {note.text}
      </p>
      <p className={classes["meta"]}>
        {t("moderation.from", { author: name(note.author), other: name(note.other) })} · {shortDate(new Date(note.at), i18n.language)}
      </p>
      {handle.error && <Notice>{say(handle.error)}</Notice>}
      {note.handledAt === null ? (
        <div className={classes["deeds"]}>
          <Button size="sm" variant="light" loading={handle.isPending} onClick={() => handle.mutate(note.id)} data-testid="note-handle">
            {t("moderation.handle")}
          </Button>
        </div>
      ) : (
        <p className={classes["meta"]}>{t("moderation.handled", { day: shortDate(new Date(note.handledAt), i18n.language) })}</p>
      )}
    </li>
  );
}

function Judgement({ programmeId, report }: { programmeId: string; report: Reported }): ReactNode {
  const { t, i18n } = useTranslation("feedback");
  const say = useSay();
  const judge = useJudge(programmeId);
  if (report.judgedAt !== null) return <p className={classes["meta"]}>{t(report.isUpheld ? "moderation.hidden" : "moderation.kept", { day: shortDate(new Date(report.judgedAt), i18n.language) })}</p>;
  return (
    <>
      {judge.error && <Notice>{say(judge.error)}</Notice>}
      <div className={classes["deeds"]}>
        <Button size="sm" color="clay" variant="light" loading={judge.isPending} onClick={() => judge.mutate({ reportId: report.id, isUpheld: true })} data-testid="report-hide">
          {t("moderation.hide")}
        </Button>
        <Button size="sm" variant="subtle" disabled={judge.isPending} onClick={() => judge.mutate({ reportId: report.id, isUpheld: false })} data-testid="report-keep">
          {t("moderation.keep")}
        </Button>
      </div>
    </>
  );
}

function ReportItem({ programmeId, report }: { programmeId: string; report: Reported }): ReactNode {
  const { t } = useTranslation("feedback");
  const name = useName();
  const words = report.target === "review" ? report.text : report.reply;
  const people = { by: name(report.by), author: name(report.author), mentor: name(report.mentor) };
  return (
    <li className={classes["review"]} data-testid="report">
      <p className={classes["meta"]}>{t(report.target === "review" ? "moderation.by" : "moderation.byReply", people)}</p>
      <strong>{t(`reviews.reasons.${report.reason}`)}</strong>
      {report.words !== "" && <p dir="auto">{report.words}</p>}
      {words === null ? (
        <p className={classes["hint"]}>{t("moderation.takenBack")}</p>
      ) : (
        <p className={classes["quote"]} dir="auto">
          {words}
        </p>
      )}
      <Judgement programmeId={programmeId} report={report} />
    </li>
  );
}

export function ModerationTab({ programmeId }: { programmeId: string }): ReactNode {
  const { t } = useTranslation("feedback");
  const found = useModeration(programmeId);
  if (found.isPending) return <Loading />;
  if (!found.data) return <Failed of={found} />;
  const { notes, reports } = found.data;
  return (
    <div className={classes["part"]} data-testid="moderation">
      <Title order={2}>{t("moderation.title")}</Title>
      <p className={classes["hint"]}>{t("moderation.hint")}</p>
      {notes.length === 0 && <p className={classes["meta"]}>{t("moderation.none")}</p>}
      <ul className={classes["rows"]}>
        {notes.map((note) => (
          <NoteItem key={note.id} programmeId={programmeId} note={note} />
        ))}
      </ul>
      <Title order={2}>{t("moderation.reports")}</Title>
      <p className={classes["hint"]}>{reports.length === 0 ? t("moderation.reportsNone") : t("moderation.reportsHint")}</p>
      <ul className={classes["rows"]}>
        {reports.map((report) => (
          <ReportItem key={report.id} programmeId={programmeId} report={report} />
        ))}
      </ul>
    </div>
  );
}
