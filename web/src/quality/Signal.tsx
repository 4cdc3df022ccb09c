/** Somebody's connection as an icon with words; never by colour alone. */
import { Tooltip } from "@mantine/core";
import { SignalHigh, SignalLow, SignalMedium, WifiOff } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Badge, type Grade, badgeWord, worse } from "./badge";
import classes from "./Signal.module.css";

const ICON = { good: SignalHigh, fair: SignalMedium, poor: SignalLow, lost: WifiOff } as const satisfies Record<Grade, unknown>;

interface SignalProps {
  badge: Badge;
  isSelf: boolean;
  /** Spell the whole sentence out instead of one word with a tooltip. */
  isLong?: boolean;
}

export function Signal({ badge, isSelf, isLong = false }: SignalProps): ReactNode {
  const { t } = useTranslation("quality");
  const grade = worse(badge);
  const sentence = t(`badge.${isSelf ? "you" : "them"}.${badgeWord(badge)}`);
  const Icon = ICON[grade];
  if (isLong) {
    return (
      <span className={classes["long"]} data-grade={grade}>
        <Icon size={16} aria-hidden="true" />
        {sentence}
      </span>
    );
  }
  return (
    <Tooltip label={sentence} multiline maw={260} events={{ hover: true, focus: true, touch: true }}>
      <span
        className={classes["signal"]}
        role="img"
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the tooltip must open for a keyboard too
        tabIndex={0}
        aria-label={sentence}
        data-testid="signal"
        data-grade={grade}
        data-uplink={badge.uplink}
        data-downlink={badge.downlink}
      >
        <Icon size={16} aria-hidden="true" />
        {grade !== "good" && <span className={classes["word"]}>{t(`badge.short.${grade}`)}</span>}
      </span>
    </Tooltip>
  );
}
