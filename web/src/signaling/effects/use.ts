/** Joins what is done with our picture and sound with React: each as a choice among a few words. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "../../core/store";
import type { LocalMedia, LocalState } from "../local";
import { EFFECTS, effectOf } from "./model";
import { VOICES, isHeeded, mayBeStrong, voiceOf } from "./voice";

export interface Choice {
  name: "behind" | "voice";
  title: string;
  options: readonly { value: string; label: string; isOffered: boolean }[];
  value: string;
  isBusy: boolean;
  /** What there is to say about it: why something is not offered, or does not work. */
  note: string | null;
  choose: (value: string) => void;
}

export function useBehind(local: LocalMedia, { camera }: LocalState): Choice {
  const { t } = useTranslation("signaling");
  const value = useStore(local.backdrop.effect);
  const [unfit] = useState(() => local.backdrop.unfit());
  return {
    name: "behind",
    title: t("effects.behind"),
    options: EFFECTS.map((effect) => ({ value: effect, label: t(`effects.${effect}`), isOffered: unfit === null || effect === "none" })),
    value,
    isBusy: camera.isBusy,
    note: unfit === null ? null : t(`effects.unfit.${unfit}`),
    choose: (wished) => void local.standBefore(effectOf(wished)),
  };
}

export function useVoice(local: LocalMedia, { microphone }: LocalState): Choice {
  const { t } = useTranslation("signaling");
  const value = useStore(local.care.voice);
  const settings = microphone.device?.getSettings();
  const isIgnored = settings !== undefined && isHeeded(value, settings) === false;
  return {
    name: "voice",
    title: t("effects.voice.title"),
    options: VOICES.map((voice) => ({ value: voice, label: t(`effects.voice.${voice}`), isOffered: voice !== "strong" || mayBeStrong() })),
    value,
    isBusy: microphone.isBusy,
    note: isIgnored ? t(`effects.voice.ignored.${value}`) : null,
    choose: (wished) => void local.sound(voiceOf(wished)),
  };
}
