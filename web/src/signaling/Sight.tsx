/** Plays one track: a picture, or sound at the chosen speaker. Says when the browser holds the sound back. */
import { type ReactNode, useEffect, useRef, useState } from "react";
import classes from "./Tile.module.css";

interface PictureProps {
  track: MediaStreamTrack;
  isMirrored?: boolean;
  isWhole?: boolean;
}

/** A picture that takes over from another stays unseen until its first frame, so that nothing flickers. */
export function Picture({ track, ...look }: PictureProps): ReactNode {
  const [shown, setShown] = useState(track);
  const [first] = useState(track);
  const layers = shown === track ? [track] : [shown, track];
  return layers.map((one) => <Layer key={one.id} track={one} {...look} isSwapped={one !== first} isOver={one !== shown} onStarted={() => one === track && setShown(one)} />);
}

interface LayerProps extends PictureProps {
  isSwapped: boolean;
  isOver: boolean;
  onStarted: () => void;
}

function Layer({ track, isMirrored = false, isWhole = false, isSwapped, isOver, onStarted }: LayerProps): ReactNode {
  const video = useRef<HTMLVideoElement>(null);
  const [isStarted, setStarted] = useState(false);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    element.srcObject = new MediaStream([track]);
    element.play().catch(() => undefined); // a newer track interrupted it, or the page is hidden
    return () => {
      element.srcObject = null;
    };
  }, [track]);
  const start = (): void => {
    setStarted(true);
    onStarted();
  };
  return (
    <video
      ref={video}
      className={classes["picture"]}
      data-mirrored={isMirrored}
      data-whole={isWhole}
      data-started={isStarted}
      data-swapped={isSwapped}
      data-over={isOver}
      onLoadedData={start}
      autoPlay
      playsInline
      muted
    />
  );
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
