/** A quiet page with one thing to say: a drawing, a heading, a few words, what to do next. */
import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./Panel.module.css";
import { useTitle } from "./useTitle";

interface PanelProps {
  title: string;
  scene?: ReactNode;
  children?: ReactNode;
  testId?: string;
}

export function Panel({ title, scene, children, testId }: PanelProps): ReactNode {
  useTitle(title);
  return (
    <main className={classes["page"]} id="main">
      <section className={classes["panel"]} data-testid={testId}>
        {scene && <div className={classes["scene"]}>{scene}</div>}
        <Title order={1} className={classes["title"]}>
          {title}
        </Title>
        {children}
      </section>
    </main>
  );
}
