/** Joins the chosen keys with the page: kept for this browser, heard everywhere but where somebody types or draws. */
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Store, useStore } from "../../core/store";
import { type AidDeed, DEFAULT_KEYS, type Key, type KeyDeed, type Keys, type RoomDeed, ariaKey, deedOf, isAidDeed, isMac, keyLabel, keyOf, readKeys } from "./model";

const KEPT = "ithaca.keys";

const chosen = new Store<Keys>(readKeys(localStorage.getItem(KEPT)));

export const useKeys = (): Keys => useStore(chosen);

export function chooseKey(deed: KeyDeed, key: Key): void {
  const keys = { ...chosen.get(), [deed]: key };
  chosen.set(keys);
  localStorage.setItem(KEPT, JSON.stringify(keys));
}

export function resetKeys(): void {
  chosen.set(DEFAULT_KEYS);
  localStorage.removeItem(KEPT);
}

export const isOnMac = (): boolean => isMac(navigator.platform);

interface KeyWords {
  /** As printed on the reader's keyboard. */
  label: string;
  /** For `aria-keyshortcuts`. */
  aria: string;
}

/** How the key of a deed is told. */
export function useKeyWords(): (deed: KeyDeed) => KeyWords {
  const { t } = useTranslation("signaling");
  const keys = useKeys();
  return (deed) => ({ label: keyLabel(keys[deed], isOnMac(), t("aids.keys.space")), aria: ariaKey(keys[deed], isOnMac()) });
}

/** Where keys have a meaning of their own: text, and the canvas of a whiteboard. */
const OWN_KEYS = "input, textarea, select, canvas, .excalidraw, [data-own-keys]";

const hasOwnKeys = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.isContentEditable || target.closest(OWN_KEYS) !== null);

/** A button that has the focus is pressed by the space bar: then it is not for talking. */
const isPressable = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest("button, a, summary, [role=menuitem], [role=menuitemradio], [role=menuitemcheckbox], [role=dialog], [role=tab]") !== null;

interface ShortcutDeeds {
  onDeed: (deed: RoomDeed) => void;
  onAid: (deed: AidDeed) => void;
  onTalk: (isHeld: boolean) => void;
}

/** Does what the buttons do; off where keys have a meaning of their own. */
export function useShortcuts({ onDeed, onAid, onTalk }: ShortcutDeeds): void {
  const deeds = useRef({ onDeed, onAid, onTalk });
  useEffect(() => {
    deeds.current = { onDeed, onAid, onTalk };
  });
  useEffect(() => {
    const down = (event: KeyboardEvent): void => {
      const key = keyOf(event);
      if (key === null || event.repeat || hasOwnKeys(event.target)) return;
      const deed = deedOf(chosen.get(), key);
      if (deed === undefined || (key === " " && isPressable(event.target))) return;
      if (key.startsWith("mod+")) event.preventDefault();
      if (deed === "talk") deeds.current.onTalk(true);
      else if (isAidDeed(deed)) deeds.current.onAid(deed);
      else deeds.current.onDeed(deed);
    };
    const up = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() === chosen.get().talk) deeds.current.onTalk(false);
    };
    // A key that is let go in another window never comes up in this one.
    const away = (): void => deeds.current.onTalk(false);
    window.addEventListener("keydown", down);
    window.addEventListener("keyup", up);
    window.addEventListener("blur", away);
    return () => {
      window.removeEventListener("keydown", down);
      window.removeEventListener("keyup", up);
      window.removeEventListener("blur", away);
    };
  }, []);
}
