/** What would help now, quietly, on pages that are about something else; nothing where nothing would. */
import { Anchor, Button, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import type { Nudge } from "./api";
import { LATER_WEEKS, MOST_AT_HOME, atHome, ofPair } from "./model";
import { NudgeRows } from "./NudgeRows";
import classes from "./Nudges.module.css";
import { useNudges, usePutAllOff } from "./use";

interface CardProps {
  nudges: readonly Nudge[];
  foot?: ReactNode;
}

function Card({ nudges, foot }: CardProps): ReactNode {
  const { t } = useTranslation("nudges");
  const titleId = useId();
  if (nudges.length === 0) return null;
  return (
    <section className={classes["card"]} aria-labelledby={titleId} data-testid="nudges-card">
      <Title order={2} id={titleId} className={classes["title"]}>
        {t("title")}
      </Title>
      <NudgeRows nudges={nudges.slice(0, MOST_AT_HOME)} />
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
  return <Card nudges={shown} foot={foot} />;
}

export function PairNudges({ mentorshipId }: { mentorshipId: string }): ReactNode {
  return <Card nudges={ofPair(useNudges().data?.nudges ?? [], mentorshipId)} />;
}
