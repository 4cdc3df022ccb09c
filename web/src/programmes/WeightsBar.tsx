/** All weights as one bar; the numbers stand elsewhere. */
import type { ReactNode } from "react";
import { hued } from "./hues";
import { CRITERIA, type Tenths } from "./model";
import classes from "./Programmes.module.css";

export function WeightsBar({ value }: { value: Tenths }): ReactNode {
  return (
    <div className={classes["bar"]} aria-hidden="true" data-testid="weights-bar">
      {CRITERIA.map((one) => (
        <span key={one} style={hued(one, value[one])} />
      ))}
    </div>
  );
}
