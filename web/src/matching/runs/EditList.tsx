/** What a coordinator has laid down for a draft, each of it to be taken back. */
import { Button, Card, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isolated, shownName } from "../../core/names";
import type { Edits, Run } from "./api";
import { countOf, withBoost, withPlaces, withoutForbid, withoutLock } from "./model";
import classes from "./Runs.module.css";

interface Line {
  what: string;
  without: Edits;
}

function useLines(edits: Edits, names: Readonly<Record<string, string>>): Line[] {
  const { t } = useTranslation("runs");
  const name = (id: string): string => isolated(shownName(names[id], t("somebody")));
  const both = ({ mentee, mentor }: { mentee: string; mentor: string }): { mentee: string; mentor: string } => ({ mentee: name(mentee), mentor: name(mentor) });
  return [
    ...(edits.locks ?? []).map((one) => ({ what: t("edits.lock", both(one)), without: withoutLock(edits, one) })),
    ...(edits.forbids ?? []).map((one) => ({ what: t("edits.forbid", both(one)), without: withoutForbid(edits, one) })),
    ...(edits.boosts ?? []).map((one) => ({ what: t(one.by > 0 ? "edits.better" : "edits.worse", both(one)), without: withBoost(edits, one, 0) })),
    ...(edits.places ?? []).map(({ mentor, places }) => ({ what: t("edits.places", { mentor: name(mentor), count: places }), without: withPlaces(edits, mentor, null) })),
  ];
}

export function EditList({ run, names, isFixed, onChange }: { run: Run; names: Readonly<Record<string, string>>; isFixed: boolean; onChange: (edits: Edits) => void }): ReactNode {
  const { t } = useTranslation("runs");
  const lines = useLines(run.edits, names);
  if (countOf(run.edits) === 0) return null;
  return (
    <Card className={classes["card"]} data-testid="run-edits">
      <Title order={2}>{t("edits.title")}</Title>
      <p className={classes["hint"]}>{t("edits.hint")}</p>
      <ul className={classes["rows"]}>
        {lines.map(({ what, without }) => (
          <li key={what} className={classes["row"]}>
            <p className={classes["words"]}>{what}</p>
            {!isFixed && (
              <Button size="sm" variant="subtle" aria-label={t("edits.backFor", { what })} onClick={() => onChange(without)}>
                {t("edits.back")}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}
