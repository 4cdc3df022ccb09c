/** A mentor's terms: whom they like to help, what they charge if at all, who finds them. */
import { NumberInput, Select, Switch, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { MentorProfile, Options, Seniority } from "./api";
import { Choice, Choices } from "./Choices";
import { LinesField } from "./LinesField";
import { LONGEST_TRIAL, MOST_TOPICS, majorOf, minorOf } from "./model";
import { StepHead } from "./StepHead";
import { useOptions } from "./use";
import classes from "./Wizard.module.css";

type Wanted = MentorProfile["wanted"];
type Price = MentorProfile["price"];
type Fields = Readonly<Record<string, string>>;

interface WantedFieldsProps {
  wanted: Wanted;
  onChange: (wanted: Wanted) => void;
  fields: Fields;
}

function WantedFields({ wanted, onChange, fields }: WantedFieldsProps): ReactNode {
  const { t } = useTranslation("profiles");
  const options = useOptions().data;
  const toggle = (level: Seniority): void =>
    onChange({ ...wanted, levels: wanted.levels.includes(level) ? wanted.levels.filter((one) => one !== level) : [...wanted.levels, level] });
  return (
    <>
      <Choices legend={t("terms.wanted")} hint={t("terms.wantedHint")}>
        {(options?.seniorities ?? []).map((level) => (
          <Choice key={level} type="checkbox" name={t(`seniority.${level}`)} isChosen={wanted.levels.includes(level)} onChoose={() => toggle(level)} />
        ))}
      </Choices>
      {wanted.levels.length > 0 && (
        <Switch size="md" label={t("terms.wantedOnly")} description={t("terms.wantedOnlyHint")} checked={wanted.isLevelsOnly} onChange={(event) => onChange({ ...wanted, isLevelsOnly: event.currentTarget.checked })} />
      )}
      <div className={classes["block"]}>
        <h3 className={classes["label"]}>{t("terms.topics")}</h3>
        <p className={classes["hint"]}>{t("terms.topicsHint")}</p>
        <LinesField
          value={wanted.topics}
          most={MOST_TOPICS}
          onChange={(topics) => onChange({ ...wanted, topics })}
          fields={fields}
          path="wanted.topics"
          words={{ line: (at) => t("terms.topic", { at }), remove: (at) => t("terms.topicRemove", { at }), add: t("terms.topicAdd") }}
          testId="topic"
        />
      </div>
    </>
  );
}

const digitsOf = (options: Options | undefined, currency: string): number => options?.currencies.find(({ code }) => code === currency)?.minorDigits ?? 2;

interface PriceFieldsProps {
  price: Price;
  onChange: (price: Price) => void;
  fields: Fields;
}

function PriceFields({ price, onChange, fields }: PriceFieldsProps): ReactNode {
  const { t } = useTranslation("profiles");
  const options = useOptions().data;
  const charge = price.charge ?? null;
  const digits = digitsOf(options, charge?.currency ?? "EUR");
  return (
    <div className={classes["block"]}>
      <Switch
        size="md"
        label={t("terms.charge")}
        description={t("terms.chargeHint")}
        checked={charge !== null}
        onChange={(event) => onChange({ charge: event.currentTarget.checked ? { amountMinor: minorOf(50, 2), currency: "EUR", trial: "" } : null })}
        data-testid="charge"
      />
      {charge && (
        <>
          <div className={classes["pair"]}>
            <NumberInput
              label={t("terms.amount")}
              value={majorOf(charge, digits)}
              onChange={(amount) => onChange({ charge: { ...charge, amountMinor: minorOf(Number(amount), digits) } })}
              min={0}
              decimalScale={digits}
              allowNegative={false}
              size="md"
              radius="md"
              error={fields["price.amountMinor"]}
              data-testid="amount"
            />
            <Select
              label={t("terms.currency")}
              data={(options?.currencies ?? []).map(({ code }) => code)}
              value={charge.currency}
              onChange={(currency) =>
                currency !== null && onChange({ charge: { ...charge, currency, amountMinor: minorOf(majorOf(charge, digits), digitsOf(options, currency)) } })
              }
              searchable
              allowDeselect={false}
              error={fields["price.currency"]}
            />
          </div>
          <TextInput label={t("terms.trial")} placeholder={t("terms.trialExample")} value={charge.trial ?? ""} onChange={(event) => onChange({ charge: { ...charge, trial: event.currentTarget.value } })} maxLength={LONGEST_TRIAL} dir="auto" error={fields["price.trial"]} />
        </>
      )}
    </div>
  );
}

interface TermsStepProps extends Omit<WantedFieldsProps, "onChange"> {
  onWanted: (wanted: Wanted) => void;
  price: Price;
  onPrice: (price: Price) => void;
  children: ReactNode;
}

export function TermsStep({ wanted, onWanted, price, onPrice, fields, children }: TermsStepProps): ReactNode {
  const { t } = useTranslation("profiles");
  return (
    <>
      <StepHead title={t("terms.title")} hint={t("terms.hint")} />
      {children}
      <PriceFields price={price} onChange={onPrice} fields={fields} />
      <WantedFields wanted={wanted} onChange={onWanted} fields={fields} />
    </>
  );
}
