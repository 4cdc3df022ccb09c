/** What the server plays to everybody: heard without a tile, shown in the head of the room, stopped by whoever may. */
import { useNumerals } from "../core/numerals";
import { ActionIcon } from "@mantine/core";
import { Square, Volume2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { shownName } from "../core/names";
import { usePageMs } from "../core/useEachSecond";
import { clockOf } from "./announcing";
import type { CallView } from "./call";
import type { CallState } from "./model";
import classes from "./NowPlaying.module.css";
import { Sound } from "./Sight";
import type { PlayingView } from "./socket";

/** Seconds that are left, once a second, counted from when we learnt of it: clocks of two machines differ. */
function useLeft({ leftMs }: PlayingView): number {
  const [begunMs] = useState(() => performance.now());
  return (leftMs - (usePageMs() - begunMs)) / 1000;
}

interface PillProps {
  playing: PlayingView;
  mayStop: boolean;
  onStop: (announcementId: string) => void;
}

function Pill({ playing, mayStop, onStop }: PillProps): ReactNode {
  const { t } = useTranslation("signaling");
  const core = useTranslation("core");
  const numerals = useNumerals();
  const left = useLeft(playing);
  const name = shownName(playing.byName, core.t("somebody"));
  return (
    <div className={classes["pill"]} role="group" aria-label={t("playing.label")} data-testid="now-playing">
      <Volume2 size={17} aria-hidden="true" className={classes["icon"]} />
      <span className={classes["words"]}>
        <bdi className={classes["title"]}>{playing.title}</bdi>
        <span className={classes["by"]}>{t("playing.by", { name })}</span>
      </span>
      <span className={classes["left"]} role="timer" aria-label={t("playing.left")}>
        {numerals(clockOf(left))}
      </span>
      {mayStop && (
        <ActionIcon className={classes["stop"]} variant="transparent" size="md" aria-label={t("playing.stop")} title={t("playing.stop")} onClick={() => onStop(playing.announcementId)} data-testid="stop-playing">
          <Square size={14} fill="currentColor" aria-hidden="true" />
        </ActionIcon>
      )}
    </div>
  );
}

interface NowPlayingProps {
  call: CallState;
  onStop: (announcementId: string) => void;
}

export function NowPlaying({ call, onStop }: NowPlayingProps): ReactNode {
  const file = call.playing.find(({ kind }) => kind === "file");
  if (!file || call.phase === "ended") return null;
  return <Pill key={`${file.announcementId} ${file.leftMs}`} playing={file} mayStop={call.role === "host" || file.byPeerId === call.selfId} onStop={onStop} />;
}

interface SoundsProps {
  view: CallView;
  speaker: string | null;
  unlocks: number;
  onBlocked: () => void;
}

/** The sounds themselves; they belong to nobody who has a tile. */
export function PlayedSounds({ view, ...sound }: SoundsProps): ReactNode {
  return view.call.playing.map(({ producerId }) => {
    const track = view.tracks.get(producerId);
    return track && <Sound key={producerId} track={track} {...sound} />;
  });
}
