/** Skills as tags: suggested from the list while typing, free words welcome. */
import { TagsInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Skill } from "./api";
import { skillsFrom } from "./model";
import { useSuggestedSkills } from "./use";

interface SkillsFieldProps {
  label: string;
  hint: string;
  value: readonly Skill[];
  most: number;
  onChange: (skills: Skill[]) => void;
  error?: ReactNode;
  testId?: string;
}

export function SkillsField({ label, hint, value, most, onChange, error, testId }: SkillsFieldProps): ReactNode {
  const { t } = useTranslation("profiles");
  const [typed, setTyped] = useState("");
  const suggested = useSuggestedSkills(typed);
  const known = new Map(suggested.map(({ label: text, concept }) => [text, concept]));
  return (
    <TagsInput
      label={label}
      description={hint}
      placeholder={value.length === 0 ? t("skills.placeholder") : ""}
      value={value.map(({ text }) => text)}
      onChange={(texts) => onChange(skillsFrom(texts, value, known))}
      searchValue={typed}
      onSearchChange={setTyped}
      data={suggested.map(({ label: text }) => text)}
      filter={({ options }) => options}
      maxTags={most}
      maxDropdownHeight={260}
      acceptValueOnBlur
      isDuplicate={(text, texts) => texts.some((one) => one.toLocaleLowerCase() === text.toLocaleLowerCase())}
      error={error}
      {...(testId && { "data-testid": testId })}
    />
  );
}
