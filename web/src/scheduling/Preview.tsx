/** What mentees would see if this were saved, wherever they are. */
import { SegmentedControl, Title } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { Eye } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { zoneName } from "../accounts/model";
import { ZoneSelect } from "../accounts/ZoneSelect";
import type { Availability } from "./api";
import { sendable } from "./availability";
import classes from "./Availability.module.css";
import { DAY_MS, dayText, timeText } from "./clock";
import { daysOf, firstDuration } from "./model";
import { usePreview } from "./use";

const SETTLED_MS = 400;
const DAYS = 21;
const DAYS_SHOWN = 5;
const TIMES_SHOWN = 9;
const HOUR_MS = 3_600_000;

/** From this hour on: asked for again only when the plan changes. */
function rangeNow(): { from: string; to: string } {
  const from = Math.floor(Date.now() / HOUR_MS) * HOUR_MS;
  return { from: new Date(from).toISOString(), to: new Date(from + DAYS * DAY_MS).toISOString() };
}

/** The plan as the server judges it, with what it says against it. */
export function useJudged(plan: Availability, minutes: number, zone: string): ReturnType<typeof usePreview> {
  const [settled] = useDebouncedValue(plan, SETTLED_MS);
  const [range] = useState(rangeNow);
  return usePreview(settled.durations.length === 0 ? null : sendable(settled), { ...range, minutes, zone });
}

interface PreviewProps {
  plan: Availability;
  minutes: number;
  onMinutes: (minutes: number) => void;
  zone: string;
  onZone: (zone: string) => void;
  seen: ReturnType<typeof usePreview>;
}

export const previewMinutes = (plan: Availability, wished: number | null): number => (wished !== null && plan.durations.includes(wished) ? wished : firstDuration(plan.durations));

export function Preview({ plan, minutes, onMinutes, zone, onZone, seen }: PreviewProps): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const locale = i18n.language;
  const days = daysOf(seen.data?.slots ?? []);
  const isOneZone = zone === plan.zone;
  return (
    <aside className={classes["preview"]} aria-labelledby="preview" data-testid="preview" data-busy={seen.isFetching}>
      <Title order={2} id="preview">
        <Eye size={19} aria-hidden="true" /> {t("preview.title")}
      </Title>
      <p className={classes["hint"]}>{t("preview.hint")}</p>
      <ZoneSelect value={zone} onChange={onZone} label={t("preview.zone")} />
      {plan.durations.length > 1 && <SegmentedControl size="sm" radius="xl" aria-label={t("book.length")} value={String(minutes)} data={plan.durations.map((one) => ({ value: String(one), label: t("preview.min", { count: one }) }))} onChange={(one) => onMinutes(Number(one))} />}
      {seen.error ? (
        <p className={classes["error"]}>{t("preview.wrong")}</p>
      ) : days.length === 0 ? (
        <p className={classes["hint"]} data-testid="preview-none">
          {seen.isPending ? "" : t("preview.none")}
        </p>
      ) : (
        <ol className={classes["previewDays"]} aria-live="polite">
          {days.slice(0, DAYS_SHOWN).map(({ date, slots }) => (
            <li key={date}>
              <strong>{dayText(date, locale)}</strong>
              <ul className={classes["chips"]}>
                {slots.slice(0, TIMES_SHOWN).map((slot) => (
                  <li key={slot.startsAt} data-testid="preview-slot">
                    {timeText(slot.viewer.local, locale)}
                    {!isOneZone && <span>{t("preview.yours", { time: timeText(slot.host.local, locale) })}</span>}
                  </li>
                ))}
                {slots.length > TIMES_SHOWN && <li data-more="true">{t("preview.more", { count: slots.length - TIMES_SHOWN })}</li>}
              </ul>
            </li>
          ))}
        </ol>
      )}
      {!isOneZone && days.length > 0 && <p className={classes["hint"]}>{t("preview.small", { zone: zoneName(plan.zone) })}</p>}
    </aside>
  );
}
