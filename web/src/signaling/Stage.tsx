/** The middle of the room: people, and what they share. */
import { type CSSProperties, type ReactNode, useCallback } from "react";
import { useTranslation } from "react-i18next";
import { shownName } from "../core/names";
import { CopyField } from "../core/ui/CopyField";
import { HarbourScene } from "../core/ui/scenes";
import type { CallView } from "./call";
import type { Layout } from "./aids/look";
import { Signs } from "./gestures/TileSigns";
import { speakerOf } from "./hotswap";
import { fitGrid } from "./layout";
import type { LocalState } from "./local";
import { Picture, Sound } from "./Sight";
import { type Cast, type Person, type Share, type StageMode, arrange } from "./stage";
import classes from "./Stage.module.css";
import { Tile } from "./Tile";
import { useSeenHeight, useSize } from "./use";

const GAP_PX = 12;

interface StageProps {
  cast: Cast;
  view: CallView;
  local: LocalState;
  layout: Layout;
  isSelfHidden: boolean;
  inviteUrl: string;
  unlocks: number;
  onBlocked: () => void;
  onHeight: (producerId: string, heightPx: number) => void;
  /** Where the people are a strip beside something else: everywhere, or on small screens only; null: nowhere. */
  strip: "always" | "narrow" | null;
  /** Keep somebody in view, or nobody. */
  onPin: (peerId: string | null) => void;
}

type PersonTileProps = Omit<StageProps, "cast" | "layout" | "isSelfHidden" | "inviteUrl" | "strip"> & { person: Person };

function PersonTile({ person, view, local, unlocks, onBlocked, onHeight, onPin }: PersonTileProps): ReactNode {
  const { t } = useTranslation("core");
  const nameOf = useTileName();
  const { cameraId, isSelf } = person;
  const remote = cameraId === null ? null : (view.tracks.get(cameraId) ?? null);
  const tellHeight = useCallback((px: number) => cameraId !== null && onHeight(cameraId, px), [cameraId, onHeight]);
  return (
    <Tile
      peerId={person.peerId}
      name={nameOf(person, shownName(person.name, t("somebody")))}
      isCamera={person.ownerId !== null}
      photoUrl={person.photoUrl}
      isSelf={isSelf}
      isMuted={person.isMuted}
      isSpeaking={person.isSpeaking}
      connection={person.connection}
      isSuspended={isSuspended(view, cameraId)}
      isPinned={person.isPinned}
      onPin={isSelf ? undefined : () => onPin(person.isPinned ? null : person.peerId)}
      badge={person.badge}
      video={isSelf ? (local.camera.isOn ? local.camera.track : null) : remote}
      onHeight={tellHeight}
    >
      <Signs shown={view.call.reactions} peerId={person.peerId} handPlace={person.handPlace} />
      {person.soundIds.map((producerId) => {
        const track = view.tracks.get(producerId);
        return track && <Sound key={producerId} track={track} speaker={speakerOf(local.devices, local.chosen)} unlocks={unlocks} onBlocked={onBlocked} />;
      })}
    </Tile>
  );
}

/** A second camera bears the name of whose it is; ours we know. */
function useTileName(): (person: Person, name: string) => string {
  const { t } = useTranslation("signaling");
  return ({ ownerId, isOurs }, name) => (ownerId === null ? name : isOurs ? t("companion.yours") : t("companion.of", { name }));
}

/** Is a picture held back because the connection has no room for it? */
function isSuspended({ consumers, call }: CallView, producerId: string | null): boolean {
  const consumerId = producerId === null ? undefined : consumers.get(producerId);
  return consumerId !== undefined && call.suspended.includes(consumerId);
}

interface ScreenTileProps {
  share: Share;
  track: MediaStreamTrack | null;
  /** Why it does not come; null: it does. */
  hindrance: "suspended" | "audioOnly" | null;
  onHeight: (producerId: string, heightPx: number) => void;
}

function ScreenTile({ share, track, hindrance, onHeight }: ScreenTileProps): ReactNode {
  const { t } = useTranslation("signaling");
  const { producerId } = share;
  const watch = useSeenHeight(useCallback((px: number) => producerId !== null && onHeight(producerId, px), [producerId, onHeight]));
  // Our whole screen has this page on it: shown here it would show itself without end.
  const isMirror = share.isSelf && track?.getSettings().displaySurface === "monitor";
  const label = share.isSelf ? t("room.yourScreen") : t("room.screenOf", { name: share.name });
  return (
    <figure ref={watch} className={classes["screen"]} data-testid="screen-tile" data-peer-id={share.peerId} data-self={share.isSelf} aria-label={label}>
      {isMirror && <p className={classes["mirror"]}>{t("room.wholeScreen")}</p>}
      {!isMirror && hindrance !== "audioOnly" && track && <Picture track={track} isWhole />}
      {hindrance !== null && <p className={classes["mirror"]}>{t(hindrance === "suspended" ? "room.suspendedScreen" : "aids.audioOnly.screen")}</p>}
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
  if (mode === "share" || mode === "side" || mode === "duo") return {};
  const { tileWidth, tileHeight } = fitGrid(count, size.width, size.height, GAP_PX);
  return { inlineSize: tileWidth, blockSize: tileHeight };
}

/** Why a share does not come to us; our own is always there. */
function hindranceOf(view: CallView, { isSelf, producerId }: Share): ScreenTileProps["hindrance"] {
  if (isSelf) return null;
  if (view.call.isAudioOnly) return "audioOnly";
  return isSuspended(view, producerId) ? "suspended" : null;
}

export function Stage(props: StageProps): ReactNode {
  const { cast, view, local, layout, isSelfHidden, inviteUrl, onHeight } = props;
  const { t } = useTranslation("signaling");
  const [measure, size] = useSize();
  const { mode, stars, strip: seats } = arrange(cast, { layout, lastSpeakerId: view.call.lastSpeakerId, isSelfHidden });
  const style = cellStyle(mode, seats.length + (mode === "alone" ? 1 : 0), size);
  const trackOf = (share: Share): MediaStreamTrack | null =>
    share.producerId === null ? local.screen.track : (view.tracks.get(share.producerId) ?? null);
  return (
    <section className={classes["stage"]} data-mode={mode} data-audio-only={view.call.isAudioOnly} data-strip={props.strip ?? undefined} aria-label={t("room.stage")}>
      {(mode === "share" || mode === "side") && (
        <div className={classes["shares"]}>
          {stars.map((star) => (
            <div key={star.peerId} className={classes["star"]} data-self={star.isSelf}>
              <PersonTile person={star} {...props} />
            </div>
          ))}
          {cast.shares.map((share) => (
            <ScreenTile key={`${share.peerId}-${share.producerId ?? "self"}`} share={share} track={trackOf(share)} hindrance={hindranceOf(view, share)} onHeight={onHeight} />
          ))}
        </div>
      )}
      <div className={classes["tiles"]} ref={measure} data-empty={seats.length === 0}>
        {seats.map((person) => (
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
