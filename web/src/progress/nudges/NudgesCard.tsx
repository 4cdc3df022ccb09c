/** What would help now, quietly, on pages that are about something else; nothing where nothing would. */
import { Anchor, Button, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import type { Nudge } from "./api";
import { LATER_WEEKS, MOST_AT_HOME, atHome, ofPair } from "./model";
import { NudgeRow } from "./NudgeRow";
import classes from "./Nudges.module.css";
import { useNudges, usePutAllOff } from "./use";

interface CardProps {
  nudges: readonly Nudge[];
  most: number;
  foot?: ReactNode;
}

function Card({ nudges, most, foot }: CardProps): ReactNode {
  const { t } = useTranslation("nudges");
  const titleId = useId();
  if (nudges.length === 0) return null;
  return (
    <section className={classes["card"]} aria-labelledby={titleId} data-testid="nudges-card">
      <Title order={2} id={titleId} className={classes["title"]}>
        {t("title")}
      </Title>
      <ul className={classes["rows"]}>
        {nudges.slice(0, most).map((nudge) => (
          <NudgeRow key={`${nudge.mentorshipId} ${nudge.matter}`} nudge={nudge} />
        ))}
      </ul>
      {foot}
    </section>
  );
}

export function HomeNudges(): ReactNode {
  const { t } = useTranslation("nudges");
  const later = usePutAllOff();
  const shown = atHome(useNudges().data?.nudges ?? []);
  const foot = (
    <p className={classes["foot"]}>
      <Anchor renderRoot={(props) => <Link to="/nudges" {...props} />}>{shown.length > MOST_AT_HOME ? t("all", { count: shown.length }) : t("choose")}</Anchor>
      <Button size="compact-sm" variant="subtle" color="gray" loading={later.isPending} onClick={() => later.mutate(LATER_WEEKS)} data-testid="nudges-later">
        {t("allLater")}
      </Button>
    </p>
  );
  return <Card nudges={shown} most={MOST_AT_HOME} foot={foot} />;
}

export function PairNudges({ mentorshipId }: { mentorshipId: string }): ReactNode {
  return <Card nudges={ofPair(useNudges().data?.nudges ?? [], mentorshipId)} most={MOST_AT_HOME} />;
}
