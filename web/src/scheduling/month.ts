/** How a month is walked through: its first day, the locale's first weekday, where a key leads. */
import { addDays, weekdayOf } from "./clock";

export const monthOf = (date: string): string => `${date.slice(0, 7)}-01`;

interface WeekInfo {
  firstDay: number;
}

/** The weekday a week begins with where the reader lives, 0 is Monday; Monday where the browser does not know. */
export function firstWeekdayIn(locale: string): number {
  const known = new Intl.Locale(locale) as Intl.Locale & { getWeekInfo?: () => WeekInfo; weekInfo?: WeekInfo };
  const firstDay = known.getWeekInfo?.().firstDay ?? known.weekInfo?.firstDay ?? 1;
  return (firstDay + 6) % 7;
}

const sameDayIn = (date: string, months: number): string => {
  const at = new Date(`${monthOf(date)}T00:00:00Z`);
  at.setUTCMonth(at.getUTCMonth() + months);
  const month = at.toISOString().slice(0, 10);
  const wished = addDays(month, Number(date.slice(8)) - 1);
  return monthOf(wished) === month ? wished : addDays(monthOf(wished), -1);
};

/** The day a key leads to from a day; null for a key that leads nowhere. In a right-to-left page the week runs to the left. */
export function movedDay(date: string, key: string, isRightToLeft: boolean): string | null {
  const ahead = isRightToLeft ? -1 : 1;
  switch (key) {
    case "ArrowRight":
      return addDays(date, ahead);
    case "ArrowLeft":
      return addDays(date, -ahead);
    case "ArrowDown":
      return addDays(date, 7);
    case "ArrowUp":
      return addDays(date, -7);
    case "Home":
      return addDays(date, -weekdayOf(date));
    case "End":
      return addDays(date, 6 - weekdayOf(date));
    case "PageDown":
      return sameDayIn(date, 1);
    case "PageUp":
      return sameDayIn(date, -1);
    default:
      return null;
  }
}
