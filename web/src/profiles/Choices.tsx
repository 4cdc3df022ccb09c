/** Radio buttons or checkboxes that look like cards: a name, and what it means in one line. */
import type { ReactNode } from "react";
import classes from "./Choices.module.css";

interface ChoicesProps {
  legend: string;
  hint?: string;
  children: ReactNode;
}

export function Choices({ legend, hint, children }: ChoicesProps): ReactNode {
  return (
    <fieldset className={classes["set"]}>
      <legend className={classes["legend"]}>{legend}</legend>
      {hint && <p className={classes["hint"]}>{hint}</p>}
      <div className={classes["cards"]}>{children}</div>
    </fieldset>
  );
}

interface ChoiceProps {
  type: "radio" | "checkbox";
  name: string;
  hint?: string;
  /** Radio buttons of one question share it. */
  group?: string;
  isChosen: boolean;
  onChoose: () => void;
  testId?: string;
}

export function Choice({ type, name, hint, group, isChosen, onChoose, testId }: ChoiceProps): ReactNode {
  return (
    <label className={classes["card"]}>
      <input type={type} {...(group && { name: group })} className={classes["box"]} checked={isChosen} onChange={onChoose} {...(testId && { "data-testid": testId })} />
      <span className={classes["name"]}>{name}</span>
      {hint && <span className={classes["what"]}>{hint}</span>}
    </label>
  );
}
