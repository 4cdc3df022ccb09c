/** The languages a person speaks, each with a level. */
import { ActionIcon, Button, Select } from "@mantine/core";
import { Plus, X } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Language } from "./api";
import { languageName } from "../core/languages";
import { LEVELS, MOST_LANGUAGES, languageChoices } from "./model";
import classes from "./ProfilePage.module.css";

/** A row still without a language has an empty tag; it is dropped when saving. */
interface LanguagesFieldProps {
  value: readonly Language[];
  onChange: (languages: Language[]) => void;
  error?: ReactNode;
}

export function LanguagesField({ value, onChange, error }: LanguagesFieldProps): ReactNode {
  const { t, i18n } = useTranslation("accounts");
  const locale = i18n.language;
  const choices = useMemo(() => languageChoices(locale, value.map(({ tag }) => tag).filter(Boolean)), [locale, value]);
  const levels = LEVELS.map((level) => ({ value: level, label: t(`profile.levels.${level}`) }));
  const change = (index: number, part: Partial<Language>): void =>
    onChange(value.map((language, at) => (at === index ? { ...language, ...part } : language)));
  const taken = new Set(value.map(({ tag }) => tag));
  return (
    <div className={classes["languages"]}>
      {value.length === 0 && <p className={classes["hint"]}>{t("profile.noLanguages")}</p>}
      {value.map(({ tag, level }, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- rows have no identity but their place
        <div className={classes["language"]} key={index}>
          <Select
            aria-label={t("profile.language")}
            placeholder={t("profile.language")}
            data={choices.filter((choice) => choice.value === tag || !taken.has(choice.value))}
            value={tag || null}
            onChange={(next) => next !== null && change(index, { tag: next })}
            searchable
            allowDeselect={false}
          />
          <Select
            aria-label={t("profile.level")}
            data={levels}
            value={level}
            onChange={(next) => change(index, { level: LEVELS.find((known) => known === next) ?? level })}
            allowDeselect={false}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            size="xl"
            radius="xl"
            aria-label={t("profile.removeLanguage", { language: tag ? languageName(tag, locale) : t("profile.language") })}
            onClick={() => onChange(value.filter((_, at) => at !== index))}
          >
            <X size={20} aria-hidden="true" />
          </ActionIcon>
        </div>
      ))}
      {error && (
        <p className={classes["error"]} role="alert">
          {error}
        </p>
      )}
      {value.length < MOST_LANGUAGES && (
        <Button size="sm" variant="light" leftSection={<Plus size={18} aria-hidden="true" />} onClick={() => onChange([...value, { tag: "", level: "good" }])} className={classes["add"]}>
          {t("profile.addLanguage")}
        </Button>
      )}
    </div>
  );
}
