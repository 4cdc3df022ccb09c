/** Every session in which one was recorded, or whose words were kept. */
import { Anchor, Button, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Loading } from "../core/ui/Loading";
import { Failed } from "../core/ui/Failed";
import { HarbourScene } from "../core/ui/scenes";
import { useTitle } from "../core/ui/useTitle";
import type { Recorded, TranscriptBrief } from "./api";
import { KeptRow } from "./Kept";
import classes from "./Recordings.module.css";
import { useStateWords } from "./StateWords";
import { useRecordings, useTranscripts } from "./use";

function Row({ recording }: { recording: Recorded }): ReactNode {
  const { t } = useTranslation("recordings");
  const words = useStateWords();
  const { id, state } = recording;
  return (
    <KeptRow kept={recording} Heading="h2" words={words(recording)} state={state} testId="recording-row">
      <Button size="sm" variant={state === "ready" ? "filled" : "light"} renderRoot={(props) => <Link to="/recordings/$recordingId" params={{ recordingId: id }} {...props} />}>
        {t(state === "ready" ? "list.watch" : "list.open")}
      </Button>
    </KeptRow>
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
  const { t } = useTranslation("recordings");
  const { id, lineCount, isLive } = text;
  return (
    <KeptRow kept={text} Heading="h3" words={isLive ? t("text.list.live") : t("text.list.lines", { count: lineCount })} testId="transcript-row">
      <Button size="sm" variant="light" renderRoot={(props) => <Link to="/transcripts/$transcriptId" params={{ transcriptId: id }} {...props} />}>
        {t("text.list.read")}
      </Button>
    </KeptRow>
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
