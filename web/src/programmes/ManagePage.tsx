/** A programme for whoever looks after it: where it stands, its people, invitations, rules. */
import { Anchor, Button, Tabs, Title } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { ArrowLeft, ChartColumn, Compass, GraduationCap, Mail, MessageSquareWarning, SlidersHorizontal, Users, Waypoints } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { isRefused } from "../core/errors";
import { useSay } from "../core/explain";
import { FailedPage } from "../core/ui/FailedPage";
import { Loading } from "../core/ui/Loading";
import { Panel } from "../core/ui/Panel";
import { AdriftScene } from "../core/ui/scenes";
import { useTitle } from "../core/ui/useTitle";
import type { Desk } from "./api";
import { AppointOnly } from "./Coordinators";
import { InviteTab } from "./InviteTab";
import { OverviewTab } from "./OverviewTab";
import { StateBadge } from "./parts";
import { PeopleTab } from "./PeopleTab";
import classes from "./Programmes.module.css";
import { RulesTab } from "./RulesTab";
import { TABS, type Tab } from "./tabs";
import { useDesk } from "./use";

const ICONS = { overview: Compass, people: Users, invite: Mail, rules: SlidersHorizontal, matching: Waypoints, learning: GraduationCap, evaluation: ChartColumn, moderation: MessageSquareWarning } as const;

/** What a layer above has to show of a programme. */
export type PartOf = (programmeId: string) => ReactNode;

interface DeskProps {
  desk: Desk;
  tab: Tab;
  matching: PartOf;
  learning: PartOf;
  evaluation: PartOf;
  moderation: PartOf;
}

function Body({ desk, tab, matching, learning, evaluation, moderation }: DeskProps): ReactNode {
  switch (tab) {
    case "overview":
      return <OverviewTab desk={desk} />;
    case "people":
      return <PeopleTab desk={desk} />;
    case "invite":
      return <InviteTab desk={desk} />;
    case "rules":
      return <RulesTab desk={desk} />;
    case "matching":
      return matching(desk.programme.id);
    case "learning":
      return learning(desk.programme.id);
    case "evaluation":
      return evaluation(desk.programme.id);
    case "moderation":
      return moderation(desk.programme.id);
  }
}

function Managed({ desk, tab, ...parts }: DeskProps): ReactNode {
  const { t } = useTranslation("programmes");
  const navigate = useNavigate();
  const { programme } = desk;
  // A tab that was opened stays as it is while another is looked at: half-written rules are not lost.
  const [opened, setOpened] = useState<readonly Tab[]>([tab]);
  const shown = opened.includes(tab) ? opened : [...opened, tab];
  useTitle(programme.name);
  const go = (next: string | null): void => {
    const found = TABS.find((one) => one === next) ?? "overview";
    setOpened([...shown, found]);
    void navigate({ to: "/programmes/$programmeId/manage", params: { programmeId: programme.id }, search: found === "overview" ? {} : { tab: found }, replace: true, resetScroll: false });
  };
  return (
    <main className={classes["page"]} id="main">
      <Anchor className={classes["back"] ?? ""} renderRoot={(props) => <Link to="/programmes" {...props} />}>
        <ArrowLeft size={16} aria-hidden="true" /> {t("page.toList")}
      </Anchor>
      <header className={classes["title"]}>
        <Title order={1}>
          <bdi>{programme.name}</bdi>
        </Title>
        <StateBadge programme={programme} />
      </header>
      <Tabs value={tab} onChange={go} keepMounted>
        <Tabs.List>
          {TABS.map((one) => {
            const Icon = ICONS[one];
            return (
              <Tabs.Tab key={one} value={one} leftSection={<Icon size={17} aria-hidden="true" />} data-testid={`tab-${one}`}>
                {t(`desk.tabs.${one}`)}
              </Tabs.Tab>
            );
          })}
        </Tabs.List>
        {TABS.map((one) => (
          <Tabs.Panel key={one} value={one} pt="lg">
            {shown.includes(one) && <Body desk={desk} tab={one} {...parts} />}
          </Tabs.Panel>
        ))}
      </Tabs>
    </main>
  );
}

interface ManageProps {
  programmeId: string;
  tab: Tab;
  matching: PartOf;
  learning: PartOf;
  evaluation: PartOf;
  moderation: PartOf;
}

export function ManagePage({ programmeId, tab, matching, learning, evaluation, moderation }: ManageProps): ReactNode {
  const { t } = useTranslation("programmes");
  const say = useSay();
  const desk = useDesk(programmeId);
  // Operators may appoint coordinators of programmes that they do not look after.
  if (isRefused(desk.error) && desk.error.status === 404) return <AppointOnly programmeId={programmeId} />;
  if (desk.isPending) return <Loading />;
  if (desk.data) return <Managed desk={desk.data} tab={tab} matching={matching} learning={learning} evaluation={evaluation} moderation={moderation} />;
  return (
    <FailedPage of={desk}>
      <Panel title={t("page.gone")} scene={<AdriftScene />}>
        <p>{say(desk.error)}</p>
        <Button renderRoot={(props) => <Link to="/programmes" {...props} />}>{t("page.toList")}</Button>
      </Panel>
    </FailedPage>
  );
}
