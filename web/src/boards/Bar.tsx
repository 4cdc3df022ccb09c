/** What stands above the goals all the time: whether all is saved, who is here, undo and redo. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { CheckCheck, CloudOff, Eye, History, Loader, Redo2, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isolated, shownName } from "../core/names";
import classes from "./Goals.module.css";
import type { Health } from "./provider";
import { useHere } from "./use";

export type SaveState = "opening" | "saved" | "saving" | "offline" | "offlineQuiet" | "read" | "closed";

/** One word for all of it. */
export function saveState({ standing, role, hasUnsaved }: Health): SaveState {
  if (standing === "closed" || standing === "opening") return standing;
  if (standing === "offline") return hasUnsaved ? "offline" : "offlineQuiet";
  if (role === "read") return "read";
  return hasUnsaved ? "saving" : "saved";
}

const ICONS = { opening: Loader, saved: CheckCheck, saving: Loader, offline: CloudOff, offlineQuiet: CloudOff, read: Eye, closed: CloudOff } as const;

function Fellows(): ReactNode {
  const { t } = useTranslation("goals");
  const { view } = useHere();
  const people = new Map([...view.health.fellows.values()].map((fellow) => [fellow.person, fellow.name]));
  return [...people].map(([person, name]) => (
    <span key={person} className={classes["here"]} data-testid="fellow">
      <span className={classes["hereDot"]} aria-hidden="true" />
      <span className={classes["hereName"]}>{t("here", { name: isolated(shownName(name, t("somebody", { ns: "core" }))) })}</span>
    </span>
  ));
}

function ToHistory({ mentorship }: { mentorship: string }): ReactNode {
  const { t } = useTranslation("history");
  return (
    <Tooltip label={t("open")}>
      <ActionIcon variant="subtle" size="lg" aria-label={t("open")} renderRoot={(props) => <Link to="/mentorships/$mentorshipId/goals/history" params={{ mentorshipId: mentorship }} {...props} />} data-testid="goals-history">
        <History size={19} aria-hidden="true" />
      </ActionIcon>
    </Tooltip>
  );
}

export function Bar({ mentorship }: { mentorship: string }): ReactNode {
  const { t } = useTranslation("goals");
  const { desk, view, isReadOnly } = useHere();
  const state = saveState(view.health);
  const Icon = ICONS[state];
  return (
    <div className={classes["bar"]}>
      <p className={classes["state"]} data-state={state} data-testid="save-state">
        <Icon size={17} aria-hidden="true" /> {t(`state.${state}`)}
      </p>
      <Fellows />
      <span className={classes["tools"]}>
        {!isReadOnly && (
          <>
            <Tooltip label={t("undo")}>
              <ActionIcon variant="subtle" size="lg" aria-label={t("undo")} disabled={!view.canUndo} onClick={() => desk.undo()} data-testid="undo">
                <Undo2 size={19} aria-hidden="true" />
              </ActionIcon>
            </Tooltip>
            <Tooltip label={t("redo")}>
              <ActionIcon variant="subtle" size="lg" aria-label={t("redo")} disabled={!view.canRedo} onClick={() => desk.redo()} data-testid="redo">
                <Redo2 size={19} aria-hidden="true" />
              </ActionIcon>
            </Tooltip>
          </>
        )}
        <ToHistory mentorship={mentorship} />
      </span>
    </div>
  );
}
