/** "How was your session on 3 May?": one session's feedback on a page of its own. */
import { Anchor, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { shownName } from "../core/names";
import { FailedPage } from "../core/ui/FailedPage";
import { Loading } from "../core/ui/Loading";
import { Panel } from "../core/ui/Panel";
import { Portrait } from "../core/ui/Portrait";
import { AdriftScene } from "../core/ui/scenes";
import { useTitle } from "../core/ui/useTitle";
import type { Card } from "./api";
import classes from "./Feedback.module.css";
import { useQuestion } from "./parts";
import { SessionCard } from "./SessionCard";
import { useCard } from "./use";

export function Back(): ReactNode {
  const { t } = useTranslation("feedback");
  return (
    <Anchor className={classes["back"]} renderRoot={(props) => <Link to="/feedback" {...props} />}>
      <ArrowLeft size={17} aria-hidden="true" /> {t("back")}
    </Anchor>
  );
}

function Shown({ card }: { card: Card }): ReactNode {
  const core = useTranslation("core");
  const title = useQuestion()(card);
  useTitle(title);
  return (
    <main className={classes["page"]} id="main">
      <Back />
      <header className={classes["who"]}>
        <Portrait name={shownName(card.other?.name, core.t("somebody"))} photoUrl={card.other?.photoUrl} size="clamp(2.8rem, 11vw, 3.6rem)" />
        <Title order={1}>{title}</Title>
      </header>
      <SessionCard card={card} />
    </main>
  );
}

export function SessionPage({ bookingId }: { bookingId: string }): ReactNode {
  const { t } = useTranslation("feedback");
  const card = useCard(bookingId);
  if (card.isPending) return <Loading />;
  if (card.data) return <Shown card={card.data} />;
  return (
    <FailedPage of={card}>
      <Panel title={t("card.gone")} scene={<AdriftScene />}>
        <p>{t("card.goneHint")}</p>
        <Back />
      </Panel>
    </FailedPage>
  );
}
