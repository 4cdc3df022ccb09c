/** A week to paint on: drag, tap, or arrow keys and Space; each day can be copied to others. */
import { Menu, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Window } from "./api";
import { type Cell, type Span, WEEKDAYS, clearDay, clockOf, copyDay, dayName, hourOf, moved, paintBetween, share } from "./grid";
import classes from "./WeekGrid.module.css";

const WORK_DAYS = [0, 1, 2, 3, 4] as const;

interface WeekGridProps {
  hours: readonly Window[];
  rows: readonly Span[];
  onChange: (hours: Window[]) => void;
}

interface Stroke {
  from: Cell;
  to: Cell;
  isFree: boolean;
}

function DayHead({ weekday, hours, onChange }: Pick<WeekGridProps, "hours" | "onChange"> & { weekday: number }): ReactNode {
  const { t, i18n } = useTranslation("profiles");
  const day = dayName(weekday, i18n.language, "long");
  return (
    <Menu position="bottom" width={230}>
      <Menu.Target>
        <UnstyledButton className={classes["day"]} data-testid={`day-${weekday}`}>
          <VisuallyHidden>{t("week.day", { day })}</VisuallyHidden>
          <span className={classes["dayWide"]} aria-hidden="true">
            {dayName(weekday, i18n.language, "short")}
          </span>
          <span className={classes["dayNarrow"]} aria-hidden="true">
            {dayName(weekday, i18n.language, "narrow")}
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{day}</Menu.Label>
        <Menu.Item onClick={() => onChange(copyDay(hours, weekday, WORK_DAYS))}>{t("week.copyWork")}</Menu.Item>
        <Menu.Item onClick={() => onChange(copyDay(hours, weekday, WEEKDAYS))}>{t("week.copyAll")}</Menu.Item>
        <Menu.Item onClick={() => onChange(clearDay(hours, weekday))}>{t("week.clearDay", { day })}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/** The cell under the pointer; null beside the grid. */
function cellAt(event: PointerEvent): Cell | null {
  const found = document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>("[data-cell]");
  const [weekday, row] = found?.dataset["cell"]?.split(":").map(Number) ?? [];
  return weekday === undefined || row === undefined ? null : { weekday, row };
}

/**
 * Painting by pointer: pressed on a free cell it rubs out, on any other it paints.
 *
 * The ref is the truth: a page that is busy draws several moves, or a move and the release, at once,
 * and a handler of the last drawing knows only what was drawn.
 */
function useStroke(hours: readonly Window[], rows: readonly Span[], onChange: (hours: Window[]) => void): {
  shown: readonly Window[];
  start: (event: PointerEvent) => void;
  go: (event: PointerEvent) => void;
  end: () => void;
  drop: () => void;
} {
  const live = useRef<Stroke | null>(null);
  const [stroke, setStroke] = useState<Stroke | null>(null);
  const take = (next: Stroke | null): void => {
    live.current = next;
    setStroke(next);
  };
  const painted = (by: Stroke): Window[] => [...paintBetween(hours, rows, by.from, by.to, by.isFree)];
  return {
    shown: stroke ? painted(stroke) : hours,
    start: (event) => {
      const cell = event.button === 0 ? cellAt(event) : null;
      const span = cell && rows[cell.row];
      if (!cell || !span) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      take({ from: cell, to: cell, isFree: share(hours, cell.weekday, span) < 1 });
    },
    go: (event) => {
      const cell = live.current && cellAt(event);
      if (live.current && cell) take({ ...live.current, to: cell });
    },
    end: () => {
      if (live.current) onChange(painted(live.current));
      take(null);
    },
    drop: () => take(null),
  };
}

type State = "free" | "partly" | "busy";
const stateOf = (part: number): State => (part === 1 ? "free" : part > 0 ? "partly" : "busy");

export function WeekGrid({ hours, rows, onChange }: WeekGridProps): ReactNode {
  const { t, i18n } = useTranslation("profiles");
  const locale = i18n.language;
  const grid = useRef<HTMLDivElement>(null);
  const [focused, setFocus] = useState<Cell>({ weekday: 0, row: Math.max(0, rows.findIndex(({ from }) => from >= 1080)) });
  // Fewer rows may be shown than when it was set.
  const focus = { ...focused, row: Math.min(focused.row, rows.length - 1) };
  const { shown, start, go, end, drop } = useStroke(hours, rows, onChange);
  const isFree = ({ weekday, row }: Cell): boolean => {
    const span = rows[row];
    return span !== undefined && share(hours, weekday, span) === 1;
  };
  const toggle = (cell: Cell): void => onChange(paintBetween(hours, rows, cell, cell, !isFree(cell)));
  const press = (event: KeyboardEvent): void => {
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      toggle(focus);
      return;
    }
    const next = moved(focus, event.key, rows.length, i18n.dir() === "rtl");
    if (!next) return;
    event.preventDefault();
    if (event.shiftKey) onChange(paintBetween(hours, rows, focus, next, true));
    setFocus(next);
    grid.current?.querySelector<HTMLElement>(`[data-cell="${next.weekday}:${next.row}"]`)?.focus();
  };
  const isRove = (weekday: number, row: number): boolean => focus.weekday === weekday && focus.row === row;
  return (
    <div className={classes["frame"]} data-fine={(rows[0]?.to ?? 0) - (rows[0]?.from ?? 0) < 60}>
      <div className={classes["heads"]}>
        <span />
        {WEEKDAYS.map((weekday) => (
          <DayHead key={weekday} weekday={weekday} hours={hours} onChange={onChange} />
        ))}
      </div>
      <div className={classes["body"]}>
        <div className={classes["clock"]} aria-hidden="true">
          {rows.map(({ from }) => (
            <span key={from} className={classes["hour"]}>
              {from % 60 === 0 ? hourOf(from, locale) : ""}
            </span>
          ))}
        </div>
        <div
          ref={grid}
          role="grid"
          aria-label={t("week.grid")}
          tabIndex={-1}
          className={classes["grid"]}
          onPointerDown={start}
          onPointerMove={go}
          onPointerUp={end}
          onPointerCancel={drop}
          onKeyDown={press}
          data-testid="week-grid"
        >
          {rows.map((span, row) => (
            <div role="row" className={classes["row"]} key={span.from} data-full={span.from % 60 === 0}>
              {WEEKDAYS.map((weekday) => {
                const state = stateOf(share(shown, weekday, span));
                const words = { day: dayName(weekday, locale, "long"), from: clockOf(span.from, locale), to: clockOf(span.to, locale), state: t(`week.${state}`) };
                return (
                  <div
                    key={weekday}
                    role="gridcell"
                    tabIndex={isRove(weekday, row) ? 0 : -1}
                    aria-selected={state === "free"}
                    aria-label={t("week.cell", words)}
                    className={classes["cell"]}
                    data-cell={`${weekday}:${row}`}
                    data-state={state}
                    onFocus={() => setFocus({ weekday, row })}
                  >
                    {state === "partly" && <VisuallyHidden>·</VisuallyHidden>}
                  </div>
                );
              })}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
