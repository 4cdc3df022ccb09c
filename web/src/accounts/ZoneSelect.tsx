/** A time zone found by typing a place; tells the time there, so that a wrong choice is seen at once. */
import { Select } from "@mantine/core";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "../core/useNow";
import { zoneChoices, zoneClock } from "./model";

interface ZoneSelectProps {
  value: string;
  onChange: (zone: string) => void;
  error?: ReactNode;
  /** Whose it is, where it is not the reader's own. */
  label?: string;
}

export function ZoneSelect({ value, onChange, error, label }: ZoneSelectProps): ReactNode {
  const { t, i18n } = useTranslation("accounts");
  const now = useNow();
  const choices = useMemo(() => zoneChoices(now, i18n.language, value), [now, i18n.language, value]);
  return (
    <Select
      label={label ?? t("profile.zone")}
      description={t("profile.zoneNow", { clock: zoneClock(value, now, i18n.language) })}
      data={choices}
      value={value}
      onChange={(zone) => zone !== null && onChange(zone)}
      searchable
      allowDeselect={false}
      limit={60}
      maxDropdownHeight={280}
      nothingFoundMessage={t("profile.zoneNone")}
      error={error}
    />
  );
}
