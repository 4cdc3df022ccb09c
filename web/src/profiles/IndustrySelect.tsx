/** Fields of work to choose from, by group: one, or several in an order. */
import { MultiSelect, Select } from "@mantine/core";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Industry } from "./api";
import { MOST_INDUSTRIES } from "./model";
import { useOptions } from "./use";

interface Group {
  group: string;
  items: { value: Industry; label: string }[];
}

const GROUP_KEYS = ["technology", "business", "life", "public", "creative", "making", "earth", "service"] as const;

function useGroups(): Group[] {
  const { t } = useTranslation("profiles");
  const options = useOptions().data;
  return useMemo(
    () =>
      (options?.industries ?? []).map(({ key, industries }) => {
        const known = GROUP_KEYS.find((one) => one === key);
        return { group: known ? t(`group.${known}`) : key, items: industries.map((value) => ({ value, label: t(`industry.${value}`) })) };
      }),
    [options, t],
  );
}

interface IndustrySelectProps {
  label: string;
  hint: string;
  value: Industry | null;
  onChange: (industry: Industry | null) => void;
}

export function IndustrySelect({ label, hint, value, onChange }: IndustrySelectProps): ReactNode {
  const groups = useGroups();
  return (
    <Select label={label} description={hint} data={groups} value={value} onChange={onChange} searchable clearable maxDropdownHeight={280} size="md" />
  );
}

interface IndustriesSelectProps {
  label: string;
  hint: string;
  value: readonly Industry[];
  onChange: (industries: Industry[]) => void;
  error?: ReactNode;
}

export function IndustriesSelect({ label, hint, value, onChange, error }: IndustriesSelectProps): ReactNode {
  const groups = useGroups();
  return (
    <MultiSelect
      label={label}
      description={hint}
      data={groups}
      value={[...value]}
      onChange={onChange}
      maxValues={MOST_INDUSTRIES}
      searchable
      hidePickedOptions
      maxDropdownHeight={280}
      size="md"
      error={error}
      data-testid="industries"
    />
  );
}
