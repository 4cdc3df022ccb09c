/** Hours that are kind to both: a map of a week, whose turn it is, and when the two clocks part. */
import { UnstyledButton, VisuallyHidden } from "@mantine/core";
import { Scale, TriangleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { zoneName } from "../accounts/model";
import { isolated } from "../core/names";
import { Failed } from "../core/ui/Failed";
import { Loading } from "../core/ui/Loading";
import { useNow } from "../core/useNow";
import { shortDate } from "../core/when";
import { clockOf, hourOf } from "../profiles/grid";
import type { Cell, Fair, Slot } from "./api";
import { unitOf } from "./availability";
import { dateShift, dayNumber, dayText, shortDay, timeText } from "./clock";
import { HOURS, WARMTHS, type HeatDay, bearer, heatOf, kindSpans, movesBy, partingsWithin, slotOf, warmth } from "./fair";
import { useFair } from "./use";
import classes from "./Fair.module.css";

const PLANNED_DAYS = 180;

interface HeatProps {
  days: readonly HeatDay[];
  name: string;
  onPick: (slot: Slot) => void;
}

/** The picture is for the eye, the open times in it are buttons, and the list below says the same in words. */
function Heat({ days, name, onPick }: HeatProps): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const locale = i18n.language;
  return (
    <div className={classes["heat"]} role="group" aria-label={t("fair.map")}>
      <span aria-hidden="true" />
      {days.map(({ date }) => (
        <span key={date} className={classes["heatDay"]} aria-hidden="true">
          <span>{new Intl.DateTimeFormat(locale, { weekday: "narrow", timeZone: "UTC" }).format(new Date(`${date}T00:00:00Z`))}</span>
          {dayNumber(date, locale)}
        </span>
      ))}
      {HOURS.map((hour) => (
        <div key={hour} className={classes["heatRow"]}>
          <span className={classes["heatHour"]} aria-hidden="true">
            {hour % 3 === 0 ? hourOf(hour * 60, locale) : ""}
          </span>
          {days.map(({ date, hours }) => {
            const one = hours[hour];
            if (!one) return <span key={date} className={classes["heatCell"]} data-warmth="none" aria-hidden="true" />;
            const { slot } = one;
            if (!slot) return <span key={date} className={classes["heatCell"]} data-warmth={warmth(one)} title={t("fair.cell", { own: clockOf(hour * 60, locale), theirs: timeText(one.other, locale), name })} aria-hidden="true" />;
            const words = t("fair.open", { day: dayText(slot.viewer.local, locale), own: timeText(slot.viewer.local, locale), theirs: timeText(slot.host.local, locale), name });
            return (
              <UnstyledButton key={date} className={classes["heatCell"]} data-warmth={warmth(one)} data-open="true" title={words} aria-label={words} onClick={() => onPick(slot)}>
                <span className={classes["dot"]} aria-hidden="true" />
              </UnstyledButton>
            );
          })}
        </div>
      ))}
    </div>
  );
}

function Legend(): ReactNode {
  const { t } = useTranslation("scheduling");
  return (
    <ul className={classes["legend"]} aria-label={t("fair.legend")}>
      {WARMTHS.map((one) => (
        <li key={one}>
          <span className={classes["swatch"]} data-warmth={one} aria-hidden="true" /> {t(`fair.warmth.${one}`)}
        </li>
      ))}
      <li>
        <span className={classes["swatch"]} data-warmth="easy" aria-hidden="true">
          <span className={classes["dot"]} />
        </span>
        {t("fair.isOpen")}
      </li>
    </ul>
  );
}

function InWords({ days }: { days: readonly HeatDay[] }): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const locale = i18n.language;
  const lines = days.map((day) => ({ date: day.date, spans: kindSpans(day).map(({ from, to }) => `${clockOf(from * 60, locale)} – ${clockOf(to * 60, locale)}`) }));
  return (
    <VisuallyHidden component="ul">
      {lines.map(({ date, spans }) => (
        <li key={date}>{spans.length === 0 ? t("fair.noKind", { day: dayText(date, locale) }) : t("fair.kind", { day: dayText(date, locale), spans: new Intl.ListFormat(locale).format(spans) })}</li>
      ))}
    </VisuallyHidden>
  );
}

interface TurnsProps {
  turns: readonly (Cell | null)[];
  slots: readonly Slot[];
  name: string;
  onPick: (slot: Slot) => void;
}

