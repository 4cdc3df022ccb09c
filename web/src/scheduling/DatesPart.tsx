/** What is otherwise than usual: single dates, holidays, journeys. */
import { ActionIcon, Button, TextInput, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Palmtree, Plane, Plus, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { zoneName } from "../accounts/model";
import { ZoneSelect } from "../accounts/ZoneSelect";
import { useNow } from "../core/useNow";
import { clockOf } from "../profiles/grid";
import type { Availability, Holiday, Travel } from "./api";
import { type Fields, dayIs, errorAt, travelAt, windowsOn, withDate } from "./availability";
import classes from "./Availability.module.css";
import { addDays, dayText, endText, todayIn } from "./clock";
import { type DayLook, MonthBoard } from "./MonthBoard";
import { monthOf } from "./month";
import { blocksOf, weeklyOf } from "./week";
import { type Stretch, WindowRows } from "./WindowRows";

const YEAR_DAYS = 365;
const A_WEEK = 6;

interface PartProps {
  plan: Availability;
  set: (change: Partial<Availability>) => void;
  fields: Fields;
}

const TONE = { usual: "free", off: "busy", other: "other", holiday: "busy", never: "none" } as const;

function useDayWords(plan: Availability): (date: string) => string {
  const { t, i18n } = useTranslation("scheduling");
  return (date) => {
    const is = dayIs(plan, date);
    const hours = windowsOn(plan, date).map(({ startMinute, endMinute }) => `${clockOf(startMinute, i18n.language)} – ${endText(endMinute, i18n.language)}`);
    const words = is === "usual" || is === "other" ? t(`dates.is.${is}`, { hours: new Intl.ListFormat(i18n.language).format(hours) }) : t(`dates.is.${is}`);
    const zone = travelAt(plan, date);
    return zone === null ? words : `${words} ${t("dates.inZone", { zone: zoneName(zone) })}`;
  };
}

function DayCard({ plan, set, fields, date }: PartProps & { date: string }): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const words = useDayWords(plan)(date);
  const is = dayIs(plan, date);
  const name = dayText(date, i18n.language);
  const write = (stretches: readonly Stretch[] | null): void =>
    set({ overrides: withDate(plan.overrides, date, stretches && weeklyOf(stretches.map(({ start, end }) => ({ day: 0, start, end }))).map(({ startMinute, endMinute }) => ({ startMinute, endMinute }))) });
  const own = blocksOf(windowsOn(plan, date).map(({ startMinute, endMinute }) => ({ weekday: 0, startMinute, endMinute })));
  const first: Stretch = { start: 540, end: 1020 };
  const add = (): void => {
    const last = own.at(-1);
    write(last && last.end <= 1320 ? [...own, { start: last.end + 60, end: last.end + 120 }] : [...own, first]);
  };
  const error = errorAt(fields, `overrides.${date}`);
  return (
    <div className={classes["dayCard"]} data-testid="date-card">
      <strong>{name}</strong>
      <p className={classes["hint"]} aria-live="polite">
        {words}
      </p>
      {is === "other" && <WindowRows day={name} stretches={own} onChange={write} onAdd={add} />}
      {error && <p className={classes["error"]}>{error}</p>}
      <div className={classes["deeds"]}>
        {is !== "off" && (
          <Button size="compact-md" variant="light" color="clay" onClick={() => write([])} data-testid="date-off">
            {t("dates.off")}
          </Button>
        )}
        {is !== "other" && (
          <Button size="compact-md" variant="light" onClick={() => write(own.length > 0 ? own : [first])} data-testid="date-other">
            {t("dates.other")}
          </Button>
        )}
        {(is === "off" || is === "other") && (
          <Button size="compact-md" variant="subtle" onClick={() => write(null)} data-testid="date-usual">
            {t("dates.usual")}
          </Button>
        )}
      </div>
    </div>
  );
}

interface StretchRowProps<One> {
  one: One;
  onChange: (one: One) => void;
  onRemove: () => void;
  error: string | undefined;
  children?: ReactNode;
}

function StretchRow<One extends Holiday>({ one, onChange, onRemove, error, children }: StretchRowProps<One>): ReactNode {
  const { t } = useTranslation("scheduling");
  return (
    <li className={classes["stretch"]}>
      <TextInput type="date" label={t("dates.first")} value={one.first} max={one.last} onChange={(event) => event.currentTarget.value && onChange({ ...one, first: event.currentTarget.value })} error={error} />
      <TextInput type="date" label={t("dates.last")} value={one.last} min={one.first} onChange={(event) => event.currentTarget.value && onChange({ ...one, last: event.currentTarget.value })} />
      {children}
      <ActionIcon variant="subtle" color="gray" size="lg" radius="xl" aria-label={t("dates.remove")} onClick={onRemove}>
        <X size={18} aria-hidden="true" />
      </ActionIcon>
    </li>
  );
}

