/** A small chart of one figure over time, with its bounds in words: nothing is told by the line alone. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNumerals } from "../numerals";
import classes from "./Sparkline.module.css";
import { linePath, spanOf } from "./sparkline";

const WIDTH = 240;
const HEIGHT = 44;

interface SparklineProps {
  label: string;
  values: readonly (number | null)[];
  show: (value: number) => string;
  /** The top edge when everything is below it. */
  atLeast?: number;
}

export function Sparkline({ label, values, show, atLeast = 0 }: SparklineProps): ReactNode {
  const { t } = useTranslation("core");
  const numerals = useNumerals();
  const span = spanOf(values);
  if (!span) {
    return (
      <figure className={classes["chart"]}>
        <figcaption>{label}</figcaption>
        <p className={classes["empty"]}>{t("chart.empty")}</p>
      </figure>
    );
  }
  const most = Math.max(span.most, atLeast);
  const words = t("chart.span", { least: numerals(show(span.least)), most: numerals(show(span.most)) });
  return (
    <figure className={classes["chart"]}>
      <figcaption>{label}</figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={`${label}: ${words}`}>
        <path d={linePath(values, WIDTH, HEIGHT, most)} vectorEffect="non-scaling-stroke" />
      </svg>
      <p className={classes["span"]} aria-hidden="true">
        {words}
      </p>
    </figure>
  );
}
