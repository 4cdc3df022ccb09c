/** Where a letter of nudges leads: everything that would help now, and how to hear less of it. */
import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Failed } from "../../core/ui/Failed";
import { Loading } from "../../core/ui/Loading";
import { HarbourScene } from "../../core/ui/scenes";
import { useTitle } from "../../core/ui/useTitle";
import { NudgeRows } from "./NudgeRows";
import { NudgeSwitches } from "./NudgeSwitches";
import classes from "./Nudges.module.css";
import { useNudges } from "./use";

function Calm({ isSnoozed }: { isSnoozed: boolean }): ReactNode {
  const { t } = useTranslation("nudges");
  return (
    <div className={classes["calm"]} data-testid="nudges-calm">
      <HarbourScene className={classes["scene"]} />
      <Title order={2}>{t(isSnoozed ? "calm.snoozed" : "calm.title")}</Title>
      <p className={classes["hint"]}>{t(isSnoozed ? "calm.snoozedHint" : "calm.hint")}</p>
    </div>
  );
}

export function NudgesPage(): ReactNode {
  const { t } = useTranslation("nudges");
  const known = useNudges();
  useTitle(t("title"));
  return (
    <main className={classes["page"]} id="main">
      <header>
        <Title order={1}>{t("title")}</Title>
        <p className={classes["lead"]}>{t("lead")}</p>
      </header>
      {known.isPending && <Loading />}
      {known.isLoadingError && <Failed of={known} />}
      {known.data?.nudges.length === 0 && <Calm isSnoozed={known.data.snoozedUntil !== null} />}
      {known.data && known.data.nudges.length > 0 && <NudgeRows nudges={known.data.nudges} label={t("title")} />}
      {known.data && <NudgeSwitches />}
    </main>
  );
}
