/** A goal on the canvas, as it is in the list of goals right now. */
import { Progress } from "@mantine/core";
import { Flag } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Desk } from "../desk";
import { useView } from "../use";
import classes from "./Card.module.css";

function Known({ desk, goalId }: { desk: Desk; goalId: string }): ReactNode {
  const { t } = useTranslation("whiteboards");
  const tree = useView(desk).outline.trees.find(({ goal }) => goal.id === goalId);
  if (tree === undefined) return <p className={classes["gone"]}>{t("card.gone")}</p>;
  const actions = [...tree.actions, ...tree.branches.flatMap((branch) => branch.actions)];
  const done = actions.filter(({ status }) => status === "done").length;
  const title = tree.goal.title || t("card.untitled");
  return (
    <>
      <strong className={classes["title"]}>
        <Flag size={18} aria-hidden="true" /> <bdi>{title}</bdi>
      </strong>
      <Progress value={tree.percent} color="olive" size="md" aria-label={t("card.progress", { title })} />
      <span className={classes["meta"]}>{t("card.done", { done, count: actions.length })}</span>
    </>
  );
}

export function Card({ desk, goalId }: { desk: Desk | null; goalId: string }): ReactNode {
  const { t } = useTranslation("whiteboards");
  return (
    <div className={classes["card"]} data-testid="goal-on-board">
      {desk === null ? <p className={classes["gone"]}>{t("card.elsewhere")}</p> : <Known desk={desk} goalId={goalId} />}
    </div>
  );
}
