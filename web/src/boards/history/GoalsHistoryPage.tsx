/** The past of the goals of a mentorship. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../accounts/use";
import { shownName } from "../../core/names";
import { FailedPage } from "../../core/ui/FailedPage";
import { Loading } from "../../core/ui/Loading";
import { Panel } from "../../core/ui/Panel";
import { AdriftScene } from "../../core/ui/scenes";
import type { Mentorship } from "../../mentorships/api";
import { usePair } from "../../mentorships/use";
import type { Desk } from "../desk";
import { useDesk, useView } from "../use";
import { HistoryPage, type Looking } from "./HistoryPage";
import type { Subject } from "./subject";

interface Looked {
  looking: Looking;
  onLook: (looking: Looking) => void;
}

interface OpenedProps extends Looked {
  desk: Desk;
  pair: Mentorship;
  me: { name: string; timeZone: string };
}

function Opened({ desk, pair, me, looking, onLook }: OpenedProps): ReactNode {
  const { t } = useTranslation("history");
  const core = useTranslation("core");
  const { health } = useView(desk);
  const [mine, theirs] = [me.name, pair.other?.name].map((name) => shownName(name, core.t("somebody"))) as [string, string];
  const sides = pair.side === "mentee" ? { mentee: mine, mentor: theirs } : { mentee: theirs, mentor: mine };
  const subject: Subject = { kind: "goals", name: `goals:${pair.id}`, isReadOnly: health.role !== "write", now: health.doc, sides };
  const back = { link: { to: "/mentorships/$mentorshipId/goals", params: { mentorshipId: pair.id } } as const, words: t("back.goals") };
  return <HistoryPage subject={subject} title={t("ofGoals")} back={back} zone={me.timeZone} looking={looking} onLook={onLook} />;
}

export function GoalsHistoryPage({ mentorshipId, looking, onLook }: Looked & { mentorshipId: string }): ReactNode {
  const { t } = useTranslation("mentorships");
  const me = useMe();
  const pair = usePair(mentorshipId);
  const desk = useDesk(me.data?.id ?? "", mentorshipId);
  if (pair.isLoadingError) {
    return (
      <FailedPage of={pair}>
        <Panel title={t("pair.goneTitle")} scene={<AdriftScene />}>
          <p>{t("pair.goneHint")}</p>
        </Panel>
      </FailedPage>
    );
  }
  if (!pair.data || !me.data || desk === null) return <Loading />;
  return <Opened desk={desk} pair={pair.data} me={me.data} looking={looking} onLook={onLook} />;
}
