/** What matters most to a mentee, and what must be so. */
import { MultiSelect, Select, Switch } from "@mantine/core";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { languageChoices } from "../accounts/model";
import type { MenteeProfile } from "./api";
import { Choice, Choices } from "./Choices";
import { StepHead } from "./StepHead";
import { useOptions } from "./use";
import classes from "./Wizard.module.css";

type Wishes = MenteeProfile["wishes"];
const GAPS = [-2, -1, 0, 1, 2, 3, 4, 5] as const;

interface WishesStepProps {
  wishes: Wishes;
  onChange: (wishes: Wishes) => void;
  fields: Readonly<Record<string, string>>;
  children: ReactNode;
}

interface GapProps {
  label: string;
  value: number | null;
  onChange: (gap: number | null) => void;
  error?: ReactNode;
}

function Gap({ label, value, onChange, error }: GapProps): ReactNode {
  const { t } = useTranslation("profiles");
  const data = GAPS.map((gap) => ({ value: String(gap), label: gap === 0 ? t("wishes.same") : t("wishes.steps", { count: gap }) }));
  return <Select label={label} placeholder={t("wishes.any")} data={data} value={value === null ? null : String(value)} onChange={(next) => onChange(next === null ? null : Number(next))} clearable error={error} />;
}

export function WishesStep({ wishes, onChange, fields, children }: WishesStepProps): ReactNode {
  const { t, i18n } = useTranslation("profiles");
  const options = useOptions().data;
  const languages = useMemo(() => languageChoices(i18n.language, wishes.languages ?? []), [i18n.language, wishes.languages]);
  const most = wishes.mostImportant ?? null;
  return (
    <>
      <StepHead title={t("wishes.title")} hint={t("wishes.hint")} />
      <Choices legend={t("wishes.most")}>
        <Choice type="radio" group="most" name={t("wishes.none")} isChosen={most === null} onChoose={() => onChange({ ...wishes, mostImportant: null })} />
        {(options?.criteria ?? []).map((one) => (
          <Choice key={one} type="radio" group="most" name={t(`criterion.${one}`)} isChosen={most === one} onChoose={() => onChange({ ...wishes, mostImportant: one })} testId={`most-${one}`} />
        ))}
      </Choices>
      <fieldset className={classes["must"]}>
        <legend className={classes["label"]}>{t("wishes.must")}</legend>
        <p className={classes["hint"]}>{t("wishes.mustHint")}</p>
        <MultiSelect
          label={t("wishes.languages")}
          description={t("wishes.languagesHint")}
          data={languages}
          value={[...(wishes.languages ?? [])]}
          onChange={(tags) => onChange({ ...wishes, languages: tags })}
          maxValues={5}
          searchable
          hidePickedOptions
          size="md"
          error={fields["wishes.languages"]}
        />
        <div className={classes["pair"]}>
          <Gap label={`${t("wishes.gap")}: ${t("wishes.least")}`} value={wishes.leastGap ?? null} onChange={(leastGap) => onChange({ ...wishes, leastGap })} error={fields["wishes.leastGap"]} />
          <Gap label={`${t("wishes.gap")}: ${t("wishes.mostGap")}`} value={wishes.mostGap ?? null} onChange={(mostGap) => onChange({ ...wishes, mostGap })} error={fields["wishes.mostGap"]} />
        </div>
        <p className={classes["hint"]}>{t("wishes.gapHint")}</p>
        <Switch size="md" label={t("wishes.free")} checked={wishes.isFreeOnly ?? false} onChange={(event) => onChange({ ...wishes, isFreeOnly: event.currentTarget.checked })} />
      </fieldset>
      {children}
    </>
  );
}