const TURNS_SHOWN = 6;

function Turns({ turns, slots, name, onPick }: TurnsProps): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const locale = i18n.language;
  const some = turns.filter((one): one is Cell => one !== null).slice(0, TURNS_SHOWN);
  if (some.length === 0) return <p className={classes["soft"]}>{t("fair.noTurns")}</p>;
  return (
    <ol className={classes["turns"]} data-testid="turns">
      {some.map((cell) => {
        const slot = slotOf(cell.startsAt, slots);
        const shift = dateShift(cell.viewer, cell.host);
        const inside = (
          <>
            <strong>
              {shortDay(cell.viewer.local, locale)}, {timeText(cell.viewer.local, locale)}
            </strong>
            <span className={classes["soft"]}>
              {t("fair.theirs", { name, time: timeText(cell.host.local, locale) })} {shift !== 0 && t(shift > 0 ? "shift.after" : "shift.before")}
            </span>
            <span className={classes["bears"]} data-bears={bearer(cell)}>
              {t(`fair.bears.${bearer(cell)}`, { name })}
            </span>
          </>
        );
        return (
          <li key={cell.startsAt}>
            {slot ? (
              <UnstyledButton className={classes["turn"]} onClick={() => onPick(slot)} data-testid="turn">
                {inside}
              </UnstyledButton>
            ) : (
              <span className={classes["turn"]}>{inside}</span>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function Partings({ fair, name }: { fair: Fair; name: string }): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const now = useNow();
  const soon = partingsWithin(fair.partings, now, PLANNED_DAYS);
  if (soon.length === 0) return null;
  return (
    <div className={classes["partings"]} data-testid="partings">
      <TriangleAlert size={19} aria-hidden="true" />
      <div>
        <strong>{t("fair.part")}</strong>
        <ul>
          {soon.map((one) => {
            const { minutes, isLater } = movesBy(one);
            const { unit, count } = unitOf(minutes);
            return <li key={one.at}>{t(isLater ? "fair.partLater" : "fair.partEarlier", { date: shortDate(new Date(one.at), i18n.language), span: t(`span.${unit}`, { count }), who: t(`fair.who.${one.who}`, { name }), name })}</li>;
          })}
        </ul>
      </div>
    </div>
  );
}

function Plan({ fair, slots, name, onPick }: { fair: Fair; slots: readonly Slot[]; name: string; onPick: (slot: Slot) => void }): ReactNode {
  const { t } = useTranslation("scheduling");
  const days = heatOf(fair.cells, slots);
  return (
    <div className={classes["plan"]}>
      <div className={classes["mapPart"]}>
        <p className={classes["soft"]}>{t("fair.hint", { zone: zoneName(fair.viewerZone), other: zoneName(fair.hostZone), name })}</p>
        <Heat days={days} name={name} onPick={onPick} />
        <InWords days={days} />
        <Legend />
      </div>
      <div className={classes["turnPart"]}>
        <h3>{t("fair.turns")}</h3>
        <p className={classes["soft"]}>{t("fair.turnsHint")}</p>
        <Turns turns={fair.turns} slots={slots} name={name} onPick={onPick} />
        <Partings fair={fair} name={name} />
      </div>
    </div>
  );
}

interface FairPlannerProps {
  hostId: string;
  name: string;
  minutes: number;
  slots: readonly Slot[];
  onPick: (slot: Slot) => void;
}

export function FairPlanner({ hostId, name, minutes, slots, onPick }: FairPlannerProps): ReactNode {
  const { t } = useTranslation("scheduling");
  const [isOpen, setOpen] = useState(false);
  const fair = useFair(hostId, minutes, isOpen);
  return (
    <section className={classes["fair"]} aria-label={t("fair.title")}>
      <UnstyledButton className={classes["head"]} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} data-testid="fair-open">
        <Scale size={20} aria-hidden="true" />
        <span>
          <strong>{t("fair.title")}</strong>
          <span className={classes["soft"]}>{t("fair.lead", { name: isolated(name) })}</span>
        </span>
      </UnstyledButton>
      {isOpen && (fair.data ? <Plan fair={fair.data} slots={slots} name={isolated(name)} onPick={onPick} /> : fair.error ? <Failed of={fair} /> : <Loading />)}
    </section>
  );
}
