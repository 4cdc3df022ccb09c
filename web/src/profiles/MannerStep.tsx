/** How somebody likes to work: seven scales between two poles in words, and the kind of mentor. */
import { UnstyledButton } from "@mantine/core";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Item, Manner, Style } from "./api";
import { Choice, Choices } from "./Choices";
import { POINTS, type Role } from "./model";
import { StepHead } from "./StepHead";
import { useOptions } from "./use";
import classes from "./Manner.module.css";

interface ScaleProps {
  item: Item;
  value: number | null;
  onChange: (value: number | null) => void;
}

/** Seven radio buttons: unlike a slider they can be without an answer. */
function Scale({ item, value, onChange }: ScaleProps): ReactNode {
  const { t } = useTranslation("profiles");
  const left = t(`item.${item}.left`);
  const right = t(`item.${item}.right`);
  return (
    <fieldset className={classes["scale"]} data-answered={value !== null}>
      <legend className={classes["name"]}>{t(`item.${item}.name`)}</legend>
      {value !== null && (
        <UnstyledButton className={classes["clear"]} aria-label={`${t(`item.${item}.name`)}: ${t("manner.clear")}`} onClick={() => onChange(null)}>
          <X size={16} aria-hidden="true" />
        </UnstyledButton>
      )}
      <span className={classes["left"]} aria-hidden="true">
        {left}
      </span>
      <span className={classes["points"]}>
        {POINTS.map((point) => (
          <label key={point} className={classes["point"]}>
            <input
              type="radio"
              name={`manner-${item}`}
              value={point}
              checked={value === point}
              onChange={() => onChange(point)}
              aria-label={t("manner.point", { at: point, left, right })}
              data-testid={`manner-${item}-${point}`}
            />
            <span className={classes["dot"]} aria-hidden="true" />
          </label>
        ))}
      </span>
      <span className={classes["right"]} aria-hidden="true">
        {right}
      </span>
    </fieldset>
  );
}

interface MannerStepProps {
  side: Role;
  manner: Manner;
  onManner: (manner: Manner) => void;
  styles: readonly Style[];
  onStyles: (styles: Style[]) => void;
}

export function MannerStep({ side, manner, onManner, styles, onStyles }: MannerStepProps): ReactNode {
  const { t } = useTranslation("profiles");
  const options = useOptions().data;
  const toggle = (style: Style): void => onStyles(styles.includes(style) ? styles.filter((one) => one !== style) : [...styles, style]);
  return (
    <>
      <StepHead title={t("manner.title")} hint={t("manner.hint")} />
      <div className={classes["scales"]}>
        {(options?.items ?? []).map((item) => (
          <Scale key={item} item={item} value={manner[item] ?? null} onChange={(value) => onManner({ ...manner, [item]: value })} />
        ))}
      </div>
      <Choices legend={t(`manner.styles.${side}`)} hint={t("manner.stylesHint")}>
        {(options?.styles ?? []).map((style) => (
          <Choice key={style} type="checkbox" name={t(`style.${style}.name`)} hint={t(`style.${style}.hint`)} isChosen={styles.includes(style)} onChoose={() => toggle(style)} testId={`style-${style}`} />
        ))}
      </Choices>
    </>
  );
}
