/** Figures of progress in the reader's digits and words. */
import { useTranslation } from "react-i18next";
import { percentText } from "../core/percents";

/** "40 %"; null: there was no goal. */
export function usePercent(): (percent: number | null) => string {
  const { t, i18n } = useTranslation("progress");
  return (percent) => (percent === null ? t("goals.noneThen") : percentText(percent / 100, i18n.language));
}
