/** What a mentor knows: lines of experience, and skills. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { MentorProfile } from "./api";
import { LinesField } from "./LinesField";
import { MOST_EXPERTISE, MOST_SKILLS } from "./model";
import { SkillsField } from "./SkillsField";
import { StepHead } from "./StepHead";

type Offer = MentorProfile["offer"];

interface OfferStepProps {
  offer: Offer;
  onChange: (offer: Offer) => void;
  fields: Readonly<Record<string, string>>;
}

export function OfferStep({ offer, onChange, fields }: OfferStepProps): ReactNode {
  const { t } = useTranslation("profiles");
  return (
    <>
      <StepHead title={t("offer.title")} hint={t("offer.hint")} />
      <LinesField
        value={offer.expertise}
        most={MOST_EXPERTISE}
        onChange={(expertise) => onChange({ ...offer, expertise })}
        fields={fields}
        path="offer.expertise"
        examples={t("offer.example", { returnObjects: true })}
        words={{ line: (at) => t("offer.line", { at }), remove: (at) => t("offer.remove", { at }), add: t("offer.add") }}
        testId="expertise"
      />
      <SkillsField label={t("offer.skills")} hint={t("offer.skillsHint")} value={offer.skills} most={MOST_SKILLS.offer} onChange={(skills) => onChange({ ...offer, skills })} error={fields["offer.skills"]} testId="skills" />
    </>
  );
}
