/** The buttons of a call that open what is worked on together; one menu where there is little room. */
import { Menu, UnstyledButton } from "@mantine/core";
import { Goal, LockKeyhole, type LucideIcon, MessageCircle, NotebookText, PanelRight, Presentation } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { PanelKind } from "../boards/space/model";
import classes from "./Controls.module.css";
import { ToggleButton } from "./ToggleButton";

const ICONS: Record<PanelKind, LucideIcon> = { agenda: NotebookText, goals: Goal, board: Presentation, messages: MessageCircle, private: LockKeyhole };

interface PanelButtonsProps {
  kinds: readonly PanelKind[];
  open: readonly PanelKind[];
  isNarrow: boolean;
  onToggle: (kind: PanelKind) => void;
}

export function PanelButtons({ kinds, open, isNarrow, onToggle }: PanelButtonsProps): ReactNode {
  const { t } = useTranslation("space");
  if (kinds.length === 0) return null;
  if (!isNarrow) {
    return (
      <>
        {kinds.map((kind) => (
          <ToggleButton key={kind} Icon={ICONS[kind]} label={t(`panels.${kind}`)} tone={open.includes(kind) ? "active" : "quiet"} isPressed={open.includes(kind)} testId={`panel-${kind}`} onClick={() => onToggle(kind)} />
        ))}
        <span className={classes["gap"]} />
      </>
    );
  }
  return (
    <Menu position="top" width={260}>
      <Menu.Target>
        <UnstyledButton className={classes["round"]} data-tone={open.length > 0 ? "active" : "quiet"} aria-label={t("panels.menu")} data-testid="panels-menu">
          <PanelRight size={23} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        {kinds.map((kind) => {
          const Icon = ICONS[kind];
          return (
            <Menu.Item key={kind} leftSection={<Icon size={18} aria-hidden="true" />} onClick={() => onToggle(kind)} data-testid={`panel-${kind}`}>
              {open.includes(kind) ? t("panels.close", { name: t(`panels.${kind}`) }) : t(`panels.${kind}`)}
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}
