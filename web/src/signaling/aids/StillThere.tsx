/** Asks somebody who has been alone for long whether they are there; without an answer nobody's camera goes on looking. */
import { Button, Group, Modal } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type ReactNode, useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

export const ALONE_MS = 10 * 60_000;
export const ANSWER_MS = 3 * 60_000;

interface StillThereProps {
  /** Nobody else is here, and nobody waits at the door. */
  isAlone: boolean;
  onLeave: () => void;
  /** Turns camera and microphone off. */
  onSilence: () => void;
}

type Round = Omit<StillThereProps, "isAlone"> & { onStay: () => void };

/** One waiting, one question. */
function Waiting({ onLeave, onSilence, onStay }: Round): ReactNode {
  const { t } = useTranslation("signaling");
  const [isAsking, setAsking] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setAsking(true), ALONE_MS);
    return () => clearTimeout(timer);
  }, []);
  useEffect(() => {
    if (!isAsking) return;
    const timer = setTimeout(() => {
      onSilence();
      notifications.show({ message: t("aids.alone.off"), color: "clay", autoClose: false });
      onStay();
    }, ANSWER_MS);
    return () => clearTimeout(timer);
  }, [isAsking, onSilence, onStay, t]);
  return (
    <Modal opened={isAsking} onClose={onStay} title={t("aids.alone.title")} withCloseButton={false} data-testid="still-there">
      <p>{t("aids.alone.hint")}</p>
      <Group justify="flex-end">
        <Button variant="subtle" onClick={onLeave}>
          {t("aids.alone.leave")}
        </Button>
        <Button onClick={onStay} data-autofocus>
          {t("aids.alone.stay")}
        </Button>
      </Group>
    </Modal>
  );
}

export function StillThere({ isAlone, ...deeds }: StillThereProps): ReactNode {
  const [round, setRound] = useState(0);
  const stay = useCallback(() => setRound((count) => count + 1), []);
  return isAlone && <Waiting key={round} {...deeds} onStay={stay} />;
}
