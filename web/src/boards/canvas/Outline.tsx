/** What is on the canvas as a list, for whoever cannot or does not want to look for it; each leads to its place. */
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import type * as Y from "yjs";
import type { Desk } from "../desk";
import classes from "./BoardPage.module.css";
import { elementsOf } from "./elements";
import { kindOf } from "./kinds";
import { type Entry, entriesOf } from "./outline";

const CALM_MS = 150;

function useEntries(doc: Y.Doc): Entry[] {
  const [entries, setEntries] = useState<Entry[]>(() => entriesOf(doc));
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    const look = (): void => {
      timer = null;
      setEntries(entriesOf(doc));
    };
    const soon = (): void => {
      timer ??= setTimeout(look, CALM_MS);
    };
    const elements = elementsOf(doc);
    elements.observeDeep(soon);
    look();
    return () => {
      elements.unobserveDeep(soon);
      if (timer !== null) clearTimeout(timer);
    };
  }, [doc]);
  return entries;
}

export function Outline({ doc, desk, onGo }: { doc: Y.Doc; desk: Desk | null; onGo: (id: string) => unknown }): ReactNode {
  const { t } = useTranslation("whiteboards");
  const entries = useEntries(doc);
  const wordsOf = ({ words, goalId }: Entry): string => (goalId === null ? words : (desk?.view.items.get(goalId)?.title ?? words));
  return (
    <aside className={classes["outline"]} aria-label={t("outline.title")} data-testid="outline">
      <h2>{t("outline.title")}</h2>
      {entries.length === 0 && <p>{t("outline.empty")}</p>}
      <ol>
        {entries.map((entry) => {
          const kind = kindOf(entry.type);
          return (
            <li key={entry.id}>
              <button type="button" onClick={() => onGo(entry.id)} data-testid="outline-entry" data-kind={kind}>
                <span>{t(`kinds.${kind}`)}</span> <bdi>{wordsOf(entry)}</bdi>
                {entry.actionId !== null && desk?.view.items.has(entry.actionId) && <span> {t("tracked.it")}</span>}
              </button>
            </li>
          );
        })}
      </ol>
    </aside>
  );
}
