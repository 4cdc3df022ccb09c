/** How one is booked: lengths, notice, breaks, and, folded, what few people need. */
import { NumberInput, Select, Switch, TagsInput, TextInput, Title, UnstyledButton } from "@mantine/core";
import { ChevronDown } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Availability, Limit } from "./api";
import { type Fields, errorAt, hasErrors, unitOf, withOwn } from "./availability";
import classes from "./Availability.module.css";

const DURATIONS = ["15", "20", "30", "45", "60", "90", "120"] as const;
const BREAKS = [0, 5, 10, 15, 20, 30, 45, 60] as const;
const NOTICES = [0, 60, 240, 720, 1440, 2880, 4320, 10_080] as const;
const STEPS = [5, 10, 15, 20, 30, 45, 60] as const;
const SHARES = [
  [1, "less"],
  [2, "same"],
  [4, "more"],
] as const;
const LONGEST_HORIZON = 366;
const MOST_DURATIONS = 6;

interface PartProps {
  plan: Availability;
  set: (change: Partial<Availability>) => void;
  fields: Fields;
}

function useSpanWords(): (minutes: number, none: string) => string {
  const { t } = useTranslation("scheduling");
  return (minutes, none) => {
    const { unit, count } = unitOf(minutes);
    return minutes === 0 ? none : t(`span.${unit}`, { count });
  };
}

interface SpanSelectProps {
  label: string;
  hint: string;
  choices: readonly number[];
  value: number;
  none: string;
  error: string | undefined;
  onChange: (minutes: number) => void;
  testId: string;
}

function SpanSelect({ label, hint, choices, value, none, error, onChange, testId }: SpanSelectProps): ReactNode {
  const words = useSpanWords();
  return (
    <Select
      label={label}
      description={hint}
      allowDeselect={false}
      data={withOwn(choices, value).map((one) => ({ value: String(one), label: words(one, none) }))}
      value={String(value)}
      onChange={(one) => one !== null && onChange(Number(one))}
      error={error}
      data-testid={testId}
    />
  );
}

function Sessions({ plan, set, fields }: PartProps): ReactNode {
  const { t } = useTranslation("scheduling");
  const take = (given: string[]): void => set({ durations: [...new Set(given.map(Number).filter((one) => Number.isInteger(one) && one > 0))].sort((a, b) => a - b) });
  return (
    <section className={classes["part"]} aria-labelledby="sessions">
      <Title order={2} id="sessions">
        {t("rules.sessions")}
      </Title>
      <TagsInput label={t("rules.durations")} description={t("rules.durationsHint")} data={DURATIONS} maxTags={MOST_DURATIONS} value={plan.durations.map(String)} onChange={take} error={errorAt(fields, "durations")} inputMode="numeric" data-testid="rule-durations" />
      <Switch size="md" label={t("rules.confirm")} description={t("rules.confirmHint")} checked={plan.isConfirmedFirst} onChange={(event) => set({ isConfirmedFirst: event.currentTarget.checked })} data-testid="rule-confirm" />
    </section>
  );
}

const HORIZONS = ["days", "days_with_hours", "date"] as const satisfies readonly Availability["horizon"][];

/** Up to which day: so many from today on, so many with hours, or a date. */
function HorizonFields({ plan, set, fields }: PartProps): ReactNode {
  const { t } = useTranslation("scheduling");
  const { horizon } = plan;
  return (
    <>
      <Select size="md" label={t("rules.horizon")} description={t("rules.horizonHint")} allowDeselect={false} data={HORIZONS.map((one) => ({ value: one, label: t(`rules.horizons.${one}`) }))} value={horizon} onChange={(one) => one !== null && set({ horizon: one })} data-testid="rule-horizon-kind" />
      {horizon === "date" ? (
        <TextInput size="md" type="date" label={t("rules.lastDate")} description={t("rules.lastDateHint")} value={plan.lastDate ?? ""} onChange={(event) => set({ lastDate: event.currentTarget.value || null })} error={errorAt(fields, "lastDate")} data-testid="rule-last-date" />
      ) : (
        <NumberInput size="md" label={t(`rules.count.${horizon}`)} description={t(`rules.countHint.${horizon}`)} min={1} max={LONGEST_HORIZON} allowDecimal={false} value={plan.horizonDays} onChange={(days) => set({ horizonDays: Number(days) || 0 })} error={errorAt(fields, "horizonDays")} data-testid="rule-horizon" />
      )}
    </>
  );
}

