/** What a programme has learned from feedback: how far it is, what is proposed, and every set of weights it had. */
import { Button, Card, Progress, Radio, Title } from "@mantine/core";
import { RefreshCw } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../../core/explain";
import { Loading } from "../../core/ui/Loading";
import { Failed } from "../../core/ui/Failed";
import { Notice } from "../../core/ui/Notice";
import { dayAndTime } from "../../core/when";
import { useChangeProgramme } from "../../programmes/use";
import type { Learning, Way } from "./api";
import { HistoryList } from "./HistoryList";
import classes from "./Learning.module.css";
import { isEnough, outcomeOf, percentOf } from "./model";
import { ProposalCard } from "./ProposalCard";
import { useLearning, useLook } from "./use";

const WAYS: readonly Way[] = ["propose", "automatic"];

function Count({ label, there, needed }: { label: string; there: number; needed: number }): ReactNode {
  const { t } = useTranslation("learning");
  const words = t("progress", { there, needed });
  return (
    <div className={classes["count"]}>
      <div className={classes["countHead"]}>
        <span>{label}</span>
        <span>{words}</span>
      </div>
      <Progress value={percentOf(there, needed)} size="lg" radius="xl" color={there < needed ? "sun" : "olive"} aria-label={`${label}: ${words}`} />
    </div>
  );
}

function WayField({ programmeId, way }: { programmeId: string; way: Way }): ReactNode {
  const { t } = useTranslation("learning");
  const say = useSay();
  const change = useChangeProgramme(programmeId);
  const shown = change.isPending ? (change.variables.learning ?? way) : way;
  const set = (value: string): void => {
    const learning = WAYS.find((one) => one === value);
    if (learning !== undefined) change.mutate({ learning });
  };
  return (
    <>
      <Radio.Group label={t("way")} value={shown} onChange={set}>
        <div className={classes["counts"]}>
          {WAYS.map((one) => (
            <Radio key={one} mt="xs" value={one} label={t(`ways.${one}`)} description={t(`wayHint.${one}`)} data-testid={`learning-${one}`} />
          ))}
        </div>
      </Radio.Group>
      {change.error && <Notice>{say(change.error)}</Notice>}
    </>
  );
}

function LookLine({ programmeId, learning }: { programmeId: string; learning: Learning }): ReactNode {
  const { t, i18n } = useTranslation("learning");
  const say = useSay();
  const look = useLook(programmeId);
  const { checkedAt, outcome, isAsked, proposal } = learning;
  const last = checkedAt === null ? t("never") : t("checked", { when: dayAndTime(new Date(checkedAt), i18n.language) });
  return (
    <>
      <div className={classes["deeds"]}>
        <p className={classes["hint"]} aria-live="polite" data-testid="learning-outcome" data-outcome={isAsked ? "" : (outcome ?? "")}>
          {isAsked ? t("looking") : `${last} ${outcome === null ? "" : t(`outcome.${outcomeOf(outcome, proposal)}`)}`}
        </p>
        <Button variant="light" size="sm" leftSection={<RefreshCw size={16} aria-hidden="true" />} loading={look.isPending || isAsked} onClick={() => look.mutate()} data-testid="learning-look">
          {t("look")}
        </Button>
      </div>
      {look.error && <Notice>{say(look.error)}</Notice>}
    </>
  );
}

function StateCard({ programmeId, learning }: { programmeId: string; learning: Learning }): ReactNode {
  const { t } = useTranslation("learning");
  return (
    <Card className={classes["card"]}>
      <Title order={2}>{t("title")}</Title>
      <p className={classes["hint"]}>{t("hint")}</p>
      <div className={classes["counts"]} data-testid="learning-counts">
        <Count label={t("answers")} there={learning.sessions} needed={learning.neededSessions} />
        <Count label={t("people")} there={learning.raters} needed={learning.neededRaters} />
      </div>
      {!isEnough(learning) && (
        <Notice tone="plain" title={t("tooFew")}>
          {t("tooFewHint")}
        </Notice>
      )}
      <LookLine programmeId={programmeId} learning={learning} />
      <WayField programmeId={programmeId} way={learning.way} />
    </Card>
  );
}

export function LearningTab({ programmeId }: { programmeId: string }): ReactNode {
  const learning = useLearning(programmeId);
  if (learning.isPending) return <Loading />;
  if (!learning.data) return <Failed of={learning} />;
  const { proposal, version } = learning.data;
  return (
    <div className={classes["tab"]}>
      <StateCard programmeId={programmeId} learning={learning.data} />
      {proposal !== null && <ProposalCard key={proposal.id} programmeId={programmeId} proposal={proposal} version={version} />}
      <HistoryList programmeId={programmeId} version={version} />
    </div>
  );
}
