/** The goals of a mentorship, live for both. */
import { Button } from "@mantine/core";
import { Plus } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../accounts/use";
import { isolated, shownName } from "../core/names";
import { Loading } from "../core/ui/Loading";
import type { Mentorship } from "../mentorships/api";
import { Bar, ToHistory } from "./Bar";
import { CheckIns } from "./CheckIns";
import type { Desk } from "./desk";
import { Digests } from "./Digests";
import { GoalCard } from "./GoalCard";
import classes from "./Goals.module.css";
import type { Item } from "./items";
import { Announcer, Away, Rejected } from "./News";
import { useTitleOf } from "./parts";
import { ActionList, MilestoneRow } from "./Rows";
import { Empty, Templates } from "./Templates";
import { HereContext, useDesk, useHere } from "./use";
import { useHereOf } from "./here";

/** How long what was removed can be brought back by the line that says so. */
const GONE_MS = 12_000;

function Gone({ item, onClose }: { item: Item; onClose: () => void }): ReactNode {
  const { t } = useTranslation("goals");
  const { desk } = useHere();
  const titleOf = useTitleOf();
  useEffect(() => {
    const timer = setTimeout(onClose, GONE_MS);
    return () => clearTimeout(timer);
  }, [onClose]);
  const bringBack = (): void => {
    desk.undo();
    onClose();
  };
  return (
    <div className={classes["gone"]} role="status" data-testid="gone">
      <span>{t("removed", { title: titleOf(item) })}</span>
      <Button size="compact-md" variant="transparent" onClick={bringBack} data-testid="gone-undo">
        {t("undoIt")}
      </Button>
    </div>
  );
}

function Unsorted({ onRemove }: { onRemove: (item: Item) => void }): ReactNode {
  const { t } = useTranslation("goals");
  const { lostBranches, lostActions } = useHere().view.outline;
  if (lostBranches.length + lostActions.length === 0) return null;
  return (
    <section className={classes["unsorted"]} aria-labelledby="goals-unsorted" data-testid="unsorted">
      <h2 id="goals-unsorted">{t("unsorted")}</h2>
      <p className={classes["hint"]}>{t("unsortedHint")}</p>
      <ActionList parent="" actions={lostActions} onRemove={onRemove} />
      <ul className={classes["branches"]}>
        {lostBranches.map((branch) => (
          <MilestoneRow key={branch.milestone.id} branch={branch} onRemove={onRemove} />
        ))}
      </ul>
    </section>
  );
}

function Trees({ mentorship }: { mentorship: string }): ReactNode {
  const { t } = useTranslation("goals");
  const { desk, view, isReadOnly, focus } = useHere();
  const [gone, setGone] = useState<Item | null>(null);
  const close = useCallback(() => setGone(null), []);
  const remove = (item: Item): void => {
    desk.remove(item);
    setGone(item);
  };
  const add = (): void => focus(desk.add("goal", null));
  const { trees } = view.outline;
  return (
    <>
      {view.items.size === 0 ? (
        <Empty mentorship={mentorship} onAdd={add} />
      ) : (
        <>
          {trees.map((tree) => (
            <GoalCard key={tree.goal.id} tree={tree} onRemove={remove} />
          ))}
          <Unsorted onRemove={remove} />
          {!isReadOnly && (
            <div className={classes["adds"]}>
              <Button variant="light" leftSection={<Plus size={18} aria-hidden="true" />} onClick={add} data-testid="add-goal">
                {t("addGoal")}
              </Button>
            </div>
          )}
          {!isReadOnly && <p className={`${classes["hint"]} ${classes["keys"]}`}>{t("keysHint")}</p>}
          <details>
            <summary>{t("templates.more")}</summary>
            <Templates mentorship={mentorship} />
          </details>
        </>
      )}
      {gone !== null && <Gone key={gone.id} item={gone} onClose={close} />}
    </>
  );
}

/** Where the keys of the editor of notes have undone already. */
const isInNotes = (event: KeyboardEvent): boolean => event.target instanceof Element && event.target.closest(".ProseMirror") !== null;

interface GoalsOpenProps {
  desk: Desk;
  pair: Mentorship;
  me: { id: string; name: string };
  /** Not beside a call, which no link may lead out of. */
  isPage?: boolean;
}

export function GoalsOpen({ desk, pair, me, isPage = false }: GoalsOpenProps): ReactNode {
  const { t } = useTranslation("core");
  const box = useRef<HTMLDivElement>(null);
  const here = useHereOf(desk, pair, me, box);
  const theirs = shownName(pair.other?.name, t("somebody"));
  const press = (event: KeyboardEvent): void => {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "z" || isInNotes(event)) return;
    event.preventDefault();
    if (event.shiftKey) desk.redo();
    else desk.undo();
  };
  if (here.view.health.standing === "opening" && here.view.items.size === 0) return <Loading />;
  return (
    <HereContext value={here}>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- the keys of all fields within */}
      <div className={classes["board"]} ref={box} onKeyDown={press} data-testid="goals">
        <Bar>{isPage && <ToHistory mentorship={pair.id} />}</Bar>
        <Announcer name={isolated(theirs)} />
        <Rejected />
        <Away />
        <Trees mentorship={pair.id} />
        <Digests mentorship={pair.id} />
        <CheckIns mentorship={pair.id} me={me.id} name={theirs} isReadOnly={here.isReadOnly} />
      </div>
    </HereContext>
  );
}

export function GoalsPart({ pair }: { pair: Mentorship }): ReactNode {
  const me = useMe().data;
  const desk = useDesk(me?.id ?? "", pair.id);
  if (!me || desk === null) return <Loading />;
  return <GoalsOpen desk={desk} pair={pair} me={me} isPage />;
}
