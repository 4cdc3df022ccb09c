/** Hours of one day as fields: from, until; an end at or before the start is on the next day, and 0:00 is midnight. */
import { ActionIcon, Button, TextInput } from "@mantine/core";
import { Plus, X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { clockOf } from "../profiles/grid";
import classes from "./Availability.module.css";
import { DAY_MINUTES, endText } from "./clock";
import { endMeant, fieldOf, minuteIn } from "./week";

/** An end beyond 1440 is on the next day. */
export interface Stretch {
  start: number;
  end: number;
}

interface RowProps {
  day: string;
  stretch: Stretch;
  onChange: (stretch: Stretch) => void;
  onRemove: () => void;
}

function Row({ day, stretch, onChange, onRemove }: RowProps): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const { start, end } = stretch;
  const from = (field: string): void => {
    const minute = minuteIn(field);
    if (minute !== null) onChange({ start: minute, end: endMeant(minute, end % DAY_MINUTES) });
  };
  const until = (field: string): void => {
    const minute = minuteIn(field);
    if (minute !== null && minute !== start) onChange({ start, end: endMeant(start, minute) });
  };
  const note = end === DAY_MINUTES ? t("week.untilMidnight") : end > DAY_MINUTES ? t("week.nextDay") : "";
  return (
    <li className={classes["row"]}>
      <TextInput type="time" aria-label={t("week.from", { day })} value={fieldOf(start)} onChange={(event) => from(event.currentTarget.value)} className={classes["clock"]} data-testid="window-from" />
      <span aria-hidden="true">–</span>
      <TextInput type="time" aria-label={t("week.until", { day })} value={fieldOf(end)} onChange={(event) => until(event.currentTarget.value)} className={classes["clock"]} data-testid="window-until" />
      <ActionIcon variant="subtle" color="gray" size="lg" radius="xl" aria-label={t("week.removeWindow", { day, from: clockOf(start, i18n.language), to: endText(end, i18n.language) })} onClick={onRemove} data-testid="window-remove">
        <X size={18} aria-hidden="true" />
      </ActionIcon>
      {note !== "" && <span className={classes["rowNote"]}>{note}</span>}
    </li>
  );
}

interface WindowRowsProps {
  day: string;
  stretches: readonly Stretch[];
  onChange: (stretches: Stretch[]) => void;
  onAdd: () => void;
}

export function WindowRows({ day, stretches, onChange, onAdd }: WindowRowsProps): ReactNode {
  const { t } = useTranslation("scheduling");
  return (
    <div className={classes["rows"]}>
      <ul className={classes["rowList"]}>
        {stretches.map((one, at) => (
          // oxlint-disable-next-line react/no-array-index-key -- a field keeps its focus while its own value moves
          <Row key={at} day={day} stretch={one} onChange={(to) => onChange(stretches.map((other, index) => (index === at ? to : other)))} onRemove={() => onChange(stretches.filter((_, index) => index !== at))} />
        ))}
      </ul>
      <Button variant="subtle" size="compact-md" leftSection={<Plus size={16} aria-hidden="true" />} aria-label={t("week.addTo", { day })} onClick={onAdd} className={classes["start"]} data-testid="window-add">
        {t("week.add")}
      </Button>
    </div>
  );
}
