/** What was kept of one session, on its card; nothing when there are none. */
import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { FileText, Film } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNumerals } from "../core/numerals";
import { dayAndTime } from "../core/when";
import { clockTime } from "./model";
import classes from "./Recordings.module.css";
import { useStateWords } from "./StateWords";
import { useRecordings, useTranscripts } from "./use";

const SHOWN = 3;

export function CardRecordings({ roomId }: { roomId: string }): ReactNode {
  const numerals = useNumerals();
  const { t, i18n } = useTranslation("recordings");
  const words = useStateWords();
  const all = (useRecordings().data ?? []).filter((recording) => recording.roomId === roomId);
  const texts = (useTranscripts().data ?? []).filter((text) => text.roomId === roomId && !text.isLive);
  if (all.length + texts.length === 0) return null;
  return (
    <section className={classes["onCard"]} aria-label={t("list.ofSession")}>
      <ul>
        {all.slice(0, SHOWN).map((recording) => (
          <li key={recording.id} className={classes["line"]} data-testid="card-recording" data-state={recording.state}>
            <Film size={18} aria-hidden="true" />
            <span className={classes["lineWords"]}>
              {dayAndTime(new Date(recording.startedAt), i18n.language)} · {recording.state === "ready" ? numerals(clockTime(recording.durationMs)) : words(recording)}
            </span>
            <Anchor renderRoot={(props) => <Link to="/recordings/$recordingId" params={{ recordingId: recording.id }} {...props} />}>
              {t(recording.state === "ready" ? "list.watch" : "list.open")}
            </Anchor>
          </li>
        ))}
        {texts.slice(0, SHOWN).map((text) => (
          <li key={text.id} className={classes["line"]} data-testid="card-transcript">
            <FileText size={18} aria-hidden="true" />
            <span className={classes["lineWords"]}>
              {dayAndTime(new Date(text.startedAt), i18n.language)} · {t("text.list.lines", { count: text.lineCount })}
            </span>
            <Anchor renderRoot={(props) => <Link to="/transcripts/$transcriptId" params={{ transcriptId: text.id }} {...props} />}>{t("text.list.read")}</Anchor>
          </li>
        ))}
        {Math.max(all.length, texts.length) > SHOWN && (
          <li>
            <Anchor renderRoot={(props) => <Link to="/recordings" {...props} />}>{t("list.all")}</Anchor>
          </li>
        )}
      </ul>
    </section>
  );
}
