/** Matching a whole programme: runs are started, watched, and the one that is looked at is edited and published. */
import { Badge, Button, Card, NumberInput, Progress, Radio, Title } from "@mantine/core";
import { Play } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../../core/explain";
import { Loading } from "../../core/ui/Loading";
import { Failed } from "../../core/ui/Failed";
import { Notice } from "../../core/ui/Notice";
import { HarbourScene } from "../../core/ui/scenes";
import { dayAndTime } from "../../core/when";
import type { Run, RunMode } from "./api";
import { DraftView } from "./DraftView";
import { MODES, hasDraft, isBeingMatched, isGoingOn, percentOf, seedOf } from "./model";
import classes from "./Runs.module.css";
import { useCancel, useRuns, useStart } from "./use";

const COLORS = { waiting: "aegean", running: "aegean", drafted: "sun", publishing: "aegean", published: "olive", cancelled: "gray", failed: "clay" } as const;

function StartCard({ programmeId, runs, onStart }: { programmeId: string; runs: readonly Run[]; onStart: (id: string) => void }): ReactNode {
  const { t } = useTranslation("runs");
  const say = useSay();
  const start = useStart(programmeId);
  const [mode, setMode] = useState<RunMode>("balanced");
  const [typed, setTyped] = useState("");
  const seed = seedOf(typed);
  const go = (): void => {
    if (seed !== undefined) start.mutate({ mode, seed }, { onSuccess: ({ id }) => onStart(id) });
  };
  return (
    <Card className={classes["card"]}>
      <Title order={2}>{t("title")}</Title>
      <p className={classes["hint"]}>{t("hint")}</p>
      <Radio.Group label={t("mode.legend")} value={mode} onChange={(value) => setMode(MODES.find((one) => one === value) ?? "balanced")}>
        <div className={classes["modes"]}>
          {MODES.map((one) => (
            <Radio key={one} value={one} label={t(`mode.${one}`)} description={t(`modeHint.${one}`)} data-testid={`run-mode-${one}`} />
          ))}
        </div>
      </Radio.Group>
      <div className={classes["inline"]}>
        <NumberInput label={t("seed")} description={t("seedHint")} value={typed} onChange={(value) => setTyped(String(value))} allowDecimal={false} allowNegative={false} hideControls />
        <Button leftSection={<Play size={17} aria-hidden="true" />} loading={start.isPending} disabled={seed === undefined || runs.some(isGoingOn)} onClick={go} data-testid="run-start">
          {t(runs.length === 0 ? "start" : "again")}
        </Button>
      </div>
      {start.error && <Notice>{say(start.error)}</Notice>}
    </Card>
  );
}

function GoingOn({ programmeId, run }: { programmeId: string; run: Run }): ReactNode {
  const { t } = useTranslation("runs");
  const say = useSay();
  const cancel = useCancel(programmeId);
  const { done, total } = run;
  const told = isBeingMatched(run) ? t(total === 0 ? "reading" : "progress", { done, total }) : t("publishProgress", { done, total });
  return (
    <Card className={classes["card"]} aria-live="polite">
      <Progress value={total === 0 ? 100 : percentOf(run)} animated={total === 0} size="lg" radius="xl" aria-label={told} />
      <div className={classes["inline"]}>
        <p className={classes["hint"]}>{told}</p>
        {isBeingMatched(run) && (
          <Button variant="subtle" color="clay" size="sm" loading={cancel.isPending} onClick={() => cancel.mutate(run.id)} data-testid="run-cancel">
            {t("cancel")}
          </Button>
        )}
      </div>
      {cancel.error && <Notice>{say(cancel.error)}</Notice>}
    </Card>
  );
}

function RunList({ runs, shown, onShow }: { runs: readonly Run[]; shown: string; onShow: (id: string) => void }): ReactNode {
  const { t, i18n } = useTranslation("runs");
  return (
    <section className={classes["section"]}>
      <Title order={2}>{t("earlier")}</Title>
      <ul className={classes["rows"]}>
        {runs.map((run) => (
          <li key={run.id} className={classes["row"]} data-testid="run" data-state={run.state} aria-current={run.id === shown ? "true" : undefined}>
            <div className={classes["words"]}>
              <p className={classes["name"]}>{dayAndTime(new Date(run.createdAt), i18n.language)}</p>
              <p className={classes["meta"]}>{t("runLine", { mode: t(`mode.${run.mode}`), seed: run.seed })}</p>
            </div>
            <Badge variant="light" color={COLORS[run.state]} tt="none" styles={{ root: { height: "auto", maxWidth: "100%" }, label: { color: "var(--ink)", whiteSpace: "normal" } }}>
              {t(`state.${run.state}`)}
            </Badge>
            <Button size="sm" variant="subtle" disabled={run.id === shown} onClick={() => onShow(run.id)}>
              {t(run.id === shown ? "shown" : "show")}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function RunsTab({ programmeId }: { programmeId: string }): ReactNode {
  const { t } = useTranslation("runs");
  const runs = useRuns(programmeId);
  const [chosen, setChosen] = useState<string | null>(null);
  if (runs.isPending) return <Loading />;
  if (!runs.data) return <Failed of={runs} />;
  const run = runs.data.find(({ id }) => id === chosen) ?? runs.data[0];
  return (
    <div className={classes["tab"]}>
      <StartCard programmeId={programmeId} runs={runs.data} onStart={setChosen} />
      {run === undefined ? (
        <div className={classes["empty"]}>
          <HarbourScene className={classes["scene"]} />
          <Title order={3}>{t("empty")}</Title>
          <p className={classes["hint"]}>{t("emptyHint")}</p>
        </div>
      ) : (
        <>
          <RunList runs={runs.data} shown={run.id} onShow={setChosen} />
          {isGoingOn(run) && <GoingOn programmeId={programmeId} run={run} />}
          {run.problem !== "" && <Notice>{run.problem}</Notice>}
          {hasDraft(run) && <DraftView key={run.id} programmeId={programmeId} run={run} />}
        </>
      )}
    </div>
  );
}
