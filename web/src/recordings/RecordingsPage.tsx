/** Every session in which one was recorded, or whose words were kept. */
import { Anchor, Button, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNumerals } from "../core/numerals";
import { Loading } from "../core/ui/Loading";
import { Failed } from "../core/ui/Failed";
import { HarbourScene } from "../core/ui/scenes";
import { useTitle } from "../core/ui/useTitle";
import { dayAndTime, shortDate } from "../core/when";
import type { Recorded, TranscriptBrief } from "./api";
import { clockTime } from "./model";
import classes from "./Recordings.module.css";
import { useStateWords } from "./StateWords";
import { useRecordings, useTranscripts } from "./use";

function Row({ recording }: { recording: Recorded }): ReactNode {
  const numerals = useNumerals();
  const { t, i18n } = useTranslation("recordings");
  const words = useStateWords();
  const { id, state, title, startedAt, expiresAt, durationMs, people } = recording;
  const names = new Intl.ListFormat(i18n.language).format(people);
  return (
    <li className={classes["row"]} data-testid="recording-row" data-state={state}>
      <div className={classes["words"]}>
        <h2 className={classes["title"]}>
          <bdi>{title}</bdi>
        </h2>
        <p className={classes["meta"]}>
          {dayAndTime(new Date(startedAt), i18n.language)} · {numerals(clockTime(durationMs))} · <bdi>{t("list.with", { names })}</bdi>
        </p>
        <p className={classes["meta"]}>
          {words(recording)}
          {expiresAt !== null && ` · ${t("list.expires", { date: shortDate(new Date(expiresAt), i18n.language) })}`}
        </p>
      </div>
      <Button size="sm" variant={state === "ready" ? "filled" : "light"} renderRoot={(props) => <Link to="/recordings/$recordingId" params={{ recordingId: id }} {...props} />}>
        {t(state === "ready" ? "list.watch" : "list.open")}
      </Button>
    </li>
  );
}

function Rows(): ReactNode {
  const { t } = useTranslation("recordings");
  const recordings = useRecordings();
  if (recordings.isPending) return <Loading />;
  if (!recordings.data) return <Failed of={recordings} />;
  if (recordings.data.length === 0) {
    return (
      <div className={classes["empty"]}>
        <HarbourScene className={classes["scene"]} />
        <Title order={2}>{t("list.empty")}</Title>
        <p className={classes["hint"]}>{t("list.emptyHint")}</p>
      </div>
    );
  }
  return (
    <ul className={classes["rows"]}>
      {recordings.data.map((recording) => (
        <Row key={recording.id} recording={recording} />
      ))}
    </ul>
  );
}

function TextRow({ text }: { text: TranscriptBrief }): ReactNode {
  const numerals = useNumerals();
  const { t, i18n } = useTranslation("recordings");
  const { id, title, startedAt, expiresAt, durationMs, people, lineCount, isLive } = text;
  return (
    <li className={classes["row"]} data-testid="transcript-row">
      <div className={classes["words"]}>
        <h3 className={classes["title"]}>
          <bdi>{title}</bdi>
        </h3>
        <p className={classes["meta"]}>
          {dayAndTime(new Date(startedAt), i18n.language)} · {numerals(clockTime(durationMs))} · <bdi>{t("list.with", { names: new Intl.ListFormat(i18n.language).format(people) })}</bdi>
        </p>
        <p className={classes["meta"]}>
          {isLive ? t("text.list.live") : t("text.list.lines", { count: lineCount })}
          {expiresAt !== null && ` · ${t("list.expires", { date: shortDate(new Date(expiresAt), i18n.language) })}`}
        </p>
      </div>
      <Button size="sm" variant="light" renderRoot={(props) => <Link to="/transcripts/$transcriptId" params={{ transcriptId: id }} {...props} />}>
        {t("text.list.read")}
      </Button>
    </li>
  );
}

function Texts(): ReactNode {
  const { t } = useTranslation("recordings");
  const texts = useTranscripts().data ?? [];
  if (texts.length === 0) return null;
  return (
    <section className={classes["section"]} aria-labelledby="texts">
      <header>
        <Title order={2} id="texts">
          {t("text.list.title")}
        </Title>
        <p className={classes["lead"]}>{t("text.list.lead")}</p>
      </header>
      <ul className={classes["rows"]}>
        {texts.map((text) => (
          <TextRow key={text.id} text={text} />
        ))}
      </ul>
    </section>
  );
}

export function RecordingsPage(): ReactNode {
  const { t } = useTranslation("recordings");
  useTitle(t("list.title"));
  return (
    <main className={classes["page"]} id="main">
      <header>
        <Title order={1}>{t("list.title")}</Title>
        <p className={classes["lead"]}>{t("list.lead")}</p>
      </header>
      <Rows />
      <Texts />
      <Anchor renderRoot={(props) => <Link to="/consents" {...props} />} data-testid="to-consents">
        {t("consents.title")}
      </Anchor>
    </main>
  );
}
