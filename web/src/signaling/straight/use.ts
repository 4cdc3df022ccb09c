/** Joins going straight in with the page of the door. */
import { useEffect, useRef, useState } from "react";
import { useMe } from "../../accounts/use";
import { type StraightIn, goStraightIn, seeLobby, useStraight } from "../../rooms/straight";
import { wayOf } from "../../secrecy/guard";
import type { LocalMedia } from "../local";
import { type Hindrance, openAsBefore } from "./going";

export interface Straight {
  /** We are on our way past the lobby. */
  isGoing: boolean;
  /** Why we are not. */
  hindrance: Hindrance | null;
  /** The lobby, please. */
  stop: () => void;
}

interface Way {
  local: LocalMedia;
  /** Null: whoever this is sees the lobby. */
  wish: StraightIn | null;
  /** The door lets us in now. */
  isOpen: boolean;
  onGo: () => void;
}

/** Goes in once, when the door lets us and nothing is missing. */
export function useGoing({ local, wish, isOpen, onGo }: Way): Straight {
  const [isStopped, setStopped] = useState(false);
  const [hindrance, setHindrance] = useState<Hindrance | null>(null);
  const [wishedFirst] = useState(wish);
  const go = useRef(onGo);
  useEffect(() => {
    go.current = onGo;
  });
  const isGoing = wishedFirst !== null && isOpen && !isStopped && hindrance === null;
  useEffect(() => {
    if (!isGoing || wishedFirst === null) return;
    let isCurrent = true;
    void openAsBefore(local, wishedFirst).then((found) => {
      if (!isCurrent) return;
      if (found === null) go.current();
      else setHindrance(found);
    });
    return () => {
      isCurrent = false;
    };
  }, [isGoing, wishedFirst, local]);
  return { isGoing, hindrance, stop: () => setStopped(true) };
}

/** The choice itself: on with what is on now, or off. Null for those who have none: guests, and browsers that cannot encrypt. */
export function useStraightChoice(local: LocalMedia): { isOn: boolean; set: (isOn: boolean) => void } | null {
  const person = useMe().data?.id ?? null;
  const isOn = useStraight(person) !== null;
  if (person === null || wayOf(globalThis) === null) return null;
  const set = (wished: boolean): void => {
    if (!wished) return seeLobby();
    local.keepUsed();
    const { microphone, camera } = local.state.get();
    goStraightIn({ person, microphone: microphone.isOn, camera: camera.isOn });
  };
  return { isOn, set };
}
