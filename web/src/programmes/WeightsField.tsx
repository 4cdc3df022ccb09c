/** Eight sliders over one bar: whoever gives one criterion more takes it from the others. */
import { Button, Slider } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { HUES, hued } from "./hues";
import { CRITERIA, DEFAULT_TENTHS, type Tenths, isSameWeights, withWeight } from "./model";
import classes from "./Programmes.module.css";
import { WeightsBar } from "./WeightsBar";

interface WeightsFieldProps {
  value: Tenths;
  onChange: (tenths: Tenths) => void;
}

export function WeightsField({ value, onChange }: WeightsFieldProps): ReactNode {
  const { t, i18n } = useTranslation("programmes");
  const percent = new Intl.NumberFormat(i18n.language, { style: "percent", maximumFractionDigits: 1 });
  return (
    <>
      <WeightsBar value={value} />
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
