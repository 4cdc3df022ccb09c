/** Every session in which one was recorded. */
import { Button, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Loading } from "../core/ui/Loading";
import { Failed } from "../core/ui/Failed";
import { HarbourScene } from "../core/ui/scenes";
import { useTitle } from "../core/ui/useTitle";
import { dayAndTime, shortDate } from "../core/when";
import type { Recorded } from "./api";
import { clockTime } from "./model";
import classes from "./Recordings.module.css";
import { useStateWords } from "./StateWords";
import { useRecordings } from "./use";

function Row({ recording }: { recording: Recorded }): ReactNode {
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
          {dayAndTime(new Date(startedAt), i18n.language)} · {clockTime(durationMs)} · <bdi>{t("list.with", { names })}</bdi>
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
    </main>
  );
}
