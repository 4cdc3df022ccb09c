/** One recording: watched, downloaded, deleted; or how far it is. */
import { Anchor, Button, Progress, Title } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { ArrowLeft, Download, Trash2 } from "lucide-react";
import { type ReactNode, type RefObject, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { isRefused } from "../core/errors";
import { Loading } from "../core/ui/Loading";
import { FailedPage } from "../core/ui/FailedPage";
import { Notice } from "../core/ui/Notice";
import { Panel } from "../core/ui/Panel";
import { AdriftScene } from "../core/ui/scenes";
import { useTitle } from "../core/ui/useTitle";
import { type Part, type Recorded, captionsUrl, fileUrl, partUrl } from "./api";
import { sizeText } from "../core/sizes";
import { Met, Until } from "./Kept";
import { isLive, percent } from "./model";
import classes from "./Recordings.module.css";
import { useStateWords } from "./StateWords";
import { Confirm } from "../core/ui/Confirm";
import { useDeleteRecording, useRecording, useTranscript } from "./use";
import { Words } from "./Words";
import { type Line, guessedSeconds, secondsIn } from "./words";

const SOURCES = ["microphone", "camera", "screen", "screen_audio"] as const;
type SourceWord = (typeof SOURCES)[number];
const sourceWord = (source: string): SourceWord => SOURCES.find((known) => known === source) ?? "camera";

function Waiting({ recording }: { recording: Recorded }): ReactNode {
  const { t } = useTranslation("recordings");
  const words = useStateWords();
  if (recording.state === "failed") return <Notice title={t("state.failed")}>{t("page.failedHint")}</Notice>;
  return (
    <div className={classes["waiting"]} data-testid="recording-waiting">
      <p className={classes["hint"]} role="status">
        {isLive(recording) ? t("page.stillOn") : t("page.notReady")}
      </p>
      {!isLive(recording) && (
        <>
          <Progress value={percent(recording)} size="lg" radius="xl" aria-label={t("page.progress")} />
          <p className={classes["meta"]}>{words(recording)}</p>
        </>
      )}
    </div>
  );
}

function PartLine({ recording, part }: { recording: Recorded; part: Part }): ReactNode {
  const { t, i18n } = useTranslation("recordings");
  return (
    <li className={classes["part"]}>
      <span>
        <bdi>{t(`page.part.${sourceWord(part.source)}`, { who: part.who })}</bdi> <small>{sizeText(part.bytes, i18n.language)}</small>
      </span>
      <Anchor href={partUrl(recording.id, part.number)} download>
        {t("page.download")}
      </Anchor>
    </li>
  );
}

function Parts({ recording }: { recording: Recorded }): ReactNode {
  const { t } = useTranslation("recordings");
  if (recording.parts.length === 0 || isLive(recording)) return null;
  return (
    <section className={classes["parts"]}>
      <Title order={2}>{t("page.parts")}</Title>
      <p className={classes["hint"]}>{t("page.partsHint")}</p>
      <ul className={classes["rows"]}>
        {recording.parts.map((part) => (
          <PartLine key={part.number} recording={recording} part={part} />
        ))}
      </ul>
    </section>
  );
}

function DeleteButton({ recording }: { recording: Recorded }): ReactNode {
  const { t } = useTranslation("recordings");
  const navigate = useNavigate();
  const remove = useDeleteRecording();
  const [isAsking, setAsking] = useState(false);
  const close = (): void => setAsking(false);
  return (
    <>
      <Button variant="subtle" color="clay" leftSection={<Trash2 size={18} aria-hidden="true" />} onClick={() => setAsking(true)} data-testid="recording-delete">
        {t("page.delete")}
      </Button>
      <Confirm isOpen={isAsking} onClose={close} title={t("page.deleteAsk")} word={t("page.deleteDo")} onDo={() => remove.mutate(recording.id, { onSuccess: () => void navigate({ to: "/recordings" }) })} isPending={remove.isPending} error={remove.error} testId="recording-delete-do">
        <p>{t("page.deleteHint")}</p>
      </Confirm>
    </>
  );
}

interface PlayerProps {
  recording: Recorded;
  video: RefObject<HTMLVideoElement | null>;
}

function Player({ recording: { id, title, transcriptId }, video }: PlayerProps): ReactNode {
  const { t, i18n } = useTranslation("recordings");
  return (
    <video ref={video} className={classes["player"]} src={fileUrl(id)} controls preload="metadata" aria-label={t("page.player", { title })} data-testid="player">
      {transcriptId !== null && <track kind="captions" src={captionsUrl(id)} srcLang={i18n.language} label={t("text.page.track")} default />}
    </video>
  );
}

const wordsOf = (cue: TextTrackCue): string => ("getCueAsHTML" in cue ? ((cue as VTTCue).getCueAsHTML().textContent ?? "") : "");

function playFrom(player: HTMLVideoElement | null, line: Line, guess: number): void {
  const cues = [...(player?.textTracks[0]?.cues ?? [])].map((cue) => ({ startTime: cue.startTime, text: wordsOf(cue) }));
  const seconds = secondsIn(cues, line, guess);
  if (player === null || seconds === null) return;
  player.currentTime = seconds;
  void player.play().catch(() => undefined);
  player.scrollIntoView({ block: "nearest" });
}

/** The words beside the picture, where both were kept; a line leads to its moment. */
function SaidIn({ recording, video }: PlayerProps): ReactNode {
  const { t } = useTranslation("recordings");
  const transcript = useTranscript(recording.transcriptId).data;
  const transcriptId = recording.transcriptId;
  if (!transcript || transcriptId === null) return null;
  const jump = (line: Line): void => playFrom(video.current, line, guessedSeconds(transcript.startedAt, line, recording.startedAt));
  return (
    <section className={classes["section"]}>
      <Title order={2}>{t("text.page.lines")}</Title>
      <Words transcript={transcript} onJump={jump} deeds={<Anchor renderRoot={(props) => <Link to="/transcripts/$transcriptId" params={{ transcriptId }} {...props} />}>{t("text.page.read")}</Anchor>} />
    </section>
  );
}

function Shown({ recording }: { recording: Recorded }): ReactNode {
  const { t, i18n } = useTranslation("recordings");
  useTitle(recording.title);
  const { id, title, state, bytes } = recording;
  const isReady = state === "ready";
  const video = useRef<HTMLVideoElement>(null);
  return (
    <main className={classes["page"]} id="main">
      <Anchor className={classes["back"] ?? ""} renderRoot={(props) => <Link to="/recordings" {...props} />}>
        <ArrowLeft size={16} aria-hidden="true" /> {t("page.toList")}
      </Anchor>
      <header>
        <Title order={1}>
          <bdi>{title}</bdi>
        </Title>
        <p className={classes["lead"]}>
          <Met kept={recording} />
        </p>
      </header>
      {isReady ? <Player recording={recording} video={video} /> : <Waiting recording={recording} />}
      <div className={classes["deeds"]}>
        {isReady && (
          <Button component="a" href={fileUrl(id)} download leftSection={<Download size={18} aria-hidden="true" />}>
            {t("page.download")}
          </Button>
        )}
        <span className={classes["meta"]}>
          {bytes > 0 && sizeText(bytes, i18n.language)}
          <Until kept={recording} />
        </span>
        {!isLive(recording) && <DeleteButton recording={recording} />}
      </div>
      {isReady && <SaidIn recording={recording} video={video} />}
      <Parts recording={recording} />
    </main>
  );
}

export function RecordingPage({ recordingId }: { recordingId: string }): ReactNode {
  const { t } = useTranslation("recordings");
  const recording = useRecording(recordingId);
  if (isRefused(recording.error) && [404, 422].includes(recording.error.status)) {
    return (
      <Panel title={t("page.gone")} scene={<AdriftScene />}>
        <p>{t("page.goneHint")}</p>
        <Button renderRoot={(props) => <Link to="/recordings" {...props} />}>{t("page.toList")}</Button>
      </Panel>
    );
  }
  if (recording.isPending) return <Loading />;
  return recording.data ? <Shown recording={recording.data} /> : <FailedPage of={recording} />;
}
