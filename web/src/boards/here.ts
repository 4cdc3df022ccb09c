/** What a panel of goals, or of something that shows action items, knows of where it is. */
import { useCallback, useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { shownName } from "../core/names";
import { useNow } from "../core/useNow";
import type { Mentorship } from "../mentorships/api";
import type { Desk } from "./desk";
import { type Here, useView } from "./use";

const dayOf = (now: Date): string => `${now.getFullYear()}-${String(now.getMonth() + 1).padStart(2, "0")}-${String(now.getDate()).padStart(2, "0")}`;

/** The cursor goes to a row that is not there yet. */
function useFocus(box: { current: HTMLElement | null }): (row: string | null) => void {
  const [wanted, setWanted] = useState<{ row: string | null }>({ row: null });
  useEffect(() => {
    const title = wanted.row === null ? null : box.current?.querySelector<HTMLTextAreaElement>(`[data-title-of="${wanted.row}"]`);
    title?.focus();
    title?.setSelectionRange(title.value.length, title.value.length);
  }, [wanted, box]);
  return useCallback((row) => setWanted({ row }), []);
}

/** `box`: what the titles stand in among which the cursor goes. */
export function useHereOf(desk: Desk, pair: Mentorship, me: { name: string }, box: { current: HTMLElement | null }): Here {
  const { t } = useTranslation("core");
  const view = useView(desk);
  const focus = useFocus(box);
  const today = dayOf(useNow());
  const [mine, theirs] = [shownName(me.name, t("somebody")), shownName(pair.other?.name, t("somebody"))];
  const isReadOnly = view.health.role !== "write";
  const isMentee = pair.side === "mentee";
  return useMemo<Here>(
    () => ({ desk, view, isReadOnly, today, focus, sides: { mentee: isMentee ? mine : theirs, mentor: isMentee ? theirs : mine } }),
    [desk, view, isReadOnly, today, focus, isMentee, mine, theirs],
  );
}
