/** A month to choose a day from: by pointer, or by arrow keys, Page Up and Page Down. */
import { ActionIcon, UnstyledButton } from "@mantine/core";
import { ChevronLeft, ChevronRight } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import { dayName } from "../profiles/grid";
import { addDays, dayNumber, dayText, monthText, weekdayOf, weeksOf } from "./clock";
import { firstWeekdayIn, monthOf, movedDay } from "./month";
import classes from "./Month.module.css";

export interface DayLook {
  /** What a colour says about the day. */
  tone: "free" | "busy" | "other" | "none";
  /** The same in words, after the date. */
  words: string;
  isOff?: boolean;
}

interface MonthBoardProps {
  month: string;
  selected: string | null;
  today: string;
  first: string;
  last: string;
  look: (date: string) => DayLook;
  onMonth: (month: string) => void;
  onSelect: (date: string) => void;
  label: string;
}

function Turn({ month, first, last, onMonth }: Pick<MonthBoardProps, "month" | "first" | "last" | "onMonth">): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const before = monthOf(addDays(month, -1));
  const after = monthOf(addDays(month, 32));
  return (
    <div className={classes["turn"]}>
      <ActionIcon variant="subtle" color="gray" size="lg" radius="xl" aria-label={t("month.before")} disabled={before < monthOf(first)} onClick={() => onMonth(before)} data-testid="month-before">
        <ChevronLeft size={20} aria-hidden="true" className={classes["flip"]} />
      </ActionIcon>
      <strong aria-live="polite" className={classes["name"]}>
        {monthText(month, i18n.language)}
      </strong>
      <ActionIcon variant="subtle" color="gray" size="lg" radius="xl" aria-label={t("month.after")} disabled={after > last} onClick={() => onMonth(after)} data-testid="month-after">
        <ChevronRight size={20} aria-hidden="true" className={classes["flip"]} />
      </ActionIcon>
    </div>
  );
}

export function MonthBoard({ month, selected, today, first, last, look, onMonth, onSelect, label }: MonthBoardProps): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const locale = i18n.language;
  const grid = useRef<HTMLDivElement>(null);
  const firstWeekday = firstWeekdayIn(locale);
  const weeks = weeksOf(month, firstWeekday);
  const dates = weeks.flat().filter((date): date is string => date !== null && date >= first && date <= last);
  const rove = selected !== null && dates.includes(selected) ? selected : (dates.find((date) => !look(date).isOff) ?? dates[0]);
  const press = (event: KeyboardEvent): void => {
    const from = (event.target as HTMLElement).dataset["date"];
    const next = from === undefined ? null : movedDay(from, event.key, i18n.dir() === "rtl");
    if (next === null || next < first || next > last) return;
    event.preventDefault();
    if (monthOf(next) !== month) onMonth(monthOf(next));
    // The month that is turned to is drawn first.
    requestAnimationFrame(() => grid.current?.querySelector<HTMLElement>(`[data-date="${next}"]`)?.focus());
  };
  return (
    <div className={classes["board"]}>
      <Turn month={month} first={first} last={last} onMonth={onMonth} />
      <div ref={grid} role="grid" aria-label={label} className={classes["grid"]} onKeyDown={press} tabIndex={-1}>
        <div role="row" className={classes["week"]}>
          {[0, 1, 2, 3, 4, 5, 6].map((at) => (
            <span key={at} role="columnheader" className={classes["weekday"]} aria-label={dayName((at + firstWeekday) % 7, locale, "long")}>
              {dayName((at + firstWeekday) % 7, locale, "short")}
            </span>
          ))}
        </div>
        {weeks.map((week) => (
          <div role="row" className={classes["week"]} key={week.find((date) => date !== null)}>
            {week.map((date, at) => {
              // oxlint-disable-next-line react/no-array-index-key, jsx-a11y/control-has-associated-label -- an empty place in the grid
              if (date === null) return <span key={`empty-${at}`} role="gridcell" />;
              const { tone, words, isOff } = look(date);
              const isOutside = date < first || date > last;
              return (
                <span role="gridcell" key={date} aria-selected={date === selected} className={classes["cell"]}>
                  <UnstyledButton
                    className={classes["day"]}
                    data-date={date}
                    data-tone={isOutside ? "none" : tone}
                    data-today={date === today}
                    data-chosen={date === selected}
                    data-weekend={weekdayOf(date) > 4}
                    tabIndex={date === rove ? 0 : -1}
                    aria-disabled={isOutside || isOff}
                    aria-current={date === today ? "date" : undefined}
                    aria-label={t("month.day", { day: dayText(date, locale), words: isOutside ? t("month.outside") : words })}
                    onClick={() => !isOutside && !isOff && onSelect(date)}
                    data-testid={`date-${date}`}
                  >
                    {dayNumber(date, locale)}
                  </UnstyledButton>
                </span>
              );
            })}
          </div>
        ))}
      </div>
    </div>
  );
}
