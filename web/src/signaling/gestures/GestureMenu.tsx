/** The button for hands and reactions in the bar. */
import { Popover, UnstyledButton } from "@mantine/core";
import { Hand, SmilePlus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import bar from "../Controls.module.css";
import { useKeyWords } from "../keys/use";
import type { Reaction } from "../socket";
import classes from "./Gestures.module.css";
import { REACTIONS, SIGNS } from "./model";

interface GestureMenuProps {
  isHandUp: boolean;
  /** Alone there is nobody to show anything to. */
  isAlone: boolean;
  onHand: () => void;
  onReact: (reaction: Reaction) => void;
}

/** Stays open for another one; Escape or a click elsewhere closes it. */
export function GestureMenu({ isHandUp, isAlone, onHand, onReact }: GestureMenuProps): ReactNode {
  const { t } = useTranslation("signaling");
  const [isOpen, setOpen] = useState(false);
  const key = useKeyWords()("hand");
  const hand = t(isHandUp ? "aids.hand.lower" : "aids.hand.raise");
  const open = t(isHandUp ? "aids.gestures.handIsUp" : "aids.gestures.open");
  const Icon = isHandUp ? Hand : SmilePlus;
  const raise = (): void => {
    onHand();
    setOpen(false);
  };
  return (
    <Popover position="top" opened={isOpen} onChange={setOpen} trapFocus returnFocus shadow="lg" radius="lg">
      <Popover.Target>
        <UnstyledButton className={bar["round"]} data-tone={isHandUp ? "active" : "quiet"} aria-label={open} title={open} onClick={() => setOpen((was) => !was)} data-testid="gestures">
          <Icon size={23} aria-hidden="true" />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={classes["menu"]}>
        <UnstyledButton className={classes["raise"]} aria-pressed={isHandUp} aria-keyshortcuts={key.aria} onClick={raise} disabled={isAlone} data-testid="raise-hand" data-autofocus>
          <Hand size={20} aria-hidden="true" />
          <span>{hand}</span>
          <kbd aria-hidden="true">{key.label}</kbd>
        </UnstyledButton>
        <div className={classes["signs"]} role="group" aria-label={t("aids.gestures.reactions")}>
          {REACTIONS.map((reaction) => (
            <UnstyledButton key={reaction} className={classes["sign"]} aria-label={t(`aids.reaction.${reaction}`)} title={t(`aids.reaction.${reaction}`)} onClick={() => onReact(reaction)} disabled={isAlone} data-testid={`react-${reaction}`}>
              <span aria-hidden="true">{SIGNS[reaction]}</span>
            </UnstyledButton>
          ))}
        </div>
        {isAlone && <p className={classes["alone"]}>{t("aids.gestures.alone")}</p>}
      </Popover.Dropdown>
    </Popover>
  );
}
