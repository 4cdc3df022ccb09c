/** What either of the two can do with a running mentorship: pause, go on, extend, complete, end, block. */
import { Button, Checkbox, NumberInput, Radio, Stack, TextInput, Title } from "@mantine/core";
import { Ban, CalendarPlus, Flag, Pause, Play, Shuffle, X } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { isRefused } from "../core/errors";
import { shortDate } from "../core/when";
import type { EndReason, FitReason, Mentorship } from "./api";
import { END_REASONS, FIT_REASONS, LONGEST_WEEKS, endOfLocalDay, isRunning } from "./model";
import classes from "./Mentorships.module.css";
import { Deed, useName } from "./parts";
import { useAnother, useBlock, useComplete, useEnd, useExtend, usePause, useResume } from "./use";

/** Calls off what is booked before a moment, or at all. */
type CallOff = (until: string | null) => Promise<unknown>;

/** What is booked in a pause; the domain above brings it, and a deed if it is to be called off. */
export type PauseBookings = (props: { mentorshipId: string; until: string | null; onChoose: (callOff: CallOff | null) => void }) => ReactNode;

interface StepProps {
  pair: Mentorship;
  onClose: () => void;
}

const FEW_WEEKS = 4;

function PauseDialog({ pair, onClose, booked }: StepProps & { booked: PauseBookings }): ReactNode {
  const { t } = useTranslation("mentorships");
  const [day, setDay] = useState("");
  const [callOff, setCallOff] = useState<CallOff | null>(null);
  const until = endOfLocalDay(day);
  const pause = usePause(pair.id, callOff);
  return (
    <Deed isOpen title={t("pause.title")} hint={t("pause.hint", { name: useName()(pair.other) })} word={t("pause.confirm")} isPending={pause.isPending} error={isRefused(pause.error) && pause.error.fields["until"] ? null : pause.error} onDo={() => pause.mutate(until, { onSuccess: onClose })} onClose={onClose}>
      <TextInput type="date" label={t("pause.until")} description={t("pause.untilHint")} value={day} onChange={(event) => setDay(event.currentTarget.value)} error={isRefused(pause.error) ? pause.error.fields["until"] : undefined} data-testid="pause-until" />
      {booked({ mentorshipId: pair.id, until, onChoose: (chosen) => setCallOff(() => chosen) })}
    </Deed>
  );
}

function ExtendDialog({ pair, onClose }: StepProps): ReactNode {
  const { t, i18n } = useTranslation("mentorships");
  const extend = useExtend(pair.id);
  const [weeks, setWeeks] = useState(FEW_WEEKS);
  const hint = t("extend.hint", { name: useName()(pair.other), date: shortDate(new Date(pair.endsAt), i18n.language) });
  return (
    <Deed isOpen title={t("extend.title")} hint={hint} word={t("extend.confirm")} isPending={extend.isPending} error={extend.error} onDo={() => extend.mutate(weeks, { onSuccess: onClose })} onClose={onClose}>
      <NumberInput size="md" label={t("extend.weeks")} min={1} max={LONGEST_WEEKS} allowDecimal={false} clampBehavior="blur" value={weeks} onChange={(value) => setWeeks(Number(value))} />
    </Deed>
  );
}

function CompleteDialog({ pair, onClose }: StepProps): ReactNode {
  const { t } = useTranslation("mentorships");
  const complete = useComplete(pair.id);
  return <Deed isOpen title={t("complete.title")} hint={t("complete.hint", { name: useName()(pair.other) })} word={t("complete.confirm")} isPending={complete.isPending} error={complete.error} onDo={() => complete.mutate(undefined, { onSuccess: onClose })} onClose={onClose} />;
}

function EndDialog({ pair, onClose, onFit }: StepProps & { onFit: () => void }): ReactNode {
  const { t } = useTranslation("mentorships");
  const end = useEnd(pair.id);
  const [reason, setReason] = useState<EndReason | null>(null);
  return (
    <Deed isOpen isGrave title={t("end.title")} hint={t("end.hint", { name: useName()(pair.other) })} word={t("end.confirm")} isPending={end.isPending} isReady={reason !== null} error={end.error} onDo={() => reason && end.mutate(reason, { onSuccess: onClose })} onClose={onClose}>
      <Radio.Group label={t("end.reason")} value={reason ?? ""} onChange={(chosen) => setReason(END_REASONS.find((one) => one === chosen) ?? null)}>
        <Stack gap="xs" mt="sm">
          {END_REASONS.map((one) => (
            <Radio key={one} value={one} label={t(`end.reasons.${one}`)} data-testid={`end-${one}`} />
          ))}
        </Stack>
      </Radio.Group>
      <p className={classes["hint"]}>{t("end.fit")}</p>
      <Button variant="light" size="sm" leftSection={<Shuffle size={16} aria-hidden="true" />} onClick={onFit} className={classes["start"]}>
        {t("another.do")}
      </Button>
    </Deed>
  );
}

