/** What several pages of scheduling show alike: a moment on two clocks, a leaf of a calendar. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isolated } from "../core/names";
import { zoneName } from "../accounts/model";
import type { Slot } from "./api";
import { dateShift, dayText, monthName, dayNumber, rangeText, shortDay } from "./clock";
import classes from "./Scheduling.module.css";

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
