/** The connection test: says in plain words what works from here, one step after the other. Devices are the lobby's matter. */
import { Button, Progress, Title, VisuallyHidden } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { CircleAlert, CircleCheck, Gauge, Waypoints } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../accounts/use";
import { useSay } from "../../core/explain";
import { Loading } from "../../core/ui/Loading";
import { Notice } from "../../core/ui/Notice";
import { useTitle } from "../../core/ui/useTitle";
import classes from "./CheckPage.module.css";
import { Findings } from "./Findings";
import { type Step, type Tone, type VerdictWord, verdictOf } from "./model";
import type { CheckState } from "./run";
import { StepRow } from "./StepRow";
import { useCheck } from "./use";

type Said = { tone: Tone | "plain"; word: VerdictWord | "running" | "stopped" };

function said({ phase, steps }: CheckState): Said | null {
  if (phase === "idle") return null;
  if (phase === "running") return { tone: "plain", word: "running" };
  return verdictOf(steps) ?? { tone: "plain", word: "stopped" };
}

const ICON = { good: CircleCheck, fair: Gauge, bad: CircleAlert, plain: Waypoints } as const;

function Headline({ state }: { state: CheckState }): ReactNode {
  const { t } = useTranslation("signaling");
  const saying = said(state);
  if (!saying) return null;
  const Icon = ICON[saying.tone];
  return (
    <div className={classes["verdict"]} data-tone={saying.tone} data-word={saying.word} role="status" data-testid="check-verdict">
      <Icon size={30} aria-hidden="true" />
      <p>{t(`check.verdict.${saying.word}`)}</p>
    </div>
  );
}

const isOver = ({ state }: Step): boolean => !["waiting", "running"].includes(state);

/** What changed last, for those who do not see the list. */
function Announcer({ steps }: { steps: readonly Step[] }): ReactNode {
  const { t } = useTranslation("signaling");
  const running = steps.find(({ state }) => state === "running");
  const last = steps.findLast(({ state }) => state === "works" || state === "fails");
  const words = [last, running].filter((step) => step !== undefined).map(({ kind, state }) => {
    const key = state === "running" ? "running" : state === "works" ? "works" : "fails";
    return t(`check.announce.${key}`, { step: t(`check.step.${kind}.title`) });
  });
  return (
    <VisuallyHidden role="status" aria-live="polite">
      {words.join(" ")}
    </VisuallyHidden>
  );
}

function Running({ steps, onStop }: { steps: readonly Step[]; onStop: () => void }): ReactNode {
  const { t } = useTranslation("signaling");
  const done = steps.filter((step) => isOver(step)).length;
  return (
    <div className={classes["running"]}>
      <Progress value={(100 * (done + 0.5)) / steps.length} aria-label={t("check.progress")} size="md" radius="xl" animated className={classes["bar"]} />
      <Button variant="default" onClick={onStop} data-testid="check-stop">
        {t("check.stop")}
      </Button>
    </div>
  );
}

function Test({ roomId }: { roomId: string | null }): ReactNode {
  const { t } = useTranslation("signaling");
  const say = useSay();
  const { run, state } = useCheck(roomId);
  const { phase, steps, error, endedAt } = state;
  return (
    <>
      <Headline state={state} />
      {error !== null && <Notice>{say(error)}</Notice>}
      {phase === "running" ? (
        <Running steps={steps} onStop={() => run.stop()} />
      ) : (
        <div className={classes["buttons"]}>
          <Button size={phase === "idle" ? "lg" : "md"} color="clay" onClick={() => run.start()} data-testid="check-start">
            {t(phase === "idle" ? "check.start" : "check.again")}
          </Button>
          {roomId !== null && (
            <Button variant="subtle" size={phase === "idle" ? "lg" : "md"} renderRoot={(props) => <Link to="/s/$roomId" params={{ roomId }} {...props} />}>
              {t("check.backToSession")}
            </Button>
          )}
        </div>
      )}
      <ol className={classes["steps"]} aria-label={t("check.steps")}>
        {steps.map((step) => (
          <StepRow key={step.id} step={step} />
        ))}
      </ol>
      <Announcer steps={steps} />
      {endedAt && <Findings steps={steps} at={endedAt} />}
    </>
  );
}

function SignInFirst(): ReactNode {
  const { t } = useTranslation("signaling");
  return (
    <>
      <p className={classes["lead"]}>{t("check.signInFirst")}</p>
      <div className={classes["buttons"]}>
        <Button renderRoot={(props) => <Link to="/sign-in" search={{ next: "/check" }} {...props} />}>{t("check.signIn")}</Button>
      </div>
    </>
  );
}

export function CheckPage({ roomId }: { roomId: string | null }): ReactNode {
  const { t } = useTranslation("signaling");
  const me = useMe();
  useTitle(t("check.title"));
  if (me.isPending) return <Loading />;
  const mayTest = roomId !== null || Boolean(me.data);
  return (
    <main className={classes["page"]} id="main">
      <header>
        <Title order={1}>{t("check.title")}</Title>
        <p className={classes["lead"]}>{t("check.lead")}</p>
      </header>
      {mayTest ? <Test roomId={roomId} /> : <SignInFirst />}
    </main>
  );
}