function Times({ plan, set, fields }: PartProps): ReactNode {
  const { t } = useTranslation("scheduling");
  return (
    <section className={classes["part"]} aria-labelledby="notice">
      <Title order={2} id="notice">
        {t("rules.time")}
      </Title>
      <div className={classes["fields"]}>
        <SpanSelect label={t("rules.notice")} hint={t("rules.noticeHint")} choices={NOTICES} value={plan.noticeMinutes} none={t("rules.noticeNone")} error={errorAt(fields, "noticeMinutes")} onChange={(noticeMinutes) => set({ noticeMinutes })} testId="rule-notice" />
        <HorizonFields plan={plan} set={set} fields={fields} />
        <SpanSelect label={t("rules.before")} hint={t("rules.beforeHint")} choices={BREAKS} value={plan.beforeMinutes} none={t("rules.none")} error={errorAt(fields, "beforeMinutes")} onChange={(beforeMinutes) => set({ beforeMinutes })} testId="rule-before" />
        <SpanSelect label={t("rules.after")} hint={t("rules.afterHint")} choices={BREAKS} value={plan.afterMinutes} none={t("rules.none")} error={errorAt(fields, "afterMinutes")} onChange={(afterMinutes) => set({ afterMinutes })} testId="rule-after" />
      </div>
    </section>
  );
}

type Period = "daily" | "weeklyLimit" | "monthly";
const PERIODS = ["daily", "weeklyLimit", "monthly"] as const satisfies readonly Period[];

function LimitRow({ period, limit, onChange, error }: { period: Period; limit: Limit; onChange: (limit: Limit) => void; error: string | undefined }): ReactNode {
  const { t } = useTranslation("scheduling");
  const own = (value: string | number): number | null => (value === "" ? null : Math.max(1, Number(value)));
  return (
    <div className={classes["limit"]} role="group" aria-label={t(`rules.${period}`)}>
      <strong>{t(`rules.${period}`)}</strong>
      <NumberInput size="md" aria-label={t("rules.mostSessions", { period: t(`rules.${period}`) })} placeholder={t("rules.noLimit")} suffix={` ${t("rules.sessionsUnit")}`} min={1} allowDecimal={false} value={limit.sessions ?? ""} onChange={(value) => onChange({ ...limit, sessions: own(value) })} error={error} />
      <NumberInput size="md" aria-label={t("rules.mostMinutes", { period: t(`rules.${period}`) })} placeholder={t("rules.noLimit")} suffix={` ${t("rules.minutesUnit")}`} min={1} allowDecimal={false} value={limit.minutes ?? ""} onChange={(value) => onChange({ ...limit, minutes: own(value) })} />
    </div>
  );
}

function Rare({ plan, set, fields }: PartProps): ReactNode {
  const { t } = useTranslation("scheduling");
  const [isOpen, setOpen] = useState(false);
  const isShown = isOpen || hasErrors(fields, "rare");
  return (
    <section className={classes["part"]}>
      <UnstyledButton className={classes["fold"]} aria-expanded={isShown} onClick={() => setOpen(!isOpen)} data-testid="rules-more">
        <span>
          <strong>{t("rules.more")}</strong>
          <span className={classes["soft"]}>{t("rules.moreHint")}</span>
        </span>
        <ChevronDown size={20} aria-hidden="true" data-open={isShown} />
      </UnstyledButton>
      {isShown && (
        <div className={classes["rare"]}>
          <div className={classes["group"]}>
            <h3>{t("rules.limits")}</h3>
            <p className={classes["hint"]}>{t("rules.limitsHint")}</p>
            {PERIODS.map((period) => (
              <LimitRow key={period} period={period} limit={plan[period]} onChange={(limit) => set({ [period]: limit })} error={errorAt(fields, period)} />
            ))}
            <Switch label={t("rules.sunday")} description={t("rules.sundayHint")} checked={plan.isWeekFromSunday} onChange={(event) => set({ isWeekFromSunday: event.currentTarget.checked })} />
          </div>
          <div className={classes["group"]}>
            <h3>{t("rules.starts")}</h3>
            <SpanSelect label={t("rules.step")} hint={t("rules.stepHint")} choices={STEPS} value={plan.stepMinutes} none="" error={errorAt(fields, "stepMinutes")} onChange={(stepMinutes) => set({ stepMinutes })} testId="rule-step" />
            <Switch label={t("rules.anchor")} description={t("rules.anchorHint")} checked={plan.isClockAnchored} onChange={(event) => set({ isClockAnchored: event.currentTarget.checked })} />
            <Select label={t("rules.share")} description={t("rules.shareHint")} allowDeselect={false} data={SHARES.map(([share, word]) => ({ value: String(share), label: t(`rules.shares.${word}`) }))} value={String(plan.share)} onChange={(one) => one !== null && set({ share: Number(one) })} error={errorAt(fields, "share")} data-testid="rule-share" />
            <Switch label={t("rules.blocking")} description={t("rules.blockingHint")} checked={plan.isPendingBlocking} onChange={(event) => set({ isPendingBlocking: event.currentTarget.checked })} />
          </div>
        </div>
      )}
    </section>
  );
}

export function RulesPart(props: PartProps): ReactNode {
  return (
    <>
      <Sessions {...props} />
      <Times {...props} />
      <Rare {...props} />
    </>
  );
}
