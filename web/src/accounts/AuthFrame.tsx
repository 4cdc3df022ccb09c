/** The frame of every signed-out form: the form on paper, the sea beside it. */
import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import { HomecomingScene } from "../core/ui/scenes";
import { useTitle } from "../core/ui/useTitle";
import classes from "./AuthFrame.module.css";

interface AuthFrameProps {
  title: string;
  lead?: ReactNode;
  children: ReactNode;
}

export function AuthFrame({ title, lead, children }: AuthFrameProps): ReactNode {
  useTitle(title);
  return (
    <main className={classes["frame"]} id="main">
      <section className={classes["form"]}>
        <header>
          <Title order={1} className={classes["title"]}>
            {title}
          </Title>
          {lead && <p className={classes["lead"]}>{lead}</p>}
        </header>
        {children}
      </section>
      <aside className={classes["side"]} aria-hidden="true">
        <HomecomingScene />
      </aside>
    </main>
  );
}
