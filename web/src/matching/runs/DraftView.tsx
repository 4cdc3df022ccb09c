/** A draft: its figures in words, what was laid down, its pairs, who is left, and its publication. */
import { Button, Card, Title } from "@mantine/core";
import { Send, Undo2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../../core/explain";
import { Loading } from "../../core/ui/Loading";
import { Failed } from "../../core/ui/Failed";
import { Notice } from "../../core/ui/Notice";
import { Confirm } from "../../core/ui/Confirm";
import type { Draft, Edits, Run } from "./api";
import { EditList } from "./EditList";
import { LeftList } from "./LeftList";
import { evenness, failedOf, isGoingOn, points, publishable } from "./model";
import { PairDialog } from "./PairDialog";
import { PairTable } from "./PairTable";
import { PreviewDialog } from "./PreviewDialog";
import classes from "./Runs.module.css";
import { useDraft, usePublish, useTake } from "./use";

function FiguresCard({ run }: { run: Run }): ReactNode {
  const { t, i18n } = useTranslation("runs");
  const { figures } = run;
  if (figures === null) return null;
  const percent = new Intl.NumberFormat(i18n.language, { style: "percent" });
  const { matched, mentees } = figures;
  return (
    <Card className={classes["card"]} data-testid="run-figures">
      <Title order={2}>{t("result")}</Title>
      {mentees === 0 ? (
        <p>{t("figures.nobody")}</p>
      ) : (
        <ul className={classes["sentences"]}>
          <li>
            <strong>{t("figures.matched", { matched, mentees, percent: percent.format(matched / mentees) })}</strong>
          </li>
          {matched > 0 && (
            <>
              <li>{t("figures.score", { mean: points(figures.mean), least: points(figures.least), p5: points(figures.p5) })}</li>
              <li>{t("figures.top3", { percent: percent.format(figures.top3) })}</li>
              <li>{t("figures.blocking", { count: figures.blocking })}</li>
              <li>{t(`figures.gini.${evenness(figures)}`)}</li>
            </>
          )}
        </ul>
      )}
      <details>
        <summary>{t("record")}</summary>
        <dl className={classes["record"]}>
          <dt>{t("recordSeed")}</dt>
          <dd>{run.seed}</dd>
          <dt>{t("recordEncoder")}</dt>
          <dd>{run.encoder}</dd>
          <dt>{t("recordHash")}</dt>
          <dd>{run.inputHash}</dd>
          <dt>{t("recordWeights")}</dt>
          <dd>
            {Object.entries(run.weights)
              .map(([name, share]) => `${name} ${percent.format(share)}`)
              .join(" · ")}
          </dd>
        </dl>
      </details>
    </Card>
  );
}

function PublishCard({ programmeId, run, draft }: { programmeId: string; run: Run; draft: Draft }): ReactNode {
  const { t } = useTranslation("runs");
  const publish = usePublish(programmeId, run);
  const [isAsking, setAsking] = useState(false);
  const [left, failed] = [publishable(draft), failedOf(draft)];
  const done = draft.pairs.length - left;
  const isOver = run.state === "published";
  if (isGoingOn(run) || draft.pairs.length === 0) return null;
  return (
    <Card className={classes["card"]} data-testid="run-publish-card">
      <Title order={2}>{t("publish.title")}</Title>
      {isOver ? <Notice tone={failed > 0 ? "plain" : "good"}>{[t("publish.done", { count: done }), ...(failed > 0 ? [t("publish.failed", { count: failed })] : [])].join(" ")}</Notice> : <p className={classes["hint"]}>{t("publish.hint")}</p>}
      {(!isOver || left > 0) && (
        <div>
          <Button leftSection={<Send size={17} aria-hidden="true" />} onClick={() => setAsking(true)} data-testid="run-publish">
            {isOver ? t("publish.retry") : t("publish.do", { count: left })}
          </Button>
        </div>
      )}
      <Confirm isOpen={isAsking} title={t("publish.ask", { count: left })} hint={t("publish.askHint")} word={t("publish.do", { count: left })} isGrave={false} isPending={publish.isPending} error={publish.error} onClose={() => setAsking(false)} onDo={() => publish.mutate(undefined, { onSuccess: () => setAsking(false) })} />
    </Card>
  );
}

export function DraftView({ programmeId, run }: { programmeId: string; run: Run }): ReactNode {
  const { t } = useTranslation("runs");
  const say = useSay();
  const draft = useDraft(programmeId, run);
  const take = useTake(programmeId, run);
  const [open, setOpen] = useState<string | null>(null);
  const [next, setNext] = useState<Edits | null>(null);
  const [past, setPast] = useState<readonly Edits[]>([]);
  if (draft.isPending) return <Loading />;
  if (!draft.data) return <Failed of={draft} />;
  const isFixed = run.state !== "drafted";
  const propose = (edits: Edits): void => {
    setOpen(null);
    setNext(edits);
  };
  const onTake = (): void => {
    if (next === null) return;
    take.mutate(next, {
      onSuccess: () => {
        setPast([...past, run.edits]);
        setNext(null);
      },
    });
  };
  const undo = (): void => {
    const before = past.at(-1);
    if (before) take.mutate(before, { onSuccess: () => setPast(past.slice(0, -1)) });
  };
  return (
    <>
      <FiguresCard run={run} />
      {!isFixed && past.length > 0 && (
        <div className={classes["inline"]}>
          <p className={classes["hint"]} role="status">
            {t("edits.taken")}
          </p>
          <Button variant="light" leftSection={<Undo2 size={17} aria-hidden="true" />} loading={take.isPending} onClick={undo} data-testid="run-undo">
            {t("edits.undo")}
          </Button>
        </div>
      )}
      {take.error && next === null && <Notice>{say(take.error)}</Notice>}
      <EditList run={run} names={draft.data.names} isFixed={isFixed} onChange={propose} />
      <PairTable draft={draft.data} onOpen={setOpen} />
      <LeftList draft={draft.data} isFixed={isFixed} onOpen={setOpen} />
      <PublishCard programmeId={programmeId} run={run} draft={draft.data} />
      {open !== null && <PairDialog programmeId={programmeId} run={run} draft={draft.data} mentee={open} isFixed={isFixed} onChange={propose} onClose={() => setOpen(null)} />}
      {next !== null && <PreviewDialog programmeId={programmeId} run={run} edits={next} isPending={take.isPending} error={take.error} onTake={onTake} onClose={() => setNext(null)} />}
    </>
  );
}
