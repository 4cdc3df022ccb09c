/** The keys that do what the buttons do. */
import { Kbd, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { CheckLink } from "./check/CheckLink";
import classes from "./ShortcutsDialog.module.css";

const KEYS = [
  ["M", "microphone"],
  ["V", "camera"],
  ["S", "share"],
  ["P", "people"],
  ["H", "hideSelf"],
  ["?", "help"],
] as const;

export function ShortcutsDialog({ roomId, isOpen, onClose }: { roomId: string; isOpen: boolean; onClose: () => void }): ReactNode {
  const { t } = useTranslation("signaling");
  return (
    <Modal opened={isOpen} onClose={onClose} title={t("shortcuts.title")} closeButtonProps={{ "aria-label": t("room.close") }}>
      <dl className={classes["list"]}>
        {KEYS.map(([key, deed]) => (
          <div key={key}>
            <dt>{t(`shortcuts.${deed}`)}</dt>
            <dd>
              <Kbd size="md">{key}</Kbd>
            </dd>
          </div>
        ))}
        <div>
          <dt>{t("shortcuts.talk")}</dt>
          <dd>
            <Kbd size="md">{t("shortcuts.space")}</Kbd>
          </dd>
        </div>
      </dl>
      <p className={classes["check"]}>
        <CheckLink roomId={roomId} isApart />
      </p>
    </Modal>
  );
}
