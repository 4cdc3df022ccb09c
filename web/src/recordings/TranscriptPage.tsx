/** What was said in one session: read, taken along, deleted. */
import { Anchor, Button, Title } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { ArrowLeft, Captions, Eraser, FileText, Film, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { isRefused } from "../core/errors";
import { FailedPage } from "../core/ui/FailedPage";
import { Loading } from "../core/ui/Loading";
import { Panel } from "../core/ui/Panel";
import { AdriftScene } from "../core/ui/scenes";
import { useTitle } from "../core/ui/useTitle";
import { type Transcript, transcriptCaptionsUrl, transcriptTextUrl } from "./api";
import { Met, Until } from "./Kept";
import classes from "./Recordings.module.css";
import { Confirm } from "../core/ui/Confirm";
import { useDeleteOwnWords, useDeleteTranscript, useTranscript } from "./use";
import { Words } from "./Words";

function Goodbye({ transcript }: { transcript: Transcript }): ReactNode {
  const { t } = useTranslation("recordings");
  const navigate = useNavigate();
  const [asked, setAsked] = useState<"own" | "all" | null>(null);
  const own = useDeleteOwnWords();
  const all = useDeleteTranscript();
  const hasOwn = transcript.lines.some((line) => transcript.speakers.some(({ id, isYou }) => isYou && id === line.speakerId));
  const close = (): void => setAsked(null);
  const leave = (): void => void navigate({ to: "/recordings" });
  return (
    <div className={classes["goodbye"]}>
      <Button variant="subtle" color="clay" leftSection={<Eraser size={18} aria-hidden="true" />} disabled={!hasOwn} onClick={() => setAsked("own")} data-testid="own-delete">
        {t("text.page.own")}
      </Button>
      <Button variant="subtle" color="clay" leftSection={<Trash2 size={18} aria-hidden="true" />} onClick={() => setAsked("all")} data-testid="transcript-delete">
        {t("text.page.delete")}
      </Button>
      {!hasOwn && <span className={classes["meta"]}>{t("text.page.ownNone")}</span>}
      <Confirm isOpen={asked === "own"} onClose={close} title={t("text.page.ownAsk")} word={t("text.page.ownDo")} onDo={() => own.mutate(transcript.id, { onSuccess: close })} isPending={own.isPending} error={own.error} testId="own-delete-do">
        <p>{t("text.page.ownHint")}</p>
      </Confirm>
      <Confirm isOpen={asked === "all"} onClose={close} title={t("text.page.deleteAsk")} word={t("text.page.deleteDo")} onDo={() => all.mutate(transcript.id, { onSuccess: leave })} isPending={all.isPending} error={all.error} testId="transcript-delete-do">
        <p>{t("text.page.deleteHint")}</p>
      </Confirm>
    </div>
  );
}

function Downloads({ transcript: { id, recordingId } }: { transcript: Transcript }): ReactNode {
  const { t } = useTranslation("recordings");
  return (
    <div className={classes["downloads"]}>
      {recordingId !== null && (
        <Button leftSection={<Film size={18} aria-hidden="true" />} renderRoot={(props) => <Link to="/recordings/$recordingId" params={{ recordingId }} {...props} />}>
          {t("text.page.watch")}
        </Button>
      )}
      <Button component="a" variant="light" href={transcriptTextUrl(id)} download leftSection={<FileText size={18} aria-hidden="true" />} data-testid="download-text">
        {t("text.page.asText")}
      </Button>
      <Button component="a" variant="light" href={transcriptCaptionsUrl(id)} download leftSection={<Captions size={18} aria-hidden="true" />} data-testid="download-vtt">
        {t("text.page.asCaptions")}
      </Button>
    </div>
  );
}

function Shown({ transcript }: { transcript: Transcript }): ReactNode {
  const { t } = useTranslation("recordings");
  useTitle(transcript.title);
  const { title, isLive } = transcript;
  return (
    <main className={classes["page"]} id="main">
      <Anchor className={classes["back"] ?? ""} renderRoot={(props) => <Link to="/recordings" {...props} />}>
        <ArrowLeft size={16} aria-hidden="true" className={classes["flip"] ?? ""} /> {t("page.toList")}
      </Anchor>
      <header>
        <p className={classes["kicker"]}>{t("text.page.lines")}</p>
        <Title order={1}>
          <bdi>{title}</bdi>
        </Title>
        <p className={classes["lead"]}>
          <Met kept={transcript} />
          <Until kept={transcript} />
        </p>
      </header>
      {isLive ? (
        <p className={classes["waiting"]} role="status">
          {t("text.page.still")}
        </p>
      ) : (
        <>
          <Downloads transcript={transcript} />
          <Words transcript={transcript} onJump={null} />
          <Goodbye transcript={transcript} />
        </>
      )}
    </main>
  );
}

export function TranscriptPage({ transcriptId }: { transcriptId: string }): ReactNode {
  const { t } = useTranslation("recordings");
  const transcript = useTranscript(transcriptId);
  if (isRefused(transcript.error) && [404, 422].includes(transcript.error.status)) {
    return (
      <Panel title={t("text.page.gone")} scene={<AdriftScene />}>
        <p>{t("text.page.goneHint")}</p>
        <Button renderRoot={(props) => <Link to="/recordings" {...props} />}>{t("page.toList")}</Button>
      </Panel>
    );
  }
  if (transcript.isPending) return <Loading />;
  return transcript.data ? <Shown transcript={transcript.data} /> : <FailedPage of={transcript} />;
}
