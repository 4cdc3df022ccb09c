/** What the other one does and did: said aloud as it happens, listed after an absence, and a change of one's own that was not taken. */
import { Button, VisuallyHidden } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Notice } from "../core/ui/Notice";
import classes from "./Goals.module.css";
import { useTitleOf } from "./parts";
import { useHere } from "./use";

/** What is typed letter by letter is told once. */
const QUIET_MS = 1_200;

/** For whoever does not see it: politely, when the other one pauses. */
export function Announcer({ name }: { name: string }): ReactNode {
  const { t } = useTranslation("goals");
  const { desk, view } = useHere();
  const titleOf = useTitleOf();
  const [said, setSaid] = useState("");
  const words = [...new Map(view.heard.map((one) => [one.item.id, one])).values()].map(({ kind, item }) => t(`change.${kind}`, { name, title: titleOf(item) })).join(". ");
  useEffect(() => {
    if (words === "") return;
    const timer = setTimeout(() => {
      setSaid(words);
      desk.hushed();
    }, QUIET_MS);
    return () => clearTimeout(timer);
  }, [words, desk]);
  return (
    <VisuallyHidden>
      <div role="log" aria-live="polite" data-testid="announcer">
        {said}
      </div>
    </VisuallyHidden>
  );
}

export function Away(): ReactNode {
  const { t } = useTranslation("goals");
  const { desk, view } = useHere();
  const titleOf = useTitleOf();
  if (view.away.length === 0) return null;
  return (
    <section className={classes["away"]} aria-labelledby="goals-away" data-testid="away">
      <h2 id="goals-away">{t("away.title")}</h2>
      <ul>
        {view.away.map(({ kind, item }) => (
          <li key={`${kind}-${item.id}`}>{t(`awayChange.${kind}`, { title: titleOf(item) })}</li>
        ))}
      </ul>
      <span>
        <Button size="compact-md" variant="default" onClick={() => desk.putAway()} data-testid="away-ok">
          {t("away.ok")}
        </Button>
      </span>
    </section>
  );
}

export function Rejected(): ReactNode {
  const { t } = useTranslation("goals");
  const { desk, view } = useHere();
  const titleOf = useTitleOf();
  const { rejection } = view.health;
  if (rejection === null) return null;
  const titles = rejection.rows.flatMap((row) => view.items.get(row) ?? []).map(titleOf);
  return (
    <Notice title={t("rejected.title")}>
      <p data-testid="rejected">
        {rejection.title} {titles.length > 0 && t("rejected.rows", { titles: titles.join(", ") })} {t("rejected.hint")}
      </p>
      <Button size="compact-md" variant="default" onClick={() => desk.live.forgive()} data-testid="rejected-ok">
        {t("rejected.ok")}
      </Button>
    </Notice>
  );
}
