/** Days with open times and the times of one of them, in the viewer's zone and the host's, as the server renders both. */
import { UnstyledButton, VisuallyHidden } from "@mantine/core";
import { Moon, Sun, Sunrise } from "lucide-react";
import type { ReactNode } from "react";
import { Trans, useTranslation } from "react-i18next";
import { zoneName } from "../accounts/model";
import { useSay } from "../core/explain";
import { Loading } from "../core/ui/Loading";
import { Notice } from "../core/ui/Notice";
import { AdriftScene } from "../core/ui/scenes";
import { useNow } from "../core/useNow";
import type { HostSlots, Slot } from "./api";
import { addDays, dateShift, dayText, disagrees, timeText, todayIn } from "./clock";
import { type Part, dayShown, daysOf, partsOf } from "./model";
import { type DayLook, MonthBoard } from "./MonthBoard";
import { monthOf } from "./month";
import classes from "./Scheduling.module.css";

const ICONS = { morning: Sunrise, day: Sun, evening: Moon } as const satisfies Record<Part, unknown>;

/** "+1 day" where the other's calendar shows another date. */
function useShiftWord(): (slot: Pick<Slot, "viewer" | "host">) => string {
  const { t } = useTranslation("scheduling");
  return ({ viewer, host }) => {
    const shift = dateShift(viewer, host);
    return shift === 0 ? "" : t(shift > 0 ? "shift.after" : "shift.before");
  };
}

interface TimeProps {
  slot: Slot;
  name: string;
  isOneZone: boolean;
  isChosen: boolean;
  isBusy: boolean;
  onPick: (slot: Slot) => void;
}

function Time({ slot, name, isOneZone, isChosen, isBusy, onPick }: TimeProps): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const shift = useShiftWord()(slot);
  const own = timeText(slot.viewer.local, i18n.language);
  const theirs = timeText(slot.host.local, i18n.language);
  const inside = isOneZone ? (
    <span className={classes["timeOwn"]}>{own}</span>
  ) : (
    // What is heard is a whole sentence, of which the eye needs two times.
    <Trans
      t={t}
      i18nKey="slots.pickBoth"
      tOptions={{ interpolation: { escapeValue: true } }}
      shouldUnescape
      values={{ own, theirs: `${theirs} ${shift}`.trim(), name }}
      components={{ own: <span className={classes["timeOwn"]} />, theirs: <span className={classes["timeOther"]} />, said: <VisuallyHidden component="span" /> }}
    />
  );
  return (
    <UnstyledButton className={classes["time"]} data-chosen={isChosen} aria-pressed={isChosen} disabled={isBusy} onClick={() => onPick(slot)} data-testid="slot" data-starts-at={slot.startsAt}>
      {inside}
    </UnstyledButton>
  );
}

type TimesProps = Omit<TimeProps, "slot" | "isChosen"> & { date: string; slots: readonly Slot[]; chosen: string | null };

function Times({ date, slots, chosen, ...rest }: TimesProps): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  return (
    <div className={classes["times"]} data-testid="times">
      <h3 className={classes["timesDay"]} aria-live="polite">
        {dayText(date, i18n.language)}
        <span className={classes["soft"]}> · {t("slots.count", { count: slots.length })}</span>
      </h3>
      {partsOf(slots).map(({ part, slots: of }) => {
        const Icon = ICONS[part];
        return (
          <div key={part} role="group" aria-label={t(`part.${part}`)} className={classes["part"]}>
            <span className={classes["partName"]} aria-hidden="true">
              <Icon size={16} /> {t(`part.${part}`)}
            </span>
            <div className={classes["timeGrid"]}>
              {of.map((slot) => (
                <Time key={slot.startsAt} slot={slot} isChosen={slot.startsAt === chosen} {...rest} />
              ))}
            </div>
          </div>
        );
      })}
    </div>
  );
}

function Nothing({ name }: { name: string }): ReactNode {
  const { t } = useTranslation("scheduling");
  return (
    <div className={classes["empty"]} data-testid="no-slots">
      <AdriftScene className={classes["scene"]} />
      <strong>{t("slots.none")}</strong>
      <p className={classes["hint"]}>{t("slots.noneHint", { name })}</p>
    </div>
  );
}

interface ListProps {
  data: HostSlots;
  /** The month from which on `data` is. */
  month: string;
  onMonth: (month: string) => void;
  /** The day somebody looks at; null: the first with times. */
  date: string | null;
  onDate: (date: string) => void;
  /** How many days ahead there can be times. */
  horizonDays: number;
  name: string;
  chosen?: string | null;
  isBusy?: boolean;
  onPick: (slot: Slot) => void;
}

export function SlotPicker({ data, error, ...rest }: Omit<ListProps, "data"> & { data: HostSlots | undefined; error: unknown }): ReactNode {
  const say = useSay();
  if (data) return <SlotList data={data} {...rest} />;
  return error ? <Notice>{say(error)}</Notice> : <Loading />;
}

function SlotList({ data, month, onMonth, date: wished, onDate, horizonDays, name, chosen = null, isBusy = false, onPick }: ListProps): ReactNode {
  const { t } = useTranslation("scheduling");
  const now = useNow();
  const today = todayIn(data.viewerZone, now);
  const last = addDays(today, horizonDays + 1);
  const days = daysOf(data.slots);
  const shown = dayShown(days, wished);
  const board = wished === null && shown ? monthOf(shown.date) : month;
  const counts = new Map(days.map(({ date, slots }) => [date, slots.length]));
  const look = (date: string): DayLook => {
    const count = counts.get(date) ?? 0;
    return count > 0 ? { tone: "free", words: t("slots.count", { count }) } : { tone: "none", words: t("slots.dayNone"), isOff: true };
  };
  const turn = (to: string): void => {
    onDate(to);
    onMonth(to);
  };
  const first = data.slots[0];
  return (
    <div className={classes["picker"]}>
      <div className={classes["pickerMonth"]}>
        <MonthBoard month={board} selected={shown?.date ?? null} today={today} first={today} last={last} look={look} onMonth={turn} onSelect={onDate} label={t("slots.month")} />
        {first && disagrees(first.startsAt, first.viewer, data.viewerZone) && <p className={classes["hint"]}>{t("slots.disagrees", { zone: zoneName(data.viewerZone) })}</p>}
      </div>
      {shown ? (
        <Times date={shown.date} slots={shown.slots} chosen={chosen} name={name} isOneZone={data.slots.every(({ host, viewer }) => host.local === viewer.local)} isBusy={isBusy} onPick={onPick} />
      ) : (
        <Nothing name={name} />
      )}
    </div>
  );
}

