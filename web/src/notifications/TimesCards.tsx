/** When notices come: reminders of sessions, quiet hours, digests. */
import { Card, Chip, Radio, Switch, TextInput, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { QuietHours, Rhythm, Settings } from "./api";
import { FIRST_QUIET, clockOf, leadOf, minuteOf, withReminder } from "./model";
import classes from "./Notices.module.css";

interface CardProps {
  settings: Settings;
  onChange: (settings: Settings) => void;
}

const RHYTHMS = ["off", "daily", "weekly"] as const satisfies readonly Rhythm[];

export function RemindersCard({ settings, onChange }: CardProps): ReactNode {
  const { t } = useTranslation("notifications");
  const isFull = settings.reminders.length >= settings.mostReminders;
  return (
    <Card className={classes["card"]}>
      <div className={classes["cardHead"]}>
        <Title order={2}>{t("settings.reminders.title")}</Title>
        <p className={classes["hint"]}>{t("settings.reminders.hint", { count: settings.mostReminders })}</p>
      </div>
      <div className={classes["chips"]} role="group" aria-label={t("settings.reminders.title")}>
        {settings.reminderChoices.map((minutes) => {
          const { unit, count } = leadOf(minutes);
          const isChosen = settings.reminders.includes(minutes);
          return (
            <Chip key={minutes} checked={isChosen} disabled={isFull && !isChosen} onChange={() => onChange(withReminder(settings, minutes))} data-testid={`reminder-${minutes}`}>
              {t(`settings.reminders.${unit}`, { count })}
            </Chip>
          );
        })}
      </div>
      {settings.reminders.length === 0 && <p className={classes["hint"]}>{t("settings.reminders.none")}</p>}
    </Card>
  );
}

export function QuietCard({ settings, onChange }: CardProps): ReactNode {
  const { t } = useTranslation("notifications");
  const quiet = settings.quietHours;
  const set = (quietHours: QuietHours | null): void => onChange({ ...settings, quietHours });
  const setTime = (which: keyof QuietHours, clock: string): void => {
    const minute = minuteOf(clock);
    if (quiet && minute !== null && minute !== quiet[which === "startMinute" ? "endMinute" : "startMinute"]) set({ ...quiet, [which]: minute });
  };
  return (
    <Card className={classes["card"]}>
      <div className={classes["cardHead"]}>
        <Title order={2}>{t("settings.quiet.title")}</Title>
        <p className={classes["hint"]}>{t("settings.quiet.hint")}</p>
      </div>
      <Switch label={t("settings.quiet.label")} checked={quiet !== null} onChange={(event) => set(event.currentTarget.checked ? FIRST_QUIET : null)} data-testid="quiet-on" />
      {quiet && (
        <>
          <div className={classes["times"]}>
            <TextInput type="time" label={t("settings.quiet.from")} value={clockOf(quiet.startMinute)} onChange={(event) => setTime("startMinute", event.currentTarget.value)} data-testid="quiet-from" />
            <TextInput type="time" label={t("settings.quiet.until")} value={clockOf(quiet.endMinute)} onChange={(event) => setTime("endMinute", event.currentTarget.value)} data-testid="quiet-until" />
          </div>
          <p className={classes["hint"]}>{t("settings.quiet.zone")}</p>
        </>
      )}
    </Card>
  );
}

export function DigestCard({ settings, onChange }: CardProps): ReactNode {
  const { t } = useTranslation("notifications");
  return (
    <Card className={classes["card"]}>
      <div className={classes["cardHead"]}>
        <Title order={2}>{t("settings.digest.title")}</Title>
        <p className={classes["hint"]}>{t("settings.digest.hint")}</p>
      </div>
      <Radio.Group value={settings.digest} onChange={(digest) => onChange({ ...settings, digest: RHYTHMS.find((one) => one === digest) ?? "off" })} aria-label={t("settings.digest.title")}>
        <div className={classes["rhythms"]}>
          {RHYTHMS.map((rhythm) => (
            <Radio key={rhythm} value={rhythm} label={t(`settings.digest.${rhythm}`)} data-testid={`digest-${rhythm}`} />
          ))}
        </div>
      </Radio.Group>
    </Card>
  );
}
