/** By which rules a programme goes: who decides, what counts, what a pair must have, what is asked. */
import { Button, Card, NumberInput, Radio, Stack, Switch, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "../core/errors";
import { useSay } from "../core/explain";
import { Notice } from "../core/ui/Notice";
import type { Desk, DeskChange, Gates, Mode, Pace } from "./api";
import { MODES, type Tenths, isSameWeights, sharesOf, tenthsOf } from "./model";
import classes from "./Programmes.module.css";
import { QuestionsCard } from "./QuestionsCard";
import { useChangeProgramme } from "./use";
import { WeightsField } from "./WeightsField";

interface Draft {
  mode: Mode;
  pace: Pace;
  gates: Gates;
  learning: Desk["learning"];
  nudging: Desk["nudging"];
}

const PACE = ["answerDays", "mostOpenRequests", "mentorsAMentee", "weeks", "sessionsAMonth"] as const;
const BOUNDS: Record<keyof Pace, [least: number, most: number]> = { answerDays: [1, 14], mostOpenRequests: [1, 10], mentorsAMentee: [1, 5], weeks: [1, 104], sessionsAMonth: [1, 12] };
const FLAGS = ["allowsReportingLine", "allowsPastPairs", "allowsPeers"] as const;
const LEARNING = ["propose", "automatic"] as const;
const HALF_HOUR = 30;
const STALLED_DAYS = [14, 60] as const;

interface PartProps {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
  fields: Readonly<Record<string, string>>;
}

function ModePart({ draft, onChange }: PartProps): ReactNode {
  const { t } = useTranslation("programmes");
  return (
    <Card className={classes["card"]}>
      <Radio.Group label={<Title order={2}>{t("rules.mode")}</Title>} value={draft.mode} onChange={(mode) => onChange({ mode: MODES.find((one) => one === mode) ?? draft.mode })}>
        <Stack gap="md" mt="md">
          {MODES.map((mode) => (
            <Radio key={mode} value={mode} label={t(`mode.${mode}`)} description={t(`mode.${mode}Hint`)} />
          ))}
        </Stack>
      </Radio.Group>
    </Card>
  );
}

function PacePart({ draft, onChange, fields }: PartProps): ReactNode {
  const { t } = useTranslation("programmes");
  return (
    <Card className={classes["card"]}>
      <Title order={2}>{t("rules.pace")}</Title>
      <div className={classes["grid"]}>
        {PACE.map((name) => (
          <NumberInput
            key={name}
            size="md"
            label={t(`rules.${name}`)}
            {...(name === "answerDays" ? { description: t("rules.answerDaysHint") } : {})}
            min={BOUNDS[name][0]}
            max={BOUNDS[name][1]}
            clampBehavior="blur"
            allowDecimal={false}
            value={draft.pace[name]}
            onChange={(value) => onChange({ pace: { ...draft.pace, [name]: Number(value) } })}
            error={fields[`pace.${name}`]}
            data-testid={`pace-${name}`}
          />
        ))}
      </div>
    </Card>
  );
}

function GatesPart({ draft, onChange, fields }: PartProps): ReactNode {
  const { t } = useTranslation("programmes");
  const set = (part: Partial<Gates>): void => onChange({ gates: { ...draft.gates, ...part } });
  return (
    <Card className={classes["card"]}>
      <Title order={2}>{t("rules.gates")}</Title>
      <p className={classes["hint"]}>{t("rules.gatesHint")}</p>
      <div className={classes["grid"]}>
        <NumberInput size="md" label={t("rules.sharedHours")} min={0} max={10} step={0.5} decimalScale={1} clampBehavior="blur" value={draft.gates.sharedMinutes / 60} onChange={(hours) => set({ sharedMinutes: Math.round((Number(hours) * 60) / HALF_HOUR) * HALF_HOUR })} error={fields["gates.sharedMinutes"]} />
      </div>
      {FLAGS.map((flag) => (
        <Switch key={flag} label={t(`rules.${flag}`)} checked={draft.gates[flag]} onChange={(event) => set({ [flag]: event.currentTarget.checked })} />
      ))}
    </Card>
  );
}

function LearningPart({ draft, onChange }: PartProps): ReactNode {
  const { t } = useTranslation("programmes");
  return (
    <Radio.Group label={t("rules.learning")} value={draft.learning} onChange={(learning) => onChange({ learning: LEARNING.find((one) => one === learning) ?? draft.learning })}>
      <Stack gap="xs" mt="xs">
        {LEARNING.map((one) => (
          <Radio key={one} value={one} label={t(`rules.${one}`)} />
        ))}
      </Stack>
    </Radio.Group>
  );
}

function NudgingPart({ draft, onChange, fields }: PartProps): ReactNode {
  const { t } = useTranslation("programmes");
  const set = (part: Partial<Draft["nudging"]>): void => onChange({ nudging: { ...draft.nudging, ...part } });
  return (
    <Card className={classes["card"]}>
      <Title order={2}>{t("rules.nudging")}</Title>
      <p className={classes["hint"]}>{t("rules.nudgingHint")}</p>
      <Switch label={t("rules.nudgingOn")} checked={draft.nudging.isOn} onChange={(event) => set({ isOn: event.currentTarget.checked })} data-testid="nudging-on" />
      <div className={classes["grid"]}>
        <NumberInput
          size="md"
          label={t("rules.stalledDays")}
          description={t("rules.stalledDaysHint")}
          min={STALLED_DAYS[0]}
          max={STALLED_DAYS[1]}
          clampBehavior="blur"
          allowDecimal={false}
          disabled={!draft.nudging.isOn}
          value={draft.nudging.stalledDays}
          onChange={(value) => set({ stalledDays: Number(value) })}
          error={fields["nudging.stalledDays"]}
          data-testid="nudging-stalled-days"
        />
      </div>
    </Card>
  );
}

export function RulesTab({ desk }: { desk: Desk }): ReactNode {
  const { t } = useTranslation("programmes");
  const core = useTranslation("core");
  const say = useSay();
  const change = useChangeProgramme(desk.programme.id);
  // What is not touched stays as it is kept, which somebody else, or learning, may change meanwhile.
  const [changed, setChanged] = useState<Partial<Draft>>({});
  const [touched, setWeights] = useState<Tenths | null>(null);
  const draft: Draft = { mode: desk.programme.mode, pace: desk.pace, gates: desk.gates, learning: desk.learning, nudging: desk.nudging, ...changed };
  const weights = touched ?? tenthsOf(desk.weights);
  const fields = change.error instanceof Refused ? change.error.fields : {};
  const part: PartProps = { draft, onChange: (more) => setChanged({ ...changed, ...more }), fields };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const isTouched = !isSameWeights(weights, tenthsOf(desk.weights));
    const body: DeskChange = { ...changed, ...(isTouched ? { weights: sharesOf(weights) } : {}) };
    const onSuccess = (): void => {
      setChanged({});
      setWeights(null);
      notifications.show({ message: core.t("saved"), color: "olive" });
    };
    change.mutate(body, { onSuccess });
  };
  return (
    <div className={classes["form"]}>
      <form className={classes["form"]} onSubmit={submit} noValidate>
        <ModePart {...part} />
        <PacePart {...part} />
        <Card className={classes["card"]}>
          <Title order={2}>{t("rules.weights")}</Title>
          <p className={classes["hint"]}>{t("rules.weightsHint")}</p>
          <WeightsField value={weights} onChange={setWeights} />
          {fields["weights"] && <Notice>{fields["weights"]}</Notice>}
          <LearningPart {...part} />
        </Card>
        <GatesPart {...part} />
        <NudgingPart {...part} />
        {change.error && <Notice>{say(change.error)}</Notice>}
        <div className={classes["save"]}>
          <Button type="submit" size="lg" loading={change.isPending} data-testid="rules-save">
            {core.t("save")}
          </Button>
        </div>
      </form>
      <QuestionsCard desk={desk} />
    </div>
  );
}
