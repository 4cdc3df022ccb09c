/** Plays one track: a picture, or sound at the chosen speaker. Says when the browser holds the sound back. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import classes from "./Tile.module.css";

interface PictureProps {
  track: MediaStreamTrack;
  isMirrored?: boolean;
  isWhole?: boolean;
}

export function Picture({ track, isMirrored = false, isWhole = false }: PictureProps): ReactNode {
  const video = useRef<HTMLVideoElement>(null);
  const [shown, setShown] = useState<MediaStreamTrack | null>(null);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.srcObject = new MediaStream([track]);
    element.play().catch(() => undefined); // a newer track interrupted it, or the page is hidden
    return () => {
      element.srcObject = null;
    };
  }, [track]);
  return <video ref={video} className={classes["picture"]} data-mirrored={isMirrored} data-whole={isWhole} data-started={shown === track} onLoadedData={() => setShown(track)} autoPlay playsInline muted />;
}

interface SoundProps {
  track: MediaStreamTrack;
  speaker: string | null;
  /** Grows with every click that may unlock the sound. */
  unlocks: number;
  onBlocked: () => void;
}

interface Sinkable {
  setSinkId?: (id: string) => Promise<void>;
}

export function Sound({ track, speaker, unlocks, onBlocked }: SoundProps): ReactNode {
  const audio = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const element = audio.current;
    if (element) element.srcObject = new MediaStream([track]);
  }, [track]);
  useEffect(() => {
    audio.current?.play().catch((error: unknown) => {
      if (error instanceof DOMException && error.name === "NotAllowedError") onBlocked();
    });
    // A new track and a click that may unlock the sound are the reasons to try again.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [track, unlocks, onBlocked]);
  useEffect(() => {
    const element: Sinkable | null = audio.current;
    if (speaker !== null) element?.setSinkId?.(speaker).catch(() => undefined); // unplugged meanwhile: the default stays
  }, [speaker]);
  return <audio ref={audio} autoPlay />;
}
