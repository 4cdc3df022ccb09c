/** What was kept of one session, on its card; nothing when there are none. */
import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { FileText, Film } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNumerals } from "../core/numerals";
import { KeptLine } from "./Kept";
import { clockTime } from "./model";
import classes from "./Recordings.module.css";
import { useStateWords } from "./StateWords";
import { useRecordings, useTranscripts } from "./use";

const SHOWN = 3;

export function CardRecordings({ roomId }: { roomId: string }): ReactNode {
  const numerals = useNumerals();
  const { t } = useTranslation("recordings");
  const words = useStateWords();
  const all = (useRecordings().data ?? []).filter((recording) => recording.roomId === roomId);
  const texts = (useTranscripts().data ?? []).filter((text) => text.roomId === roomId && !text.isLive);
  if (all.length + texts.length === 0) return null;
  return (
    <section className={classes["onCard"]} aria-label={t("list.ofSession")}>
      <ul>
        {all.slice(0, SHOWN).map((one) => (
          <KeptLine key={one.id} sign={<Film size={18} aria-hidden="true" />} startedAt={one.startedAt} words={one.state === "ready" ? numerals(clockTime(one.durationMs)) : words(one)} state={one.state} testId="card-recording">
            <Anchor renderRoot={(props) => <Link to="/recordings/$recordingId" params={{ recordingId: one.id }} {...props} />}>{t(one.state === "ready" ? "list.watch" : "list.open")}</Anchor>
          </KeptLine>
        ))}
        {texts.slice(0, SHOWN).map((one) => (
          <KeptLine key={one.id} sign={<FileText size={18} aria-hidden="true" />} startedAt={one.startedAt} words={t("text.list.lines", { count: one.lineCount })} testId="card-transcript">
            <Anchor renderRoot={(props) => <Link to="/transcripts/$transcriptId" params={{ transcriptId: one.id }} {...props} />}>{t("text.list.read")}</Anchor>
          </KeptLine>
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
