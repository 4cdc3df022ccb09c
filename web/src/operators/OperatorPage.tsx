/** How this server is, for whoever runs it. Each figure says what it means; nothing here is about anybody. */
import { Button, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type Schemas, api, unwrap } from "../core/api";
import { useSay } from "../core/explain";
import { useNumerals } from "../core/numerals";
import { FailedPage } from "../core/ui/FailedPage";
import { Loading } from "../core/ui/Loading";
import { Notice } from "../core/ui/Notice";
import { Panel } from "../core/ui/Panel";
import { Sparkline } from "../core/ui/Sparkline";
import { AdriftScene } from "../core/ui/scenes";
import { useTitle } from "../core/ui/useTitle";
import { bitrate, duration, milliseconds, percent, whole } from "./figures";
import { HealthList, QualityPart, WorkerTable } from "./parts";
import classes from "./OperatorPage.module.css";
import { SpellingsPart } from "./Spellings";

type Overview = Schemas["OverviewOut"];

const LOOK_AGAIN_MS = 10_000;

function Figure({ name, value, hint, testId }: { name: string; value: string; hint: string; testId: string }): ReactNode {
  const numerals = useNumerals();
  return (
    <div className={classes["figure"]}>
      <dt>{name}</dt>
      <dd className={classes["value"]} data-testid={testId}>
        {numerals(value)}
      </dd>
      <dd className={classes["hint"]}>{hint}</dd>
    </div>
  );
}

function Now({ seen }: { seen: Overview }): ReactNode {
  const { t } = useTranslation("operators");
  return (
    <section aria-labelledby="operator-now">
      <h2 id="operator-now">{t("now")}</h2>
      <dl className={classes["figures"]}>
        <Figure name={t("sessions")} value={whole(seen.sessions)} hint={t("sessionsHint")} testId="operator-sessions" />
        <Figure name={t("people")} value={whole(seen.people)} hint={t("peopleHint")} testId="operator-people" />
        <Figure name={t("lag")} value={milliseconds(seen.lagMs)} hint={t("lagHint")} testId="operator-lag" />
        <Figure name={t("checks")} value={whole(seen.checks)} hint={t("checksHint")} testId="operator-checks" />
      </dl>
    </section>
  );
}

function Trends({ moments }: { moments: Overview["moments"] }): ReactNode {
  const { t } = useTranslation("operators");
  return (
    <section aria-labelledby="operator-trends">
      <h2 id="operator-trends">{t("trends")}</h2>
      {moments.length < 2 ? (
        <p className={classes["hint"]}>{t("trendsNone")}</p>
      ) : (
        <div className={classes["charts"]}>
          <Sparkline label={t("trend.sessions")} values={moments.map(({ sessions }) => sessions)} show={whole} atLeast={5} />
          <Sparkline label={t("trend.people")} values={moments.map(({ people }) => people)} show={whole} atLeast={10} />
          <Sparkline label={t("trend.cpu")} values={moments.map(({ cpu }) => cpu)} show={percent} atLeast={1} />
          <Sparkline label={t("trend.bits")} values={moments.map(({ bitsPerSecond }) => bitsPerSecond)} show={bitrate} atLeast={1_000_000} />
          <Sparkline label={t("trend.lag")} values={moments.map(({ lagMs }) => lagMs)} show={milliseconds} atLeast={50} />
        </div>
      )}
    </section>
  );
}

function Seen({ seen, isStale }: { seen: Overview; isStale: boolean }): ReactNode {
  const { t, i18n } = useTranslation("operators");
  const values = { version: seen.version, up: duration(seen.upS, i18n.language) };
  return (
    <main className={classes["page"]} id="main">
      <header>
        <Title order={1}>{t("title")}</Title>
        <p className={classes["node"]}>{seen.node === null ? t("single", values) : t("node", { node: seen.node, ...values })}</p>
        <p className={classes["hint"]}>{t("lead")}</p>
      </header>
      {isStale && <Notice>{t("stale")}</Notice>}
      <Now seen={seen} />
      <HealthList health={seen.health} />
      <WorkerTable workers={seen.workers} />
      <QualityPart seen={seen} />
      <Trends moments={seen.moments} />
      <SpellingsPart />
    </main>
  );
}

export function OperatorPage(): ReactNode {
  const { t } = useTranslation("operators");
  const core = useTranslation("core");
  const say = useSay();
  const overview = useQuery({ queryKey: ["operator"], queryFn: () => unwrap(api.GET("/api/operator")), refetchInterval: LOOK_AGAIN_MS });
  useTitle(t("title"));
  if (overview.data) return <Seen seen={overview.data} isStale={overview.isError} />;
  if (overview.isPending) return <Loading />;
  return (
    <FailedPage of={overview}>
      <Panel title={t("notYours")} scene={<AdriftScene />} testId="operator-refused">
        <Notice>{say(overview.error)}</Notice>
        <Button renderRoot={(props) => <Link to="/" {...props} />}>{core.t("toHome")}</Button>
      </Panel>
    </FailedPage>
  );
}
