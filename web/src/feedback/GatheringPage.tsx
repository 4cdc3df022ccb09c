/** "Was it worth your time?": a gathering that somebody was a guest of, on a page of its own. */
import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isRefused } from "../core/errors";
import { shownName } from "../core/names";
import { Failed } from "../core/ui/Failed";
import { Loading } from "../core/ui/Loading";
import { Panel } from "../core/ui/Panel";
import { Portrait } from "../core/ui/Portrait";
import { AdriftScene } from "../core/ui/scenes";
import { useTitle } from "../core/ui/useTitle";
import type { GatheringCard } from "./api";
import classes from "./Feedback.module.css";
import { GatheringForm } from "./GatheringForm";
import { useGathered } from "./parts";
import { Back } from "./SessionPage";
import { useGatheringCard } from "./use";

function Shown({ card }: { card: GatheringCard }): ReactNode {
  const { t } = useTranslation("core");
  useTitle(card.title);
  return (
    <main className={classes["page"]} id="main">
      <Back />
      <header className={classes["who"]}>
        <Portrait name={shownName(card.host?.name, t("somebody"))} photoUrl={card.host?.photoUrl} size="clamp(2.8rem, 11vw, 3.6rem)" />
        <div>
          <Title order={1}>
            <bdi>{card.title}</bdi>
          </Title>
          <p className={classes["meta"]}>{useGathered()(card)}</p>
        </div>
      </header>
      <div className={classes["card"]}>
        <GatheringForm card={card} />
      </div>
    </main>
  );
}

export function GatheringPage({ gatheringId }: { gatheringId: string }): ReactNode {
  const { t } = useTranslation("feedback");
  const card = useGatheringCard(gatheringId);
  if (isRefused(card.error)) {
    return (
      <Panel title={t("gathering.gone")} scene={<AdriftScene />}>
        <p>{t("gathering.goneHint")}</p>
        <Back />
      </Panel>
    );
  }
  if (card.isPending) return <Loading />;
  return card.data ? <Shown card={card.data} /> : <Failed of={card} />;
}