function AnotherDialog({ pair, onClose }: StepProps): ReactNode {
  const { t } = useTranslation("mentorships");
  const another = useAnother(pair.id);
  const [chosen, setChosen] = useState<FitReason[]>([]);
  const isMentee = pair.side === "mentee";
  return (
    <Deed isOpen title={t("another.title")} hint={t(isMentee ? "another.hintMentee" : "another.hintMentor", { name: useName()(pair.other) })} word={t("another.confirm")} isPending={another.isPending} error={another.error} onDo={() => another.mutate(chosen, { onSuccess: onClose })} onClose={onClose}>
      <Checkbox.Group label={t("another.reasons")} description={t("another.reasonsHint")} value={chosen} onChange={(values) => setChosen(FIT_REASONS.filter((one) => values.includes(one)))}>
        <Stack gap="xs" mt="sm">
          {FIT_REASONS.map((one) => (
            <Checkbox key={one} value={one} label={t(`another.fit.${one}`)} data-testid={`fit-${one}`} />
          ))}
        </Stack>
      </Checkbox.Group>
    </Deed>
  );
}

function BlockDialog({ pair, onClose }: StepProps): ReactNode {
  const { t } = useTranslation("mentorships");
  const block = useBlock();
  const name = useName()(pair.other);
  const other = pair.other;
  return <Deed isOpen isGrave title={t("block.title", { name })} hint={t("block.hint", { name })} word={t("block.confirm")} isPending={block.isPending} error={block.error} onDo={() => other && block.mutate(other.id, { onSuccess: onClose })} onClose={onClose} />;
}

type Step = "pause" | "extend" | "complete" | "end" | "another" | "block";

function StepDialog({ step, pair, onClose, onStep, booked }: StepProps & { step: Step | null; onStep: (step: Step) => void; booked: PauseBookings }): ReactNode {
  switch (step) {
    case "pause":
      return <PauseDialog pair={pair} onClose={onClose} booked={booked} />;
    case "extend":
      return <ExtendDialog pair={pair} onClose={onClose} />;
    case "complete":
      return <CompleteDialog pair={pair} onClose={onClose} />;
    case "end":
      return <EndDialog pair={pair} onClose={onClose} onFit={() => onStep("another")} />;
    case "another":
      return <AnotherDialog pair={pair} onClose={onClose} />;
    case "block":
      return <BlockDialog pair={pair} onClose={onClose} />;
    case null:
      return null;
  }
}

export function ResumeButton({ pair }: { pair: Mentorship }): ReactNode {
  const { t } = useTranslation("mentorships");
  const resume = useResume(pair.id);
  return (
    <Button size="sm" leftSection={<Play size={16} aria-hidden="true" />} loading={resume.isPending} onClick={() => resume.mutate()} data-testid="pair-resume">
      {t("pause.resume")}
    </Button>
  );
}

export function PairSteps({ pair, booked }: { pair: Mentorship; booked: PauseBookings }): ReactNode {
  const { t } = useTranslation("mentorships");
  const [step, setStep] = useState<Step | null>(null);
  return (
    <section className={classes["section"]} aria-labelledby="pair-steps">
      <Title order={2} id="pair-steps">
        {t("pair.steps")}
      </Title>
      <div className={classes["deeds"]}>
        {isRunning(pair) && (
          <>
            {pair.state === "active" && (
              <Button size="sm" variant="light" leftSection={<Pause size={16} aria-hidden="true" />} onClick={() => setStep("pause")} data-testid="pair-pause">
                {t("pause.do")}
              </Button>
            )}
            <Button size="sm" variant="light" leftSection={<CalendarPlus size={16} aria-hidden="true" />} onClick={() => setStep("extend")} data-testid="pair-extend">
              {t("extend.do")}
            </Button>
            <Button size="sm" variant="light" leftSection={<Flag size={16} aria-hidden="true" />} onClick={() => setStep("complete")} data-testid="pair-complete">
              {t("complete.do")}
            </Button>
            <Button size="sm" variant="light" leftSection={<Shuffle size={16} aria-hidden="true" />} onClick={() => setStep("another")} data-testid="pair-another">
              {t("another.do")}
            </Button>
            <Button size="sm" variant="subtle" color="clay" leftSection={<X size={16} aria-hidden="true" />} onClick={() => setStep("end")} data-testid="pair-end">
              {t("end.do")}
            </Button>
          </>
        )}
        {pair.other && (
          <Button size="sm" variant="subtle" color="clay" leftSection={<Ban size={16} aria-hidden="true" />} onClick={() => setStep("block")} data-testid="pair-block">
            {t("block.do")}
          </Button>
        )}
      </div>
      <StepDialog step={step} pair={pair} onClose={() => setStep(null)} onStep={setStep} booked={booked} />
    </section>
  );
}
