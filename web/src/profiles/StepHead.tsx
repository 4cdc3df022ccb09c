/** What a step asks, and why, in one line each. */
import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Wizard.module.css";

export function StepHead({ title, hint }: { title: string; hint: string }): ReactNode {
  return (
    <header className={classes["stepHead"]}>
      <Title order={2}>{title}</Title>
      <p className={classes["hint"]}>{hint}</p>
    </header>
  );
}
