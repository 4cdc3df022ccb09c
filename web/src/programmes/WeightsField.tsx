/** Eight sliders over one bar: whoever gives one criterion more takes it from the others. */
import { Button, Slider } from "@mantine/core";
import type { CSSProperties, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { CRITERIA, type Criterion, DEFAULT_TENTHS, type Tenths, isSameWeights, withWeight } from "./model";
import classes from "./Programmes.module.css";

/** Told apart by lightness too, for those who see few colours. */
const HUES: Record<Criterion, string> = {
  goals: "#0d5561",
  skills: "#4f9fa3",
  style: "#c25a34",
  availability: "#f0ae57",
  industry: "#5b7030",
  seniority: "#a8bb74",
  interests: "#7a4b6a",
  quality: "#8fa9ac",
};

const hued = (which: Criterion, tenths: number): CSSProperties => ({ "--hue": HUES[which], "--share": `${tenths / 10}%` }) as CSSProperties;

interface WeightsFieldProps {
  value: Tenths;
  onChange: (tenths: Tenths) => void;
}

export function WeightsField({ value, onChange }: WeightsFieldProps): ReactNode {
  const { t, i18n } = useTranslation("programmes");
  const percent = new Intl.NumberFormat(i18n.language, { style: "percent", maximumFractionDigits: 1 });
  return (
    <>
      <div className={classes["bar"]} aria-hidden="true" data-testid="weights-bar">
        {CRITERIA.map((one) => (
          <span key={one} style={hued(one, value[one])} />
        ))}
      </div>
      <div className={classes["weights"]}>
        {CRITERIA.map((one) => (
          <div key={one} className={classes["weight"]}>
            <div className={classes["weightHead"]}>
              <span className={classes["dot"]} style={hued(one, value[one])} aria-hidden="true" />
              <span>{t(`rules.criterion.${one}`)}</span>
              <span data-testid={`weight-${one}`}>{percent.format(value[one] / 1000)}</span>
            </div>
            <p className={classes["hint"]}>{t(`rules.criterion.${one}Hint`)}</p>
            <Slider
              mt="xs"
              min={0}
              max={1000}
              step={10}
              label={null}
              thumbLabel={t(`rules.criterion.${one}`)}
              value={value[one]}
              onChange={(tenths) => onChange(withWeight(value, one, tenths))}
              styles={{ bar: { background: HUES[one] }, thumb: { borderColor: HUES[one] } }}
            />
          </div>
        ))}
      </div>
      <div>
        <Button variant="subtle" size="sm" disabled={isSameWeights(value, DEFAULT_TENTHS)} onClick={() => onChange(DEFAULT_TENTHS)}>
          {t("rules.reset")}
        </Button>
      </div>
    </>
  );
}
