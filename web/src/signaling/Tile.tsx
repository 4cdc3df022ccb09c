/** One person in the room: picture or portrait, name, and how they are. */
import { Loader, UnstyledButton } from "@mantine/core";
import { MicOff, Pin, PinOff, Smartphone } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Portrait } from "../core/ui/Portrait";
import type { Badge } from "../quality/badge";
import { Signal } from "../quality/Signal";
import { Picture } from "./Sight";
import type { Connection } from "./socket";
import classes from "./Tile.module.css";
import { useSeenHeight } from "./use";

interface TileProps {
  peerId: string;
  name: string;
  /** A picture of things, not of somebody: shown whole. */
  isCamera: boolean;
  photoUrl: string | null;
  isSelf: boolean;
  isMuted: boolean;
  isSpeaking: boolean;
  connection: Connection;
  badge?: Badge | null;
  video: MediaStreamTrack | null;
  /** The picture is held back: the connection has no room for it. */
  isSuspended: boolean;
  isPinned: boolean;
  onPin?: (() => void) | undefined;
  /** Tells the picture's height in device pixels, 0 when it is out of sight, so that no more than needed is sent. */
  onHeight?: ((heightPx: number) => void) | undefined;
  children?: ReactNode;
}

function PinButton({ name, isPinned, onPin }: { name: string; isPinned: boolean; onPin: () => void }): ReactNode {
  const { t } = useTranslation("signaling");
  const Icon = isPinned ? PinOff : Pin;
  return (
    <UnstyledButton className={classes["pin"]} aria-pressed={isPinned} aria-label={t("room.pin", { name })} onClick={onPin} data-testid="pin">
      <Icon size={17} aria-hidden="true" />
    </UnstyledButton>
  );
}

/** Why there is no living picture at this moment. */
function Hindrance({ connection, isSuspended }: { connection: Connection; isSuspended: boolean }): ReactNode {
  const { t } = useTranslation("signaling");
  if (connection === "reconnecting") {
    return (
      <div className={classes["away"]}>
        <Loader size="sm" color="white" aria-hidden="true" />
        {t("room.reconnecting")}
      </div>
    );
  }
  if (!isSuspended) return null;
  return (
    <p className={classes["away"]} data-testid="suspended">
      {t("room.suspended")}
    </p>
  );
}

function NoPicture({ name, photoUrl, isCamera }: Pick<TileProps, "name" | "photoUrl" | "isCamera">): ReactNode {
  return <div className={classes["noPicture"]}>{isCamera ? <Smartphone size={48} aria-hidden="true" /> : <Portrait name={name} photoUrl={photoUrl} size="clamp(3.2rem, 34cqmin, 9rem)" />}</div>;
}

export function Tile({ peerId, name, isCamera, photoUrl, isSelf, isMuted, isSpeaking, connection, badge = null, video, isSuspended, isPinned, onPin, onHeight, children }: TileProps): ReactNode {
  const { t } = useTranslation("signaling");
  const measure = useSeenHeight(video ? onHeight : undefined);
  const shown = isSelf ? t("youNamed", { name }) : name;
  return (
    <article
      ref={measure}
      className={classes["tile"]}
      aria-label={shown}
      data-testid="tile"
      data-peer-id={peerId}
      data-self={isSelf}
      data-camera={isCamera}
      data-speaking={isSpeaking}
      data-muted={isMuted}
      data-connection={connection}
    >
      <NoPicture name={name} photoUrl={photoUrl} isCamera={isCamera} />
      {video && <Picture track={video} isMirrored={isSelf} isWhole={isCamera} />}
      {children}
      {onPin && <PinButton name={name} isPinned={isPinned} onPin={onPin} />}
      <Hindrance connection={connection} isSuspended={isSuspended} />
      {badge && connection === "live" && (
        <div className={classes["signal"]}>
          <Signal badge={badge} isSelf={isSelf} />
        </div>
      )}
      <div className={classes["name"]}>
        {isMuted && <MicOff size={15} role="img" aria-label={t("room.muted")} />}
        <bdi dir="auto">{isSelf ? t("you") : name}</bdi>
      </div>
    </article>
  );
}
