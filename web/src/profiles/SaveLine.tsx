/** Whether what is on the screen is saved, and what to do when it is not. */
import { Button, UnstyledButton } from "@mantine/core";
import { Check, CloudOff, LoaderCircle } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { Notice } from "../core/ui/Notice";
import type { Kept, SaveState } from "./draft";
import type { Editing } from "./use";
import classes from "./Wizard.module.css";

const ICONS = { saved: Check, waiting: LoaderCircle, saving: LoaderCircle, refused: CloudOff, failed: CloudOff, conflict: CloudOff } as const;

export function SaveLine({ state, onRetry }: { state: SaveState; onRetry: () => void }): ReactNode {
  const { t } = useTranslation("profiles");
  const Icon = ICONS[state];
  return (
    <span className={classes["saveLine"]} data-state={state} role="status" data-testid="save-state">
      <Icon size={17} aria-hidden="true" /> {t(`save.${state}`)}
      {state === "failed" && (
        <UnstyledButton className={classes["link"]} onClick={onRetry}>
          {t("save.retry")}
        </UnstyledButton>
      )}
    </span>
  );
}

/** What went wrong, where a word at a field is not enough. */
export function SaveTrouble<Profile extends Kept>({ editing }: { editing: Editing<Profile> }): ReactNode {
  const { t } = useTranslation("profiles");
  const say = useSay();
  if (editing.state === "conflict") {
    return (
      <Notice tone="plain" title={t("save.conflict")}>
        {t("save.conflictHint")}
        <span className={classes["deeds"]}>
          <Button size="sm" onClick={() => void editing.resolve(true)} data-testid="keep-mine">
            {t("save.mine")}
          </Button>
          <Button size="sm" variant="default" onClick={() => void editing.resolve(false)} data-testid="take-theirs">
            {t("save.theirs")}
          </Button>
        </span>
      </Notice>
    );
  }
  const isWorthSaying = editing.state === "failed" || editing.state === "refused";
  return isWorthSaying && editing.error ? <Notice>{say(editing.error)}</Notice> : null;
}
