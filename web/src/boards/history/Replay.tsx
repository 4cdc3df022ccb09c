/** How a document came about, change by change, as a film that can be stopped anywhere. */
import { ActionIcon, Button, SegmentedControl, Tooltip } from "@mantine/core";
import { ArrowLeft, ArrowRight, Pause, Play as PlaySign, RefreshCw, RotateCcw } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { isolated, shownName } from "../../core/names";
import { Loading } from "../../core/ui/Loading";
import { Failed } from "../../core/ui/Failed";
import { HarbourScene } from "../../core/ui/scenes";
import classes from "./History.module.css";
import { type Past, momentWords } from "./model";
import { Still } from "./Still";
import type { Subject } from "./subject";
import { Timeline, docOf } from "./timeline";
import { type Play, usePast, usePlay } from "./use";

const SPEEDS = [1, 4, 16] as const;
/** What Page Up and Page Down go at least. */
const FAR = 10;

/** What people in it are called. */
function useNames(names: Past["names"]): (person: string | null) => string {
  const { t } = useTranslation("history");
  return (person) => (person === null ? t("replay.nobody") : isolated(shownName(names[person], t("somebody", { ns: "core" }))));
}

interface PlayedProps {
  past: Past;
  timeline: Timeline;
  play: Play;
  zone: string;
}

function useMomentWords({ past, timeline, play, zone }: PlayedProps): string {
  const { t, i18n } = useTranslation("history");
  const nameOf = useNames(past.names);
  const moment = timeline.moments[play.at - 1];
  if (moment === undefined) return t("replay.beginning");
  return t("replay.at", { when: momentWords(moment.at, zone, i18n.language), who: nameOf(moment.person) });
}

function PlayButton({ play, length }: { play: Play; length: number }): ReactNode {
  const { t } = useTranslation("history");
  const isOver = play.at >= length;
  const word = play.isPlaying ? t("replay.pause") : t(isOver ? "replay.again" : "replay.play");
  const Sign = play.isPlaying ? Pause : isOver ? RotateCcw : PlaySign;
  return (
    <Button radius="xl" leftSection={<Sign size={19} aria-hidden="true" />} onClick={play.toggle} data-testid="replay-play" data-playing={play.isPlaying}>
      {word}
    </Button>
  );
}

function Slider(played: PlayedProps): ReactNode {
  const { t } = useTranslation("history");
  const { play, timeline } = played;
  const words = useMomentWords(played);
  const far = Math.max(FAR, Math.round(timeline.length / 20));
  const press = (event: KeyboardEvent): void => {
    const step = { PageUp: far, PageDown: -far }[event.key];
    if (step === undefined && event.key !== " ") return;
    event.preventDefault();
    if (step === undefined) play.toggle();
    else play.go(play.at + step);
  };
  return (
    <input
      type="range"
      className={classes["slider"]}
      min={0}
      max={timeline.length}
      value={play.at}
      aria-label={t("replay.slider")}
      aria-valuetext={words}
      onChange={(event) => play.go(Number(event.currentTarget.value))}
      onKeyDown={press}
      data-testid="replay-slider"
    />
  );
}

function Controls(played: PlayedProps & { onRefresh: () => void }): ReactNode {
  const { t } = useTranslation("history");
  const { play, timeline, onRefresh } = played;
  const words = useMomentWords(played);
  const steps = [
    { word: t("replay.back"), Sign: ArrowLeft, to: play.at - 1, isOff: play.at === 0, id: "back" },
    { word: t("replay.on"), Sign: ArrowRight, to: play.at + 1, isOff: play.at >= timeline.length, id: "on" },
  ];
  return (
    <div className={classes["controls"]}>
      <p className={classes["moment"]} data-testid="replay-moment">
        <strong>{words}</strong> <span className={classes["meta"]}>{t("replay.step", { at: play.at, count: timeline.length })}</span>
      </p>
      <Slider {...played} />
      <div className={classes["buttons"]}>
        <PlayButton play={play} length={timeline.length} />
        {steps.map(({ word, Sign, to, isOff, id }) => (
          <Tooltip key={id} label={word}>
            <ActionIcon variant="default" radius="xl" size="xl" aria-label={word} disabled={isOff} onClick={() => play.go(to)} data-testid={`replay-${id}`}>
              <Sign size={19} aria-hidden="true" className={classes["flip"]} />
            </ActionIcon>
          </Tooltip>
        ))}
        <SegmentedControl aria-label={t("replay.speed")} value={String(play.speed)} onChange={(value) => play.setSpeed(Number(value))} data={SPEEDS.map((times) => ({ value: String(times), label: t("replay.times", { times }) }))} data-testid="replay-speed" />
        <Tooltip label={t("replay.refresh")}>
          <ActionIcon variant="subtle" color="gray" radius="xl" size="xl" aria-label={t("replay.refresh")} onClick={onRefresh} data-testid="replay-refresh">
            <RefreshCw size={18} aria-hidden="true" />
          </ActionIcon>
        </Tooltip>
      </div>
    </div>
  );
}

function Sittings({ past, timeline, play, zone }: PlayedProps): ReactNode {
  const { t, i18n } = useTranslation("history");
  const nameOf = useNames(past.names);
  const list = new Intl.ListFormat(i18n.language);
  return (
    <section className={classes["sittings"]} aria-labelledby="history-sittings">
      <h2 id="history-sittings">{t("replay.sittings")}</h2>
      <ol>
        {timeline.sittings.map(({ from, to, startsAt, people }) => (
          <li key={from}>
            <button type="button" aria-current={play.at > from && play.at <= to} onClick={() => play.go(to)} data-testid="sitting">
              <strong>{momentWords(startsAt, zone, i18n.language)}</strong>
              <span>{t("replay.sitting", { count: to - from, names: list.format(people.map(nameOf)) })}</span>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

interface FilmProps {
  subject: Subject;
  past: Past;
  zone: string;
  onRefresh: () => void;
}

function Film({ subject, past, zone, onRefresh }: FilmProps): ReactNode {
  const { t } = useTranslation("history");
  const timeline = useMemo(() => new Timeline(past.base, past.moments), [past]);
  const whole = useMemo(() => docOf(new Timeline(past.base, past.moments).state(past.moments.length)), [past]);
  const play = usePlay(timeline);
  const played = { past, timeline, play, zone };
  return (
    <div className={classes["film"]} data-kind={subject.kind}>
      <Still subject={subject} doc={timeline.at(play.at)} turn={play.at} whole={whole} />
      <Controls {...played} onRefresh={onRefresh} />
      <p className={classes["keys"]}>{t("replay.keys")}</p>
      <Sittings {...played} />
    </div>
  );
}

export function Replay({ subject, zone }: { subject: Subject; zone: string }): ReactNode {
  const { t } = useTranslation("history");
  const past = usePast(subject.name);
  if (past.isPending) return <Loading />;
  if (!past.data) return <Failed of={past} />;
  if (past.data.moments.length === 0) {
    return (
      <div className={classes["empty"]} data-testid="replay-empty">
        <HarbourScene className={classes["scene"]} />
        <h2>{t("replay.empty")}</h2>
        <p>{t("replay.emptyHint")}</p>
      </div>
    );
  }
  return <Film subject={subject} past={past.data} zone={zone} onRefresh={() => void past.refetch()} key={past.dataUpdatedAt} />;
}
