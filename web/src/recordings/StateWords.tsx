/** How far a recording is, in words. */
import { useTranslation } from "react-i18next";
import type { Recorded } from "./api";
import { percent } from "./model";

export function useStateWords(): (recording: Recorded) => string {
  const { t } = useTranslation("recordings");
  return (recording) => t(`state.${recording.state}`, { percent: percent(recording) });
}
