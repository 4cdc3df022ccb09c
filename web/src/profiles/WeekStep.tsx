/** When somebody has time: the painted week, the zone it is in, and how much of it they give. */
import { Button, Group, NumberInput, Select, Switch, UnstyledButton } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import type { Me } from "../accounts/api";
import { zoneClock, zoneName } from "../accounts/model";
import { useChangeMe } from "../accounts/use";
import { ZoneSelect } from "../accounts/ZoneSelect";
import { useNow } from "../core/useNow";
import type { Window } from "./api";
import { PRESETS, type Preset, freeMinutes, rowsOf, stepFor, withPreset } from "./grid";
import { EFFORTS, MOST_PLACES, type Role, hoursText } from "./model";
import { StepHead } from "./StepHead";
import { useRefreshProfiles } from "./use";
import { WeekGrid } from "./WeekGrid";
import classes from "./Wizard.module.css";

function Zone({ me }: { me: Me }): ReactNode {
  const { t, i18n } = useTranslation("profiles");
  const now = useNow();
  const change = useChangeMe();
  const refresh = useRefreshProfiles();
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return <ZoneSelect value={me.timeZone} onChange={(timeZone) => change.mutate({ timeZone }, { onSuccess: refresh })} />;
  return (
    <p className={classes["zone"]} data-testid="week-zone">
      <Trans t={t} i18nKey="week.zone" values={{ zone: zoneName(me.timeZone), clock: zoneClock(me.timeZone, now, i18n.language) }} components={{ b: <strong /> }} />{" "}
      <UnstyledButton className={classes["link"]} onClick={() => setOpen(true)}>
        {t("week.zoneChange")}
      </UnstyledButton>
    </p>
  );
}

const PRESET_NAMES = Object.keys(PRESETS) as Preset[];

function Hours({ hours, onChange }: { hours: readonly Window[]; onChange: (hours: Window[]) => void }): ReactNode {
  const { t, i18n } = useTranslation("profiles");
  const [isFine, setFine] = useState(() => stepFor(hours) === 30);
  const [isWholeDay, setWholeDay] = useState(false);
  const rows = rowsOf(hours, isFine ? 30 : 60, isWholeDay);
  const minutes = freeMinutes(hours);
  return (
    <>
      <Group gap="0.5rem" role="group" aria-label={t("week.presetsHint")}>
        <span className={classes["hint"]}>{t("week.presetsHint")}</span>
        {PRESET_NAMES.map((preset) => (
          <Button key={preset} size="compact-md" variant="light" onClick={() => onChange(withPreset(hours, preset))} data-testid={`preset-${preset}`}>
            {t(`week.presets.${preset}`)}
          </Button>
        ))}
        {hours.length > 0 && (
          <Button size="compact-md" variant="subtle" color="gray" onClick={() => onChange([])}>
            {t("week.clear")}
          </Button>
        )}
      </Group>
      <WeekGrid hours={hours} rows={rows} onChange={onChange} />
      <div className={classes["underGrid"]}>
        <strong aria-live="polite" data-testid="week-total">
          {minutes === 0 ? t("week.none") : t("week.total", { count: minutes / 60, text: hoursText(minutes, i18n.language) })}
        </strong>
        <Switch label={t("week.halves")} checked={isFine} onChange={(event) => setFine(event.currentTarget.checked)} />
        <UnstyledButton className={classes["link"]} aria-expanded={isWholeDay} onClick={() => setWholeDay(!isWholeDay)}>
          {t(isWholeDay ? "week.usualDay" : "week.wholeDay")}
        </UnstyledButton>
      </div>
    </>
  );
}

interface EffortProps {
  side: Role;
  minutes: number | null;
  onChange: (minutes: number | null) => void;
}

function Effort({ side, minutes, onChange }: EffortProps): ReactNode {
  const { t, i18n } = useTranslation("profiles");
  const known = minutes === null || EFFORTS.some((one) => one === minutes) ? EFFORTS : [...EFFORTS, minutes].toSorted((a, b) => a - b);
  const data = known.map((one) => ({
    value: String(one),
    label: one < 60 ? t("week.effortMinutes", { count: one }) : t("week.effortHours", { count: one / 60, text: hoursText(one, i18n.language) }),
  }));
  return (
    <Select
      label={t("week.effort")}
      description={t(`week.effortHint.${side}`)}
      placeholder={t("week.effortNone")}
      data={data}
      value={minutes === null ? null : String(minutes)}
      onChange={(value) => onChange(value === null ? null : Number(value))}
      clearable
      data-testid="effort"
    />
  );
}

interface PlacesProps {
  places: number | null;
  taken: number;
  onChange: (places: number | null) => void;
  error?: ReactNode;
}

function Places({ places, taken, onChange, error }: PlacesProps): ReactNode {
  const { t } = useTranslation("profiles");
  return (
    <NumberInput
      label={t("week.places")}
      description={taken > 0 ? `${t("week.placesHint")} ${t("week.taken", { count: taken })}` : t("week.placesHint")}
      value={places ?? ""}
      onChange={(value) => onChange(value === "" ? null : Number(value))}
      min={0}
      max={MOST_PLACES}
      allowDecimal={false}
      allowNegative={false}
      clampBehavior="strict"
      size="md"
      radius="md"
      error={error}
      data-testid="places"
    />
  );
}

interface WeekStepProps {
  me: Me;
  side: Role;
  hours: readonly Window[];
  onHours: (hours: Window[]) => void;
  minutes: number | null;
  onMinutes: (minutes: number | null) => void;
  /** Of mentors. */
  capacity?: { places: number | null; taken: number; onPlaces: (places: number | null) => void };
  fields: Readonly<Record<string, string>>;
}

export function WeekStep({ me, side, hours, onHours, minutes, onMinutes, capacity, fields }: WeekStepProps): ReactNode {
  const { t } = useTranslation("profiles");
  return (
    <>
      <StepHead title={t("week.title")} hint={t(`week.hint.${side}`)} />
      <Zone me={me} />
      <Hours hours={hours} onChange={onHours} />
      <div className={classes["pair"]}>
        {capacity && <Places places={capacity.places} taken={capacity.taken} onChange={capacity.onPlaces} error={fields["capacity.places"]} />}
        <Effort side={side} minutes={minutes} onChange={onMinutes} />
      </div>
    </>
  );
}
