/** Ways to begin: an empty goal, or a template that the server plants once. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { Notice } from "../core/ui/Notice";
import { HarbourScene } from "../core/ui/scenes";
import type { Template } from "./api";
import classes from "./Goals.module.css";
import { useHere, useTake, useTemplates } from "./use";

/** In the order in which they are offered. */
const ORDER = ["smart", "grow", "okr", "days"] as const satisfies readonly Template[];

export function Templates({ mentorship }: { mentorship: string }): ReactNode {
  const { t } = useTranslation("goals");
  const { isReadOnly } = useHere();
  const say = useSay();
  const templates = useTemplates(mentorship, !isReadOnly);
  const take = useTake(mentorship);
  const left = ORDER.filter((one) => templates.data?.includes(one));
  if (isReadOnly || left.length === 0) return null;
  return (
    <>
      {take.error && <Notice>{say(take.error)}</Notice>}
      <ul className={classes["templates"]} aria-label={t("templates.title")}>
        {left.map((one) => (
          <li key={one} className={classes["template"]}>
            <strong>{t(`templates.${one}.name`)}</strong>
            <p className={classes["hint"]}>{t(`templates.${one}.hint`)}</p>
            <Button size="compact-md" variant="light" loading={take.isPending && take.variables === one} onClick={() => take.mutate(one)} data-testid={`template-${one}`}>
              {t("templates.use", { name: t(`templates.${one}.name`) })}
            </Button>
          </li>
        ))}
      </ul>
    </>
  );
}

export function Empty({ mentorship, onAdd }: { mentorship: string; onAdd: () => void }): ReactNode {
  const { t } = useTranslation("goals");
  const { isReadOnly } = useHere();
  return (
    <section className={classes["empty"]} data-testid="goals-empty">
      <HarbourScene className={classes["scene"]} />
      <h2>{t("empty.title")}</h2>
      <p className={classes["hint"]}>{t("empty.hint")}</p>
      {!isReadOnly && (
        <Button onClick={onAdd} data-testid="add-goal">
          {t("addGoal")}
        </Button>
      )}
      <Templates mentorship={mentorship} />
    </section>
  );
}
