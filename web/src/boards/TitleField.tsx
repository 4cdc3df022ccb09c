/** The title of a row, written in place; it wraps, but has no lines. */
import { type TextareaProps, Textarea } from "@mantine/core";
import { type KeyboardEvent, type ReactNode, useCallback } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Goals.module.css";
import { type Item, LONGEST_TITLE } from "./items";
import { shifted, stepped } from "./places";
import { useHere } from "./use";

const STEPS: Record<string, -1 | 1> = { ArrowUp: -1, ArrowDown: 1 };
const SHIFTS: Record<string, -1 | 1> = { ArrowLeft: -1, ArrowRight: 1 };

/** Alt with the arrow keys moves a row; whether it was such a key. */
function useMoveByKey(item: Item): (event: KeyboardEvent) => boolean {
  const { desk, view, focus } = useHere();
  return (event) => {
    if (!event.altKey || event.ctrlKey || event.metaKey) return false;
    const step = STEPS[event.key];
    const isTurned = document.documentElement.dir === "rtl";
    const shift = SHIFTS[event.key];
    if (step === undefined && shift === undefined) return false;
    event.preventDefault();
    const place = step === undefined ? shifted(view.outline, item, ((shift ?? 1) * (isTurned ? -1 : 1)) as -1 | 1) : stepped(view.outline, item, step);
    if (place !== null) {
      desk.move(item, place.parent, place.at);
      focus(item.id);
    }
    return true;
  };
}

interface TitleFieldProps {
  item: Item;
  className?: string;
  /** What Enter does. */
  onEnter?: () => void;
  /** What Backspace does in an empty title. */
  onEmptied?: () => void;
}

export function TitleField({ item, className = "", onEnter, onEmptied }: TitleFieldProps): ReactNode {
  const { t } = useTranslation("goals");
  const { desk, isReadOnly } = useHere();
  const moveByKey = useMoveByKey(item);
  const write = useCallback<NonNullable<TextareaProps["onChange"]>>(
    (event) => desk.change(item, { title: event.currentTarget.value.replaceAll(/[\r\n]+/g, " ") }, true),
    [desk, item],
  );
  const press = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (event.nativeEvent.isComposing || moveByKey(event)) return;
    if (event.key === "Enter") {
      event.preventDefault();
      onEnter?.();
    } else if (event.key === "Backspace" && item.title === "" && onEmptied) {
      event.preventDefault();
      onEmptied();
    }
  };
  return (
    <Textarea
      className={`${classes["title"]} ${className} ${item.status === "done" || item.status === "dropped" ? classes["isDone"] : ""}`}
      variant="unstyled"
      autosize
      minRows={1}
      dir="auto"
      maxLength={LONGEST_TITLE}
      aria-label={t(`titleOf.${item.kind}`)}
      placeholder={t(`titleHint.${item.kind}`)}
      value={item.title}
      disabled={isReadOnly}
      onChange={write}
      onKeyDown={press}
      onFocus={() => desk.be(item.id)}
      onBlur={() => desk.be(null)}
      data-title-of={item.id}
      data-testid={`${item.kind}-title`}
    />
  );
}
