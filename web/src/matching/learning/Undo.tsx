/** A deed that is told, with a way back for as long as the telling lasts. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Learning.module.css";

export function Undo({ children, onUndo }: { children: ReactNode; onUndo: () => void }): ReactNode {
  const { t } = useTranslation("learning");
  return (
    <div className={classes["deeds"]}>
      <p>{children}</p>
      <Button variant="light" size="compact-sm" onClick={onUndo} data-testid="learning-undo">
        {t("undo")}
      </Button>
    </div>
  );
}
