/** What the last session changed in the goals; earlier ones a button away. */
import { Button } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { plainDate, shortDate } from "../core/when";
import type { Digest } from "./api";
import { type Group, groupsOf } from "./digest";
import classes from "./Goals.module.css";
import { useDigests } from "./use";

function Steps({ group }: { group: Group }): ReactNode {
  const { t, i18n } = useTranslation("goals");
  const day = (due: string): string => plainDate(due, i18n.language);
  return (
    <div>
      <dt>{t(`digests.${group.what}`, { count: group.steps.length })}</dt>
      {group.steps.map(({ line }) => (
        <dd key={line.id}>
          <bdi>{line.title === "" ? t("untitled") : line.title}</bdi>
          {group.what === "moved" && line.due !== null && <span className={classes["hint"]}> · {t("dueOn", { day: day(line.due) })}</span>}
        </dd>
      ))}
    </div>
  );
}

function Session({ one }: { one: Digest }): ReactNode {
  const { t, i18n } = useTranslation("goals");
  return (
    <li className={classes["week"]} data-testid="digest">
      <h3>{t("digests.of", { day: shortDate(new Date(one.beganAt), i18n.language) })}</h3>
      <dl className={classes["answers"]}>
        {groupsOf(one.steps).map((group) => (
          <Steps key={group.what} group={group} />
        ))}
      </dl>
    </li>
  );
}

export function Digests({ mentorship }: { mentorship: string }): ReactNode {
  const { t } = useTranslation("goals");
  const found = useDigests(mentorship).data?.digests ?? [];
  const [isWhole, setWhole] = useState(false);
  if (found.length === 0) return null;
  return (
    <section className={classes["checkIns"]} aria-labelledby="digests">
      <h2 id="digests">{t("digests.title")}</h2>
      <ul className={classes["weeks"]}>
        {(isWhole ? found : found.slice(0, 1)).map((one) => (
          <Session key={one.booking} one={one} />
        ))}
      </ul>
      {!isWhole && found.length > 1 && (
        <span>
          <Button size="compact-md" variant="subtle" onClick={() => setWhole(true)}>
            {t("digests.earlier")}
          </Button>
        </span>
      )}
    </section>
  );
}
