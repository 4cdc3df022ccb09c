/** Says that no pictures go or come, and offers that where the connection is poor; who says no is not asked again. */
import { Button } from "@mantine/core";
import { Ear, SignalLow } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Badge } from "../../quality/badge";
import classes from "./Aids.module.css";

/** What comes to us is poor: our camera has nothing to do with that, their pictures have. */
export const shouldOffer = (badge: Badge | null, isAudioOnly: boolean): boolean => !isAudioOnly && (badge?.downlink === "poor" || badge?.downlink === "lost");

interface AudioOnlyProps {
  badge: Badge | null;
  isOn: boolean;
  onToggle: () => void;
}

export function AudioOnly({ badge, isOn, onToggle }: AudioOnlyProps): ReactNode {
  const { t } = useTranslation("signaling");
  const [isSeen, setSeen] = useState(false);
  if (isOn) {
    return (
      <div className={classes["pill"]} role="status" data-testid="audio-only-on">
        <Ear size={17} aria-hidden="true" />
        <span>{t("aids.audioOnly.banner")}</span>
        <Button size="compact-xs" variant="white" onClick={onToggle}>
          {t("aids.audioOnly.off")}
        </Button>
      </div>
    );
  }
  if (isSeen || !shouldOffer(badge, isOn)) return null;
  return (
    <div className={classes["pill"]} data-tone="warning" role="status" data-testid="audio-only-offer">
      <SignalLow size={17} aria-hidden="true" />
      <span>{t("aids.audioOnly.offer")}</span>
      <Button size="compact-xs" color="clay" onClick={onToggle}>
        {t("aids.audioOnly.offerDo")}
      </Button>
      <Button size="compact-xs" variant="transparent" className={classes["later"]} onClick={() => setSeen(true)}>
        {t("aids.audioOnly.offerSeen")}
      </Button>
    </div>
  );
}
