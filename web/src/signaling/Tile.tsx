/** One person in the room: picture or portrait, name, and how they are. */
import { Loader } from "@mantine/core";
import { MicOff } from "lucide-react";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { Portrait } from "../core/ui/Portrait";
import { Picture } from "./Sight";
import type { Connection } from "./socket";
import classes from "./Tile.module.css";
import { useSize } from "./use";

interface TileProps {
  peerId: string;
  name: string;
  photoUrl: string | null;
  isSelf: boolean;
  isMuted: boolean;
  isSpeaking: boolean;
  connection: Connection;
  video: MediaStreamTrack | null;
  /** Tells the picture's height in device pixels, so that no more than needed is sent. */
  onHeight?: ((heightPx: number) => void) | undefined;
  children?: ReactNode;
}

export function Tile({ peerId, name, photoUrl, isSelf, isMuted, isSpeaking, connection, video, onHeight, children }: TileProps): ReactNode {
  const { t } = useTranslation("signaling");
  const [measure, size] = useSize();
  const height = Math.round(size.height * window.devicePixelRatio);
  useEffect(() => {
    if (video && height > 0) onHeight?.(height);
  }, [video, height, onHeight]);
  const shown = isSelf ? t("youNamed", { name }) : name;
  return (
    <article
      ref={measure}
      className={classes["tile"]}
      aria-label={shown}
      data-testid="tile"
      data-peer-id={peerId}
      data-self={isSelf}
      data-speaking={isSpeaking}
      data-muted={isMuted}
      data-connection={connection}
    >
      <div className={classes["noPicture"]}>
        <Portrait name={name} photoUrl={photoUrl} size="clamp(3.2rem, 34cqmin, 9rem)" />
      </div>
      {video && <Picture track={video} isMirrored={isSelf} />}
      {children}
      {connection === "reconnecting" && (
        <div className={classes["away"]}>
          <Loader size="sm" color="white" aria-hidden="true" />
          {t("room.reconnecting")}
        </div>
      )}
      <div className={classes["name"]}>
        {isMuted && <MicOff size={15} role="img" aria-label={t("room.muted")} />}
        <bdi>{isSelf ? t("you") : name}</bdi>
      </div>
    </article>
  );
}
