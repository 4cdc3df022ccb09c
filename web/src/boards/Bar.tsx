/** What stands above a shared document all the time: whether all is saved, who is here, undo and redo. */
import { ActionIcon, Tooltip } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { CheckCheck, CloudOff, Eye, History, Loader, Redo2, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isolated, shownName } from "../core/names";
import classes from "./Goals.module.css";
import type { Health } from "./provider";
import { useHere } from "./use";

type SaveState = "opening" | "saved" | "saving" | "offline" | "offlineQuiet" | "read" | "closed";

/** One word for all of it. */
function saveState({ standing, role, hasUnsaved }: Health): SaveState {
  if (standing === "closed" || standing === "opening") return standing;
  if (standing === "offline") return hasUnsaved ? "offline" : "offlineQuiet";
  if (role === "read") return "read";
  return hasUnsaved ? "saving" : "saved";
}

const ICONS = { opening: Loader, saved: CheckCheck, saving: Loader, offline: CloudOff, offlineQuiet: CloudOff, read: Eye, closed: CloudOff } as const;

function Fellows({ health }: { health: Health }): ReactNode {
  const { t } = useTranslation("goals");
  const people = new Map([...health.fellows.values()].map((fellow) => [fellow.person, fellow.name]));
  return [...people].map(([person, name]) => (
    <span key={person} className={classes["here"]} data-testid="fellow">
      <span className={classes["hereDot"]} aria-hidden="true" />
      <span className={classes["hereName"]}>{t("here", { name: isolated(shownName(name, t("somebody", { ns: "core" }))) })}</span>
    </span>
  ));
}

export function ToHistory({ mentorship }: { mentorship: string }): ReactNode {
  const { t } = useTranslation("history");
  return (
    <Tooltip label={t("open")}>
      <ActionIcon variant="subtle" size="lg" aria-label={t("open")} renderRoot={(props) => <Link to="/mentorships/$mentorshipId/goals/history" params={{ mentorshipId: mentorship }} {...props} />} data-testid="goals-history">
        <History size={19} aria-hidden="true" />
      </ActionIcon>
    </Tooltip>
  );
}

/** What can be taken back on a page, and how. */
interface Steps {
  canUndo: boolean;
  canRedo: boolean;
  undo: () => void;
  redo: () => void;
}

/** `steps` null: this page takes nothing back by buttons. */
export function StateBar({ health, steps, children }: { health: Health; steps: Steps | null; children?: ReactNode }): ReactNode {
  const { t } = useTranslation("goals");
  const state = saveState(health);
  const Icon = ICONS[state];
  return (
    <div className={classes["bar"]}>
      <p className={classes["state"]} data-state={state} data-testid="save-state">
        <Icon size={17} aria-hidden="true" /> {t(`state.${state}`)}
      </p>
      <Fellows health={health} />
      {steps !== null && (
        <span className={classes["tools"]}>
          <Tooltip label={t("undo")}>
            <ActionIcon variant="subtle" size="lg" aria-label={t("undo")} disabled={!steps.canUndo} onClick={steps.undo} data-testid="undo">
              <Undo2 size={19} aria-hidden="true" />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={t("redo")}>
            <ActionIcon variant="subtle" size="lg" aria-label={t("redo")} disabled={!steps.canRedo} onClick={steps.redo} data-testid="redo">
              <Redo2 size={19} aria-hidden="true" />
            </ActionIcon>
          </Tooltip>
        </span>
      )}
      {children}
    </div>
  );
}

export function Bar({ children }: { children?: ReactNode }): ReactNode {
  const { desk, view, isReadOnly } = useHere();
  const { health, canUndo, canRedo } = view;
  const steps = isReadOnly ? null : { canUndo, canRedo, undo: () => desk.undo(), redo: () => desk.redo() };
  return (
    <StateBar health={health} steps={steps}>
      {children}
    </StateBar>
  );
}
