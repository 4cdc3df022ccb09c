/** Goals as they stood at some moment: to be read, not to be changed. */
import { Progress } from "@mantine/core";
import { CalendarDays, Circle, CircleCheck, CircleDashed, CircleSlash, UserRound } from "lucide-react";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type * as Y from "yjs";
import { plainDate } from "../../core/when";
import { itemsOf } from "../goals";
import type { Item, Status } from "../items";
import { type Branch, type Tree, outlineOf } from "../outline";
import classes from "./Still.module.css";
import type { Sides } from "./subject";

const SIGNS: Record<Status, typeof Circle> = { todo: Circle, doing: CircleDashed, done: CircleCheck, dropped: CircleSlash };

function Row({ item, sides }: { item: Item; sides: Sides }): ReactNode {
  const { t, i18n } = useTranslation("goals");
  const Sign = SIGNS[item.status];
  return (
    <span className={classes["row"]} data-status={item.status} data-testid="still-row">
      <Sign size={18} role="img" aria-label={t(`statuses.${item.status}`)} />
      <bdi className={classes["title"]}>{item.title || t("untitled")}</bdi>
      {item.due !== null && (
        <small>
          <CalendarDays size={14} aria-hidden="true" /> {t("dueOn", { day: plainDate(item.due, i18n.language) })}
        </small>
      )}
      {item.owner !== null && (
        <small>
          <UserRound size={14} aria-hidden="true" /> <bdi>{sides[item.owner]}</bdi>
        </small>
      )}
    </span>
  );
}

function Rows({ items, sides }: { items: readonly Item[]; sides: Sides }): ReactNode {
  if (items.length === 0) return null;
  return (
    <ul className={classes["list"]}>
      {items.map((item) => (
        <li key={item.id}>
          <Row item={item} sides={sides} />
        </li>
      ))}
    </ul>
  );
}

function Branches({ branches, sides }: { branches: readonly Branch[]; sides: Sides }): ReactNode {
  return branches.map(({ milestone, actions }) => (
    <div key={milestone.id} className={classes["branch"]}>
      <Row item={milestone} sides={sides} />
      <Rows items={actions} sides={sides} />
    </div>
  ));
}

function Goal({ tree, sides }: { tree: Tree; sides: Sides }): ReactNode {
  const { t } = useTranslation("history");
  const goals = useTranslation("goals");
  const title = tree.goal.title || goals.t("untitled");
  return (
    <li className={classes["goal"]} data-testid="still-goal">
      <h3>
        <bdi>{title}</bdi>
      </h3>
      <span className={classes["progress"]}>
        <Progress value={tree.percent} color="olive" size="md" aria-label={goals.t("progress", { title })} />
        <span>{t("still.progress", { percent: tree.percent })}</span>
      </span>
      <Rows items={tree.actions} sides={sides} />
      <Branches branches={tree.branches} sides={sides} />
    </li>
  );
}

/** `turn`: another one when the document is to be read anew. */
export function StillGoals({ doc, turn, sides }: { doc: Y.Doc; turn: number; sides: Sides }): ReactNode {
  const { t } = useTranslation("history");
  // oxlint-disable-next-line react/exhaustive-deps -- the document stays the same object while it changes
  const { trees, lostActions, lostBranches } = useMemo(() => outlineOf(itemsOf(doc)), [doc, turn]);
  const isEmpty = trees.length + lostActions.length + lostBranches.length === 0;
  return (
    <section className={classes["goals"]} aria-label={t("still.goals")} data-testid="still">
      {isEmpty && <p className={classes["empty"]}>{t("still.empty")}</p>}
      <ul className={classes["trees"]}>
        {trees.map((tree) => (
          <Goal key={tree.goal.id} tree={tree} sides={sides} />
        ))}
      </ul>
      <Rows items={lostActions} sides={sides} />
      <Branches branches={lostBranches} sides={sides} />
    </section>
  );
}