const swapped = <One,>(all: readonly One[], at: number, to: One | null): One[] => all.flatMap((one, index) => (index === at ? (to === null ? [] : [to]) : [one]));

function Holidays({ plan, set, fields, today }: PartProps & { today: string }): ReactNode {
  const { t } = useTranslation("scheduling");
  const write = (at: number, to: Holiday | null): void => set({ holidays: swapped(plan.holidays, at, to) });
  return (
    <div className={classes["group"]}>
      <h3>
        <Palmtree size={18} aria-hidden="true" /> {t("dates.holidays")}
      </h3>
      <p className={classes["hint"]}>
        <Trans t={t} i18nKey="dates.holidaysHint" components={{ a: <Link to="/profile/mentor" search={{ step: "terms" }} className={classes["link"]} /> }} />
      </p>
      <ul className={classes["rowList"]}>
        {plan.holidays.map((one, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- a field keeps its focus while its own value moves
          <StretchRow key={at} one={one} onChange={(to) => write(at, to)} onRemove={() => write(at, null)} error={errorAt(fields, `holidays[${at}]`)} />
        ))}
      </ul>
      {fields["holidays"] && <p className={classes["error"]}>{fields["holidays"]}</p>}
      <Button variant="subtle" size="compact-md" leftSection={<Plus size={16} aria-hidden="true" />} onClick={() => set({ holidays: [...plan.holidays, { first: today, last: addDays(today, A_WEEK) }] })} className={classes["start"]} data-testid="holiday-add">
        {t("dates.addHoliday")}
      </Button>
    </div>
  );
}

function Travels({ plan, set, fields, today }: PartProps & { today: string }): ReactNode {
  const { t } = useTranslation("scheduling");
  const write = (at: number, to: Travel | null): void => set({ travels: swapped(plan.travels, at, to) });
  return (
    <div className={classes["group"]}>
      <h3>
        <Plane size={18} aria-hidden="true" /> {t("dates.travels")}
      </h3>
      <p className={classes["hint"]}>{t("dates.travelsHint")}</p>
      <ul className={classes["rowList"]}>
        {plan.travels.map((one, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- a field keeps its focus while its own value moves
          <StretchRow key={at} one={one} onChange={(to) => write(at, to)} onRemove={() => write(at, null)} error={errorAt(fields, `travels[${at}]`)}>
            <ZoneSelect value={one.zone} onChange={(zone) => write(at, { ...one, zone })} />
          </StretchRow>
        ))}
      </ul>
      {fields["travels"] && <p className={classes["error"]}>{fields["travels"]}</p>}
      <Button variant="subtle" size="compact-md" leftSection={<Plus size={16} aria-hidden="true" />} onClick={() => set({ travels: [...plan.travels, { first: today, last: addDays(today, A_WEEK), zone: plan.zone }] })} className={classes["start"]} data-testid="travel-add">
        {t("dates.addTravel")}
      </Button>
    </div>
  );
}

export function DatesPart({ plan, set, fields }: PartProps): ReactNode {
  const { t } = useTranslation("scheduling");
  const today = todayIn(plan.zone, useNow());
  const [month, setMonth] = useState(() => monthOf(today));
  const [date, setDate] = useState<string | null>(null);
  const words = useDayWords(plan);
  const look = (one: string): DayLook => ({ tone: TONE[dayIs(plan, one)], words: words(one) });
  const shared = { plan, set, fields };
  return (
    <section className={classes["part"]} aria-labelledby="dates">
      <Title order={2} id="dates">
        {t("dates.title")}
      </Title>
      <p className={classes["hint"]}>{t("dates.hint")}</p>
      <div className={classes["dates"]}>
        <MonthBoard month={month} selected={date} today={today} first={today} last={addDays(today, YEAR_DAYS)} look={look} onMonth={setMonth} onSelect={setDate} label={t("dates.month")} />
        {date === null ? <p className={classes["dayCard"]}>{t("dates.choose")}</p> : <DayCard {...shared} date={date} />}
      </div>
      <div className={classes["halves"]}>
        <Holidays {...shared} today={today} />
        <Travels {...shared} today={today} />
      </div>
    </section>
  );
}
