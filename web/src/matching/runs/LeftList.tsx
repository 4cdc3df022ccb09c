/** Mentees without a mentor: what keeps mentors away, and the smallest change that would help. */
import { Button, Card, Title } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { languageName } from "../../core/languages";
import { useMe } from "../../accounts/use";
import { isolated, shownName } from "../../core/names";
import { useNow } from "../../core/useNow";
import type { Draft, Left } from "./api";
import { momentOfSlot } from "./model";
import classes from "./Runs.module.css";

const AT_FIRST = 20;

function useHelp(): (left: Left) => string | null {
  const { t, i18n } = useTranslation("runs");
  const zone = useMe().data?.timeZone ?? "UTC";
  const now = useNow();
  const clock = new Intl.DateTimeFormat(i18n.language, { timeZone: zone, weekday: "long", hour: "2-digit", minute: "2-digit" });
  return ({ why, change, opens, slot, language }) => {
    if (why === "unready") return t("left.help.unready");
    if (change === null || opens === 0) return null;
    const when = slot === null ? "" : clock.format(momentOfSlot(slot, now));
    return t(`left.help.${change as "hours"}`, { count: opens, when, language: language === null ? "" : languageName(language, i18n.language) });
  };
}

export function LeftList({ draft, isFixed, onOpen }: { draft: Draft; isFixed: boolean; onOpen: (mentee: string) => void }): ReactNode {
  const { t } = useTranslation("runs");
  const help = useHelp();
  const [isAll, setAll] = useState(false);
  const { left, names } = draft;
  if (left.length === 0) return null;
  return (
    <Card className={classes["card"]} data-testid="run-left">
      <Title order={2}>{t("left.title", { count: left.length })}</Title>
      <p className={classes["hint"]}>{t("left.hint")}</p>
      <ul className={classes["rows"]}>
        {left.slice(0, isAll ? left.length : AT_FIRST).map((one) => {
          const name = shownName(names[one.mentee], t("somebody"));
          const word = help(one);
          return (
            <li key={one.mentee} className={classes["row"]}>
              <div className={classes["words"]}>
                <p className={classes["name"]}>
                  <bdi>{name}</bdi>
                </p>
                <p className={classes["meta"]}>{t(`left.why.${one.why as "taken"}`)}</p>
                {word !== null && <p>{word}</p>}
              </div>
              {!isFixed && one.why !== "unready" && (
                <Button size="sm" variant="subtle" aria-label={t("left.giveFor", { mentee: isolated(name) })} onClick={() => onOpen(one.mentee)}>
                  {t("left.give")}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {!isAll && left.length > AT_FIRST && (
        <div>
          <Button variant="subtle" onClick={() => setAll(true)}>
            {t("left.more")}
          </Button>
        </div>
      )}
    </Card>
  );
}
