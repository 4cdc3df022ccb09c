/** Figures of progress in the reader's digits and words. */
import { useTranslation } from "react-i18next";

/** "40 %"; null: there was no goal. */
export function usePercent(): (percent: number | null) => string {
  const { t, i18n } = useTranslation("progress");
  const format = new Intl.NumberFormat(i18n.language, { style: "percent" });
  return (percent) => (percent === null ? t("goals.noneThen") : format.format(percent / 100));
}
