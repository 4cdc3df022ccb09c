/** The week as a calendar: drag to paint, to move, to make longer; every block by keyboard, too. */
import { Menu, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { type KeyboardEvent, type PointerEvent, type ReactNode, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { WEEKDAYS, clockOf, dayName, hourOf } from "../profiles/grid";
import { DAY_MINUTES, endText } from "./clock";
import { type Block, type Piece, SNAP_MINUTES, cleared, copied, endingAt, keyed, paint, piecesOf, replaced, shifted, snap, startingAt, without } from "./week";
import classes from "./Week.module.css";

const WORK_DAYS = [0, 1, 2, 3, 4] as const;
const HOURS = Array.from({ length: 8 }, (_, at) => at * 3);

interface Spot {
  day: number;
  minute: number;
}

type Grip = { is: "paint" } | { is: "move" | "start" | "end"; at: number; block: Block };

interface Drag {
  grip: Grip;
  from: Spot;
  to: Spot;
  isMoved: boolean;
}

interface WeekBoardProps {
  blocks: readonly Block[];
  chosen: number | null;
  onChange: (blocks: Block[]) => void;
  onChoose: (at: number | null) => void;
}

function between(a: number, b: number): number[] {
  return WEEKDAYS.filter((day) => day >= Math.min(a, b) && day <= Math.max(a, b));
}

/** What the week becomes by a drag; a click paints an hour. */
function draggedTo(blocks: readonly Block[], { grip, from, to, isMoved }: Drag): Block[] {
  if (grip.is === "paint") {
    const start = Math.min(from.minute, to.minute);
    const end = isMoved ? Math.max(from.minute, to.minute, start + SNAP_MINUTES) : start + 60;
    return paint(blocks, between(from.day, to.day), Math.min(start, DAY_MINUTES - SNAP_MINUTES), Math.min(end, DAY_MINUTES));
  }
  if (!isMoved) return [...blocks];
  if (grip.is === "move") return replaced(blocks, grip.at, shifted(grip.block, to.day - from.day, to.minute - from.minute));
  if (grip.is === "start") return replaced(blocks, grip.at, startingAt(grip.block, to.minute));
  // Pulled over onto the next day, it ends there.
  const nextDay = to.day === (grip.block.day + 1) % 7 && to.day !== grip.block.day;
  return replaced(blocks, grip.at, endingAt(grip.block, to.minute + (nextDay ? DAY_MINUTES : 0)));
}

/**
 * A drag across the week.
 *
 * The ref is the truth: a busy page draws several moves at once, and a handler of the last drawing
 * knows only what was drawn.
 */
function useDrag(blocks: readonly Block[], onChange: (blocks: Block[]) => void, isRightToLeft: boolean): {
  shown: readonly Block[];
  isDragging: boolean;
  grid: React.RefObject<HTMLDivElement | null>;
  start: (event: PointerEvent, grip: Grip) => void;
  go: (event: PointerEvent) => void;
  end: () => Drag | null;
  drop: () => void;
} {
  const grid = useRef<HTMLDivElement>(null);
  const live = useRef<Drag | null>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const take = (next: Drag | null): void => {
    live.current = next;
    setDrag(next);
  };
  const spotAt = (event: PointerEvent): Spot => {
    const { left, top, width, height } = (grid.current ?? (event.currentTarget as HTMLElement)).getBoundingClientRect();
    const column = Math.min(6, Math.max(0, Math.floor(((event.clientX - left) / width) * 7)));
    const minute = Math.min(DAY_MINUTES, Math.max(0, ((event.clientY - top) / height) * DAY_MINUTES));
    return { day: isRightToLeft ? 6 - column : column, minute };
  };
  return {
    shown: drag ? draggedTo(blocks, drag) : blocks,
    isDragging: drag?.isMoved ?? false,
    grid,
    start: (event, grip) => {
      if (event.button !== 0) return;
      const spot = spotAt(event);
      grid.current?.setPointerCapture(event.pointerId);
      const from = { day: spot.day, minute: grip.is === "paint" ? Math.floor(spot.minute / SNAP_MINUTES) * SNAP_MINUTES : snap(spot.minute) };
      take({ grip, from, to: from, isMoved: false });
    },
    go: (event) => {
      const now = live.current;
      if (!now) return;
      const spot = spotAt(event);
      const to = { day: spot.day, minute: snap(spot.minute) };
      const isMoved = now.isMoved || to.day !== now.from.day || Math.abs(spot.minute - now.from.minute) > SNAP_MINUTES;
      take({ ...now, to: isMoved ? to : now.from, isMoved });
    },
    end: () => {
      const now = live.current;
      if (now && (now.isMoved || now.grip.is === "paint")) onChange(draggedTo(blocks, now));
      take(null);
      return now;
    },
    drop: () => take(null),
  };
}

function DayHead({ day, blocks, onChange }: { day: number } & Pick<WeekBoardProps, "blocks" | "onChange">): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const name = dayName(day, i18n.language, "long");
  return (
    <Menu position="bottom" width={230}>
      <Menu.Target>
        <UnstyledButton className={classes["head"]} data-testid={`week-day-${day}`}>
          <VisuallyHidden>{t("week.dayMenu", { day: name })}</VisuallyHidden>
          <span className={classes["wide"]} aria-hidden="true">
            {dayName(day, i18n.language, "short")}
          </span>
          <span className={classes["narrow"]} aria-hidden="true">
            {dayName(day, i18n.language, "narrow")}
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{name}</Menu.Label>
        <Menu.Item onClick={() => onChange(copied(blocks, day, WORK_DAYS))} data-testid="copy-work">
          {t("week.copyWork")}
        </Menu.Item>
        <Menu.Item onClick={() => onChange(copied(blocks, day, WEEKDAYS))}>{t("week.copyAll")}</Menu.Item>
        <Menu.Divider />
        {WEEKDAYS.filter((other) => other !== day).map((other) => (
          <Menu.Item key={other} onClick={() => onChange(copied(blocks, day, [other]))}>
            {t("week.copyTo", { day: dayName(other, i18n.language, "long") })}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item color="clay" onClick={() => onChange(cleared(blocks, day))}>
          {t("week.clearDay", { day: name })}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

interface PieceProps {
  piece: Piece;
  block: Block;
  isChosen: boolean;
  hintId: string;
  onGrip: (event: PointerEvent, is: "move" | "start" | "end") => void;
  onKey: (event: KeyboardEvent) => void;
  onFocus: () => void;
}

const percent = (minute: number): string => `${(minute / DAY_MINUTES) * 100}%`;

function PieceView({ piece, block, isChosen, hintId, onGrip, onKey, onFocus }: PieceProps): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const locale = i18n.language;
  const words = t(block.end > DAY_MINUTES ? "week.blockOver" : "week.block", { day: dayName(block.day, locale, "long"), from: clockOf(block.start, locale), to: endText(block.end, locale) });
  const grip = (is: "move" | "start" | "end") => (event: PointerEvent) => {
    event.stopPropagation();
    onGrip(event, is);
  };
  return (
    <div
      role="button"
      tabIndex={piece.isStart ? 0 : -1}
      aria-label={words}
      aria-describedby={hintId}
      aria-pressed={isChosen}
      aria-hidden={!piece.isStart}
      className={classes["block"]}
      style={{ insetBlockStart: percent(piece.from), blockSize: percent(piece.to - piece.from) }}
      data-chosen={isChosen}
      data-start={piece.isStart}
      data-end={piece.isEnd}
      data-block={piece.block}
      onPointerDown={grip("move")}
      onKeyDown={onKey}
      onFocus={onFocus}
      data-testid="week-block"
    >
      {piece.isStart && <span className={classes["grip"]} data-grip="start" onPointerDown={grip("start")} />}
      {piece.to - piece.from >= 60 && (
        <span className={classes["label"]} data-from={piece.isStart ? clockOf(block.start, locale) : ""} data-to={piece.isEnd ? endText(block.end, locale) : ""} aria-hidden="true" />
      )}
      {piece.isEnd && <span className={classes["grip"]} data-grip="end" onPointerDown={grip("end")} />}
    </div>
  );
}

export function WeekBoard({ blocks, chosen, onChange, onChoose }: WeekBoardProps): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const hintId = useId();
  const isRightToLeft = i18n.dir() === "rtl";
  const { shown, isDragging, grid, start, go, end, drop } = useDrag(blocks, onChange, isRightToLeft);
  const focusAt = (at: number): void =>
    void requestAnimationFrame(() => grid.current?.querySelector<HTMLElement>(`[data-block="${at}"][data-start="true"]`)?.focus());
  const press = (at: number, block: Block) => (event: KeyboardEvent): void => {
    if (event.key === "Delete" || event.key === "Backspace") {
      event.preventDefault();
      onChange(without(blocks, at));
      onChoose(null);
      focusAt(Math.max(0, at - 1));
      return;
    }
    const next = keyed(block, event.key, event.shiftKey, isRightToLeft);
    if (!next) return;
    event.preventDefault();
    const after = replaced(blocks, at, next);
    const index = Math.max(0, after.findIndex(({ day, start: from, end: to }) => day === next.day && from <= next.start && to >= Math.min(next.end, next.start + SNAP_MINUTES)));
    onChange(after);
    onChoose(index);
    focusAt(index);
  };
  const release = (): void => {
    const done = end();
    if (!done) return;
    const { grip } = done;
    if (grip.is !== "paint") onChoose(done.isMoved ? null : grip.at);
  };
  const pieces = piecesOf(shown);
  return (
    <div className={classes["frame"]}>
      <p id={hintId} className={classes["hidden"]}>
        {t("week.keys")}
      </p>
      <div className={classes["heads"]}>
        <span />
        {WEEKDAYS.map((day) => (
          <DayHead key={day} day={day} blocks={blocks} onChange={onChange} />
        ))}
      </div>
      <div className={classes["body"]}>
        <div className={classes["clock"]} aria-hidden="true">
          {HOURS.map((hour) => (
            <span key={hour} style={{ insetBlockStart: percent(hour * 60) }}>
              {hourOf(hour * 60, i18n.language)}
            </span>
          ))}
          <span style={{ insetBlockStart: "100%" }}>{t("week.midnight")}</span>
        </div>
        <div
          ref={grid}
          role="group"
          aria-label={t("week.board")}
          className={classes["grid"]}
          data-dragging={isDragging}
          onPointerDown={(event) => start(event, { is: "paint" })}
          onPointerMove={go}
          onPointerUp={release}
          onPointerCancel={drop}
          data-testid="week-board"
        >
          {WEEKDAYS.map((day) => (
            <div key={day} className={classes["column"]} data-weekend={day > 4}>
              {pieces
                .filter((one) => one.day === day)
                .map((piece) => {
                  const block = shown[piece.block];
                  if (!block) return null;
                  return (
                    <PieceView
                      key={`${piece.block}-${piece.from}`}
                      piece={piece}
                      block={block}
                      isChosen={chosen === piece.block && !isDragging}
                      hintId={hintId}
                      onGrip={(event, is) => start(event, { is, at: piece.block, block })}
                      onKey={press(piece.block, block)}
                      onFocus={() => onChoose(piece.block)}
                    />
                  );
                })}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
