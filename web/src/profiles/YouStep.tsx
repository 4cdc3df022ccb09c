/** What is true of a person on both sides: fields of work, seniority, languages, interests. */
import { Radio, Stack, TagsInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Language, Me } from "../accounts/api";
import { LanguagesField } from "../accounts/LanguagesField";
import { useChangeMe } from "../accounts/use";
import { useSay } from "../core/explain";
import type { MenteeProfile, Seniority } from "./api";
import { IndustriesSelect } from "./IndustrySelect";
import { LONGEST_INTEREST, MOST_INTERESTS, type Role } from "./model";
import { StepHead } from "./StepHead";
import { useOptions, useRefreshProfiles } from "./use";
import classes from "./Wizard.module.css";

type About = MenteeProfile["about"];

interface YouStepProps {
  me: Me;
  side: Role;
  about: About;
  onChange: (about: About) => void;
  fields: Readonly<Record<string, string>>;
}

/** Saved at once with the account, whose languages they are; a row without a language waits. */
function Languages({ me }: { me: Me }): ReactNode {
  const { t } = useTranslation("profiles");
  const say = useSay();
  const change = useChangeMe();
  const refresh = useRefreshProfiles();
  const [shown, setShown] = useState<Language[]>(() => (me.languages.length > 0 ? me.languages : [{ tag: "", level: "fluent" }]));
  const set = (languages: Language[]): void => {
    setShown(languages);
    const said = languages.filter(({ tag }) => tag !== "");
    if (JSON.stringify(said) !== JSON.stringify(me.languages)) change.mutate({ languages: said }, { onSuccess: refresh });
  };
  return (
    <div className={classes["block"]} data-testid="languages">
      <h3 className={classes["label"]}>{t("you.languages")}</h3>
      <p className={classes["hint"]}>{t("you.languagesHint")}</p>
      <LanguagesField value={shown} onChange={set} error={change.error ? say(change.error) : undefined} />
    </div>
  );
}

export function YouStep({ me, side, about, onChange, fields }: YouStepProps): ReactNode {
  const { t } = useTranslation("profiles");
  const options = useOptions().data;
  return (
    <>
      <StepHead title={t("you.title")} hint={t("you.hint")} />
      <IndustriesSelect label={t("you.industries")} hint={t(`you.industriesHint.${side}`)} value={about.industries} onChange={(industries) => onChange({ ...about, industries })} error={fields["about.industries"]} />
      <Radio.Group label={t("you.seniority")} description={t("you.seniorityHint")} value={about.seniority ?? ""} onChange={(seniority) => onChange({ ...about, seniority: seniority as Seniority })} error={fields["about.seniority"]} size="md">
        <Stack gap="0.55rem" mt="0.6rem">
          {(options?.seniorities ?? []).map((one) => (
            <Radio key={one} value={one} label={t(`seniority.${one}`)} data-testid={`seniority-${one}`} />
          ))}
        </Stack>
      </Radio.Group>
      <Languages me={me} />
      <TagsInput
        label={t("you.interests")}
        description={t("you.interestsHint")}
        placeholder={about.interests.length === 0 ? t("you.interestsExample") : ""}
        value={[...about.interests]}
        onChange={(interests) => onChange({ ...about, interests })}
        data={options?.interests ?? []}
        maxTags={MOST_INTERESTS}
        maxLength={LONGEST_INTEREST}
        maxDropdownHeight={220}
        acceptValueOnBlur
        error={fields["about.interests"]}
        data-testid="interests"
      />
    </>
  );
}
