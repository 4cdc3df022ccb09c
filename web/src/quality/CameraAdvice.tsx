/** What to do about our own weak connection; who says no is not asked again. */
import { Button } from "@mantine/core";
import { SignalLow } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Badge, shouldDropCamera } from "./badge";
import classes from "./CameraAdvice.module.css";

interface CameraAdviceProps {
  badge: Badge | null;
  isCameraOn: boolean;
  onDo: () => void;
}

export function CameraAdvice({ badge, isCameraOn, onDo }: CameraAdviceProps): ReactNode {
  const { t } = useTranslation("quality");
  const [isSeen, setSeen] = useState(false);
  const isNeeded = shouldDropCamera(badge, isCameraOn);
  if (!isNeeded || isSeen) return null;
  return (
    <div className={classes["advice"]} role="status" data-testid="camera-advice">
      <SignalLow size={18} aria-hidden="true" />
      <span>{t("badge.advice")}</span>
      <Button size="xs" color="clay" onClick={onDo} data-testid="camera-advice-do">
        {t("badge.adviceDo")}
      </Button>
      <Button size="xs" variant="subtle" color="dark" onClick={() => setSeen(true)}>
        {t("badge.adviceSeen")}
      </Button>
    </div>
  );
}
