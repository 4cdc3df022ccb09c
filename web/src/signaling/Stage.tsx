/** The middle of the room: people, and what they share. */
import { type CSSProperties, type ReactNode, useCallback } from "react";
import { useTranslation } from "react-i18next";
import { shownName } from "../core/names";
import { CopyField } from "../core/ui/CopyField";
import { HarbourScene } from "../core/ui/scenes";
import type { CallView } from "./call";
import { fitGrid } from "./layout";
import type { LocalState } from "./local";
import { Picture, Sound } from "./Sight";
import { type Cast, type Person, type Share, type StageMode, stageMode } from "./stage";
import classes from "./Stage.module.css";
import { Tile } from "./Tile";
import { useSize } from "./use";

const GAP_PX = 12;

interface StageProps {
  cast: Cast;
  view: CallView;
  local: LocalState;
  isSelfHidden: boolean;
  inviteUrl: string;
  unlocks: number;
  onBlocked: () => void;
  onHeight: (producerId: string, heightPx: number) => void;
}

type PersonTileProps = Omit<StageProps, "cast" | "isSelfHidden" | "inviteUrl"> & { person: Person };

function PersonTile({ person, view, local, unlocks, onBlocked, onHeight }: PersonTileProps): ReactNode {
  const { t } = useTranslation("core");
  const { cameraId, isSelf } = person;
  const remote = cameraId === null ? null : (view.tracks.get(cameraId) ?? null);
  const tellHeight = useCallback((px: number) => cameraId !== null && onHeight(cameraId, px), [cameraId, onHeight]);
  return (
    <Tile
      peerId={person.peerId}
      name={shownName(person.name, t("somebody"))}
      photoUrl={person.photoUrl}
      isSelf={isSelf}
      isMuted={person.isMuted}
      isSpeaking={person.isSpeaking}
      connection={person.connection}
      video={isSelf ? (local.camera.isOn ? local.camera.track : null) : remote}
      onHeight={tellHeight}
    >
      {person.soundIds.map((producerId) => {
        const track = view.tracks.get(producerId);
        return track && <Sound key={producerId} track={track} speaker={local.chosen.speaker} unlocks={unlocks} onBlocked={onBlocked} />;
      })}
    </Tile>
  );
}

function ScreenTile({ share, track }: { share: Share; track: MediaStreamTrack | null }): ReactNode {
  const { t } = useTranslation("signaling");
  // Our whole screen has this page on it: shown here it would show itself without end.
  const isMirror = share.isSelf && track?.getSettings().displaySurface === "monitor";
  const label = share.isSelf ? t("room.yourScreen") : t("room.screenOf", { name: share.name });
  return (
    <figure className={classes["screen"]} data-testid="screen-tile" data-peer-id={share.peerId} data-self={share.isSelf} aria-label={label}>
      {isMirror ? <p className={classes["mirror"]}>{t("room.wholeScreen")}</p> : track && <Picture track={track} isWhole />}
      <figcaption className={classes["screenName"]}>
        <bdi>{label}</bdi>
      </figcaption>
    </figure>
  );
}

function Alone({ inviteUrl }: { inviteUrl: string }): ReactNode {
  const { t } = useTranslation("signaling");
  return (
    <section className={classes["alone"]}>
      <HarbourScene className={classes["harbour"]} />
      <h2>{t("room.alone")}</h2>
      <p>{t("room.aloneHint")}</p>
      <CopyField label={t("room.link")} value={inviteUrl} testId="invite-link" />
    </section>
  );
}

/** Which tiles are in the flow of the grid; in a duo our own picture floats in a corner. */
function cellStyle(mode: StageMode, count: number, size: { width: number; height: number }): CSSProperties {
  if (mode === "share" || mode === "duo") return {};
  const { tileWidth, tileHeight } = fitGrid(count, size.width, size.height, GAP_PX);
  return { inlineSize: tileWidth, blockSize: tileHeight };
}

export function Stage(props: StageProps): ReactNode {
  const { cast, view, local, isSelfHidden, inviteUrl } = props;
  const { t } = useTranslation("signaling");
  const [measure, size] = useSize();
  const mode = stageMode(cast);
  const people = isSelfHidden && mode !== "alone" ? cast.people.filter(({ isSelf }) => !isSelf) : cast.people;
  const style = cellStyle(mode, people.length + (mode === "alone" ? 1 : 0), size);
  const trackOf = (share: Share): MediaStreamTrack | null =>
    share.producerId === null ? local.screen.track : (view.tracks.get(share.producerId) ?? null);
  return (
    <section className={classes["stage"]} data-mode={mode} aria-label={t("room.stage")}>
      {cast.shares.length > 0 && (
        <div className={classes["shares"]}>
          {cast.shares.map((share) => (
            <ScreenTile key={`${share.peerId}-${share.producerId ?? "self"}`} share={share} track={trackOf(share)} />
          ))}
        </div>
      )}
      <div className={classes["tiles"]} ref={measure}>
        {people.map((person) => (
          <div key={person.peerId} className={classes["cell"]} data-self={person.isSelf} style={style}>
            <PersonTile person={person} {...props} />
          </div>
        ))}
        {mode === "alone" && (
          <div className={classes["cell"]} style={style}>
            <Alone inviteUrl={inviteUrl} />
          </div>
        )}
      </div>
    </section>
  );
}
