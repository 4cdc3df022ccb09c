/** One path of the test: what it is, how it went, what was measured. */
import { useNumerals } from "../../core/numerals";
import { Loader } from "@mantine/core";
import { Circle, CircleCheck, CircleMinus, CircleX } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./CheckPage.module.css";
import type { Step, StepState } from "./model";
import { figureWords } from "./report";

const ICON = { waiting: Circle, works: CircleCheck, fails: CircleX, skipped: CircleMinus, stopped: CircleMinus } as const;

function StateIcon({ state }: { state: StepState }): ReactNode {
  if (state === "running") return <Loader size={22} color="aegean" aria-hidden="true" />;
  const Icon = ICON[state];
  return <Icon size={24} aria-hidden="true" />;
}

export function StepRow({ step }: { step: Step }): ReactNode {
  const { t } = useTranslation("signaling");
  const numerals = useNumerals();
  const { kind, state, figures } = step;
  const measured = figures ? figureWords(figures, t).map(numerals) : [];
  return (
    <li className={classes["step"]} data-state={state} data-testid="check-step" data-kind={kind}>
      <span className={classes["icon"]}>
        <StateIcon state={state} />
      </span>
      <div className={classes["stepText"]}>
        <p className={classes["stepTitle"]}>{t(`check.step.${kind}.title`)}</p>
        <p className={classes["stepHint"]}>{t(`check.step.${kind}.hint`)}</p>
        {measured.length > 0 && <p className={classes["figures"]}>{measured.join(" · ")}</p>}
      </div>
      <span className={classes["word"]}>{t(`check.state.${state}`)}</span>
    </li>
  );
}
