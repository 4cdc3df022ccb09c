/** The form with which a mentor opens a group session or office hours. */
import { NumberInput, SegmentedControl, Select, Textarea, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { zoneName } from "../accounts/model";
import { isRefused } from "../core/errors";
import { Deed } from "../mentorships/parts";
import { useProgrammes } from "../programmes/use";
import { LONGEST_NOTE, newKey } from "./model";
import classes from "./Scheduling.module.css";
import { useOpenGathering } from "./use";
import { instantOf } from "./wall";

const LENGTHS = [30, 45, 60, 90, 120] as const;
const FIRST_SEATS = 8;
const MOST_SEATS = 200;
const LONGEST_TITLE = 120;

type Kind = "group" | "office_hours";

interface Plan {
  kind: Kind;
  programme: string | null;
  title: string;
  date: string;
  time: string;
  minutes: number;
  seats: number;
  note: string;
}

const FIRST: Plan = { kind: "group", programme: null, title: "", date: "", time: "18:00", minutes: 60, seats: FIRST_SEATS, note: "" };

interface PartProps {
  plan: Plan;
  set: (change: Partial<Plan>) => void;
  fields: Readonly<Record<string, string>>;
}

function KindChoice({ plan, set }: PartProps): ReactNode {
  const { t } = useTranslation("scheduling");
  return (
    <>
      <SegmentedControl
        aria-label={t("many.kindLabel")}
        radius="xl"
        value={plan.kind}
        onChange={(value) => set({ kind: value === "group" ? "group" : "office_hours" })}
        data={[
          { value: "group", label: t("many.kind.group") },
          { value: "office_hours", label: t("many.kind.office_hours") },
        ]}
      />
      <p className={classes["hint"]}>{t(`many.kindHint.${plan.kind}`)}</p>
    </>
  );
}

function When({ plan, set, fields, zone }: PartProps & { zone: string }): ReactNode {
  const { t } = useTranslation("scheduling");
  return (
    <div className={classes["fields"]}>
      <TextInput type="date" label={t("many.date")} value={plan.date} onChange={(event) => set({ date: event.currentTarget.value })} error={fields["startsAt"]} data-testid="gathering-date" />
      <TextInput type="time" label={t("many.time")} description={zoneName(zone)} inputWrapperOrder={["label", "input", "description", "error"]} value={plan.time} onChange={(event) => set({ time: event.currentTarget.value })} data-testid="gathering-time" />
      <Select label={t("many.length")} allowDeselect={false} data={LENGTHS.map((one) => ({ value: String(one), label: t("minutes", { count: one }) }))} value={String(plan.minutes)} onChange={(value) => set({ minutes: Number(value ?? plan.minutes) })} error={fields["minutes"]} />
      {plan.kind === "group" && <NumberInput size="md" label={t("many.seats")} min={1} max={MOST_SEATS} allowDecimal={false} value={plan.seats} onChange={(value) => set({ seats: Math.max(1, Number(value) || 1) })} error={fields["capacity"]} data-testid="gathering-seats" />}
    </div>
  );
}

/** The programmes somebody is in; where there is one, it is that. */
function useOwnProgrammes(wished: string | null): { choices: { value: string; label: string }[]; chosen: string | null; isToChoose: boolean } {
  const choices = (useProgrammes().data?.mine ?? []).map(({ programme }) => ({ value: programme.id, label: programme.name }));
  const only = choices.length === 1 ? choices[0] : undefined;
  return { choices, chosen: wished ?? only?.value ?? null, isToChoose: !only };
}

export function OpenGathering({ zone, onClose }: { zone: string; onClose: () => void }): ReactNode {
  const { t } = useTranslation("scheduling");
  const open = useOpenGathering();
  const [plan, setPlan] = useState(FIRST);
  const [key] = useState(newKey);
  const { choices, chosen: programme, isToChoose } = useOwnProgrammes(plan.programme);
  const startsAt = instantOf(`${plan.date}T${plan.time}`, zone);
  const fields = isRefused(open.error) ? open.error.fields : {};
  const shared: PartProps = { plan, fields, set: (change) => setPlan((before) => ({ ...before, ...change })) };
  const go = (): void => {
    const { kind, title, note, minutes, seats } = plan;
    if (programme !== null && startsAt !== null) open.mutate({ kind, programme, title, note, startsAt, minutes, capacity: seats, key }, { onSuccess: onClose });
  };
  const isReady = programme !== null && startsAt !== null && plan.title.trim() !== "";
  const isFieldless = Object.keys(fields).length === 0;
  return (
    <Deed isOpen title={t("many.open")} word={t("many.do")} isPending={open.isPending} isReady={isReady} error={isFieldless ? open.error : null} size="lg" onDo={go} onClose={onClose}>
      <KindChoice {...shared} />
      <TextInput label={t("many.name")} maxLength={LONGEST_TITLE} value={plan.title} onChange={(event) => shared.set({ title: event.currentTarget.value })} error={fields["title"]} data-testid="gathering-title" />
      {isToChoose && <Select label={t("many.programme")} data={choices} value={programme} onChange={(one) => shared.set({ programme: one })} nothingFoundMessage={t("many.noProgramme")} error={fields["programme"]} />}
      <When {...shared} zone={zone} />
      <Textarea label={t("many.note")} size="md" autosize minRows={2} maxRows={8} maxLength={LONGEST_NOTE} value={plan.note} onChange={(event) => shared.set({ note: event.currentTarget.value })} error={fields["note"]} />
    </Deed>
  );
}
