/** Which nudges somebody wants: a switch for each matter, and one pause for all. */
import { Button, Switch, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../../core/explain";
import { Failed } from "../../core/ui/Failed";
import { Notice } from "../../core/ui/Notice";
import { shortDate } from "../../core/when";
import type { Matter, Nudges } from "./api";
import { LATER_WEEKS, camelOf, toggled } from "./model";
import classes from "./Nudges.module.css";
import { useChooseOff, useNudges, usePutAllOff } from "./use";

function Later({ until }: { until: string | null }): ReactNode {
  const { t, i18n } = useTranslation("nudges");
  const later = usePutAllOff();
  return (
    <div className={classes["later"]} role="status">
      {until !== null && <span data-testid="nudges-snoozed">{t("snoozed", { day: shortDate(new Date(until), i18n.language) })}</span>}
      <Button size="sm" variant="light" loading={later.isPending} onClick={() => later.mutate(until === null ? LATER_WEEKS : 0)} data-testid={until === null ? "nudges-later" : "nudges-again"}>
        {t(until === null ? "allLater" : "again")}
      </Button>
    </div>
  );
}

function Matters({ known, off, onChoose }: { known: Nudges; off: readonly Matter[]; onChoose: (off: Matter[]) => void }): ReactNode {
  const { t } = useTranslation("nudges");
  const isNone = off.length === known.matters.length;
  return (
    <>
      <ul className={classes["switches"]}>
        {known.matters.map((matter) => (
          <li key={matter}>
            <Switch size="md" label={t(`matters.${camelOf(matter)}`)} description={t(`mattersHint.${camelOf(matter)}`)} checked={!off.includes(matter)} onChange={(event) => onChoose(toggled(off, matter, event.currentTarget.checked))} data-testid={`nudge-switch-${matter}`} />
          </li>
        ))}
      </ul>
      <div className={classes["later"]}>
        <Button size="sm" variant="subtle" color="gray" onClick={() => onChoose(isNone ? [] : known.matters)} data-testid="nudges-all-off">
          {t(isNone ? "allOn" : "allOff")}
        </Button>
      </div>
    </>
  );
}

export function NudgeSwitches(): ReactNode {
  const { t } = useTranslation("nudges");
  const say = useSay();
  const known = useNudges();
  const choose = useChooseOff();
  if (!known.data) return known.error ? <Failed of={known} /> : null;
  // What was just chosen is shown before the server knows; what it refuses is taken back.
  const off = choose.isPending ? choose.variables : known.data.off;
  return (
    <section className={classes["settings"]} aria-labelledby="nudge-switches" data-testid="nudge-switches">
      <div className={classes["head"]}>
        <Title order={2} id="nudge-switches">
          {t("switches")}
        </Title>
        <p className={classes["hint"]}>{t("switchesHint")}</p>
      </div>
      <Later until={known.data.snoozedUntil} />
      <Matters known={known.data} off={off} onChoose={(wanted) => choose.mutate(wanted)} />
      {choose.error && <Notice>{say(choose.error)}</Notice>}
    </section>
  );
}
