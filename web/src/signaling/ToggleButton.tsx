/** A round button that is on or off and says which; the heart of the control bar. */
import { Tooltip, UnstyledButton } from "@mantine/core";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import classes from "./Controls.module.css";

interface ToggleButtonProps {
  Icon: LucideIcon;
  /** What pressing does now. */
  label: string;
  /** Key that does the same: as printed on it, and for assistive technology. */
  hotkey?: { label: string; aria: string };
  tone: "on" | "off" | "quiet" | "leave" | "active";
  isPressed?: boolean;
  isBusy?: boolean;
  hasProblem?: boolean;
  count?: number;
  testId?: string;
  onClick: () => void;
}

export function ToggleButton({ Icon, label, hotkey, tone, isPressed, isBusy, hasProblem, count, testId, onClick }: ToggleButtonProps): ReactNode {
  return (
    <Tooltip label={hotkey ? `${label} (${hotkey.label})` : label}>
      <UnstyledButton
        className={classes["round"]}
        data-tone={tone}
        aria-label={label}
        aria-pressed={isPressed}
        aria-keyshortcuts={hotkey?.aria}
        aria-busy={isBusy}
        data-testid={testId}
        data-on={isPressed}
        onClick={onClick}
      >
        <Icon size={23} aria-hidden="true" />
        {hasProblem && <span className={classes["alarm"]} aria-hidden="true">!</span>}
        {count !== undefined && count > 0 && <span className={classes["count"]} aria-hidden="true">{count}</span>}
      </UnstyledButton>
    </Tooltip>
  );
}
