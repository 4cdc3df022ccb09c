/** What is different now from what it was, in words. */
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import type * as Y from "yjs";
import { differences } from "../changes";
import { itemsOf } from "../goals";
import { useTitleOf } from "../parts";
import classes from "./History.module.css";
import { countsBetween } from "./model";
import { useTurn } from "./use";

const MOST_SHOWN = 12;

interface BothProps {
  then: Y.Doc;
  now: Y.Doc;
}

function Since({ words, more = 0 }: { words: readonly string[]; more?: number }): ReactNode {
  const { t } = useTranslation("history");
  return (
    <section className={classes["since"]} aria-labelledby="history-since" data-testid="since">
      <h3 id="history-since">{t("since.title")}</h3>
      {words.length === 0 ? (
        <p>{t("since.same")}</p>
      ) : (
        <ul>
          {words.map((one) => (
            <li key={one}>{one}</li>
          ))}
          {more > 0 && <li>{t("since.more", { count: more })}</li>}
        </ul>
      )}
    </section>
  );
}

export function GoalsSince({ then, now }: BothProps): ReactNode {
  const { t } = useTranslation("goals");
  const titleOf = useTitleOf();
  const turn = useTurn(now);
  const found = useMemo(() => {
    const before = itemsOf(then);
    return differences(before, itemsOf(now, before));
    // oxlint-disable-next-line react/exhaustive-deps -- the document stays the same object while it changes
  }, [then, now, turn]);
  const words = found.slice(0, MOST_SHOWN).map(({ kind, item }) => t(`awayChange.${kind}`, { title: titleOf(item) }));
  return <Since words={words} more={found.length - words.length} />;
}

export function BoardSince({ then, now }: BothProps): ReactNode {
  const { t } = useTranslation("history");
  const turn = useTurn(now);
  // oxlint-disable-next-line react/exhaustive-deps -- the document stays the same object while it changes
  const counts = useMemo(() => countsBetween(then, now), [then, now, turn]);
  return <Since words={(["added", "removed", "changed"] as const).flatMap((kind) => (counts[kind] === 0 ? [] : [t(`since.${kind}`, { count: counts[kind] })]))} />;
}
