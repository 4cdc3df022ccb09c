/** All that one agreed to, whatever became of it. */
import { Anchor, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Failed } from "../core/ui/Failed";
import { Loading } from "../core/ui/Loading";
import { HarbourScene } from "../core/ui/scenes";
import { useTitle } from "../core/ui/useTitle";
import { Consents } from "./Consents";
import classes from "./Recordings.module.css";
import { useConsents } from "./use";

function All(): ReactNode {
  const { t } = useTranslation("recordings");
  const consents = useConsents(null);
  if (consents.isPending) return <Loading />;
  if (!consents.data) return <Failed of={consents} />;
  if (consents.data.length > 0) return <Consents consents={consents.data} />;
  return (
    <div className={classes["empty"]}>
      <HarbourScene className={classes["scene"]} />
      <Title order={2}>{t("consents.empty")}</Title>
      <p className={classes["hint"]}>{t("consents.emptyHint")}</p>
    </div>
  );
}

export function ConsentsPage(): ReactNode {
  const { t } = useTranslation("recordings");
  useTitle(t("consents.title"));
  return (
    <main className={classes["page"]} id="main">
      <Anchor className={classes["back"] ?? ""} renderRoot={(props) => <Link to="/recordings" {...props} />}>
        <ArrowLeft size={16} aria-hidden="true" className={classes["flip"] ?? ""} /> {t("page.toList")}
      </Anchor>
      <header>
        <Title order={1}>{t("consents.title")}</Title>
        <p className={classes["lead"]}>{t("consents.lead")}</p>
      </header>
      <All />
    </main>
  );
}

/** Of the two of a mentorship, under their sessions; nothing when there is none. */
export function PairConsents({ mentorshipId }: { mentorshipId: string }): ReactNode {
  const { t } = useTranslation("recordings");
  const consents = useConsents(mentorshipId).data ?? [];
  if (consents.length === 0) return null;
  return (
    <section className={classes["ofPair"]} aria-labelledby="kept-of-pair" data-testid="pair-consents">
      <h2 id="kept-of-pair">{t("consents.pair")}</h2>
      <Consents consents={consents} />
      <Anchor renderRoot={(props) => <Link to="/consents" {...props} />}>{t("consents.toAll")}</Anchor>
    </section>
  );
}
