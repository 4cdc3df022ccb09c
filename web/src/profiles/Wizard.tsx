/** The frame of both forms: how far one is, the steps, whether it is saved, on and back. */
import { Button, Progress, Title, UnstyledButton } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { ArrowLeft, ArrowRight, Check } from "lucide-react";
import { type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { Me } from "../accounts/api";
import { useChangeMe } from "../accounts/use";
import { VerifyBanner } from "../accounts/VerifyBanner";
import { Notice } from "../core/ui/Notice";
import { useTitle } from "../core/ui/useTitle";
import type { Completeness } from "./api";
import type { Kept } from "./draft";
import { type Role, STEPS, type Step, beside, markOf } from "./model";
import { SaveLine, SaveTrouble } from "./SaveLine";
import type { Editing } from "./use";
import classes from "./Wizard.module.css";

/** On a phone the steps are wider than the page: the one that is open comes into sight. */
const seen = (step: HTMLElement | null): void => step?.scrollIntoView({ block: "nearest", inline: "nearest" });

interface StepsProps {
  side: Role;
  step: Step;
  completeness: Completeness;
  onGo: (step: Step) => void;
}

function Steps({ side, step, completeness, onGo }: StepsProps): ReactNode {
  const { t } = useTranslation("profiles");
  return (
    <nav className={classes["steps"]} aria-label={t(`title.${side}`)}>
      <ol>
        {STEPS[side].map((one, at) => {
          const mark = one === "done" ? (completeness.isReady ? "full" : "open") : markOf(one, completeness);
          return (
            <li key={one}>
              <UnstyledButton ref={one === step ? seen : null} className={classes["step"]} aria-current={one === step ? "step" : undefined} data-mark={mark} onClick={() => onGo(one)} data-testid={`step-${one}`}>
                <span className={classes["stepMark"]} aria-hidden="true">
                  {mark === "full" ? <Check size={15} /> : at + 1}
                </span>
                <span className={classes["stepName"]}>{t(`steps.${one}`)}</span>
                <span className={classes["unseen"]}>{t(`mark.${mark}`)}</span>
              </UnstyledButton>
            </li>
          );
        })}
      </ol>
    </nav>
  );
}

function RoleOff({ me, side }: { me: Me; side: Role }): ReactNode {
  const { t } = useTranslation("profiles");
  const change = useChangeMe();
  if (me.roles.includes(side)) return null;
  return (
    <Notice tone="plain" title={t(`role.off.${side}`)}>
      {t(`role.hint.${side}`)}
      <span className={classes["deeds"]}>
        <Button size="sm" loading={change.isPending} onClick={() => change.mutate({ roles: [...me.roles, side] })} data-testid="turn-side-on">
          {t(`role.on.${side}`)}
        </Button>
      </span>
    </Notice>
  );
}

interface WizardProps<Profile extends Kept> {
  me: Me;
  side: Role;
  step: Step;
  completeness: Completeness;
  editing: Editing<Profile>;
  children: ReactNode;
}

export function Wizard<Profile extends Kept>({ me, side, step, completeness, editing, children }: WizardProps<Profile>): ReactNode {
  const { t } = useTranslation("profiles");
  const navigate = useNavigate();
  const top = useRef<HTMLDivElement>(null);
  useTitle(t(`title.${side}`));
  const go = (to: Step | undefined): void => {
    if (!to) return;
    void editing.flush();
    void navigate({ to: `/profile/${side}`, search: { step: to }, resetScroll: false }).then(() => {
      top.current?.focus({ preventScroll: true });
      top.current?.scrollIntoView({ block: "start" });
    });
  };
  const at = (STEPS[side] as readonly Step[]).indexOf(step) + 1;
  const next = beside(side, step, 1);
  const back = beside(side, step, -1);
  return (
    <main className={classes["page"]} id="main">
      <VerifyBanner />
      <header>
        <Title order={1}>{t(`title.${side}`)}</Title>
        <p className={classes["lead"]}>{t(`lead.${side}`)}</p>
      </header>
      <RoleOff me={me} side={side} />
      <div className={classes["how"]}>
        <Progress value={completeness.percent} size="lg" radius="xl" color={completeness.isReady ? "olive" : "aegean"} aria-label={t("done", { percent: completeness.percent })} data-testid="progress" />
        <div className={classes["howWords"]}>
          <span>
            {t("done", { percent: completeness.percent })} · {t(completeness.isReady ? "ready" : "notReady")}
          </span>
          <SaveLine state={editing.state} onRetry={() => void editing.flush()} />
        </div>
      </div>
      <Steps side={side} step={step} completeness={completeness} onGo={go} />
      <section className={classes["body"]} ref={top} tabIndex={-1} aria-label={`${t("step", { at, of: STEPS[side].length })}: ${t(`steps.${step}`)}`} data-testid={`body-${step}`}>
        <SaveTrouble editing={editing} />
        {children}
      </section>
      <footer className={classes["foot"]}>
        {back && (
          <Button variant="subtle" size="lg" leftSection={<ArrowLeft size={19} aria-hidden="true" className="flip" />} onClick={() => go(back)}>
            {t("back")}
          </Button>
        )}
        {next && (
          <Button size="lg" className={classes["next"]} rightSection={<ArrowRight size={19} aria-hidden="true" className="flip" />} onClick={() => go(next)} data-testid="next">
            {t(next === "done" ? "finish" : "next")}
          </Button>
        )}
      </footer>
    </main>
  );
}
