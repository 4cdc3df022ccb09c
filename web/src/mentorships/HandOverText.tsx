/** An item of a hand-over in words: counts are stored as numbers, everything else as it was written. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { HandOverItem } from "./api";

type Kept = Pick<HandOverItem, "kind" | "text">;

export function useHandOverText(): (item: Kept) => string {
  const { t } = useTranslation("mentorships");
  return ({ kind, text }) => {
    const count = Number(text);
    if (kind === "cadence") return t("handOver.cadence", { count });
    return kind === "meetings" ? t("handOver.meetings", { count }) : text;
  };
}

export function HandOverText({ item }: { item: Kept }): ReactNode {
  return useHandOverText()(item);
}
