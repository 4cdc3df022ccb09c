/** What several pages of scheduling show alike: a moment on two clocks, a deed that is asked about first. */
import { Button, Group, Modal } from "@mantine/core";
import { type FormEvent, type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { zoneName } from "../accounts/model";
import { useSay } from "../core/explain";
import { Notice } from "../core/ui/Notice";
import type { Slot } from "./api";
import { dateShift, dayText, monthName, dayNumber, rangeText, shortDay } from "./clock";
import classes from "./Scheduling.module.css";

/** A name for the middle of a sentence: its direction stays its own. */
export const isolated = (name: string): string => `\u2068${name}\u2069`;

interface TwoClocksProps {
  slot: Slot;
  minutes: number;
  zone: string;
  hostZone: string;
  name: string;
}

/** A time as both have it; once when their clocks show the same. */
export function TwoClocks({ slot, minutes, zone, hostZone, name }: TwoClocksProps): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const locale = i18n.language;
  const isOne = slot.viewer.local === slot.host.local;
  return (
    <dl className={classes["clocks"]} data-testid="two-clocks">
      <div>
        <dt>{isOne ? t("clocks.both") : t("clocks.you", { zone: zoneName(zone) })}</dt>
        <dd>
          <strong>{rangeText(slot.viewer.local, minutes, locale)}</strong> {dayText(slot.viewer.local, locale)}
        </dd>
      </div>
      {!isOne && (
        <div>
          <dt>{t("clocks.other", { name: isolated(name), zone: zoneName(hostZone) })}</dt>
          <dd>
            <strong>{rangeText(slot.host.local, minutes, locale)}</strong> {dateShift(slot.viewer, slot.host) === 0 ? null : shortDay(slot.host.local, locale)}
          </dd>
        </div>
      )}
    </dl>
  );
}

/** A leaf of a calendar. */
export function Leaf({ date }: { date: string }): ReactNode {
  const { i18n } = useTranslation();
  return (
    <span className={classes["leaf"]} aria-hidden="true">
      <span className={classes["leafMonth"]}>{monthName(date, i18n.language)}</span>
      <span className={classes["leafDay"]}>{dayNumber(date, i18n.language)}</span>
    </span>
  );
}

interface DeedProps {
  isOpen: boolean;
  title: string;
  hint?: string;
  word: string;
  isGrave?: boolean;
  isPending: boolean;
  isReady?: boolean;
  error: unknown;
  size?: string;
  onDo: () => void;
  onClose: () => void;
  children?: ReactNode;
}

/** The other one is told of it, so it is asked about; Enter in a field does it, too. */
export function Deed({ isOpen, title, hint, word, isGrave = false, isPending, isReady = true, error, size = "md", onDo, onClose, children }: DeedProps): ReactNode {
  const core = useTranslation("core");
  const say = useSay();
  const id = useId();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady && !isPending) onDo();
  };
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} size={size} closeButtonProps={{ "aria-label": core.t("close") }}>
      <form id={id} className={classes["form"]} onSubmit={submit} noValidate>
        {hint !== undefined && <p className={classes["hint"]}>{hint}</p>}
        {children}
        {error !== null && error !== undefined && <Notice>{say(error)}</Notice>}
        <Group justify="flex-end">
          <Button variant="subtle" onClick={onClose}>
            {core.t("cancel")}
          </Button>
          <Button type="submit" {...(isGrave ? { color: "clay" } : {})} loading={isPending} disabled={!isReady} data-testid="deed-do">
            {word}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
