/** The form with which a mentor opens a group session or office hours. */
import { NumberInput, SegmentedControl, Select, Textarea, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { zoneName } from "../accounts/model";
import { isRefused } from "../core/errors";
import { useProgrammes } from "../programmes/use";
import { LONGEST_NOTE, newKey } from "./model";
import { Deed } from "./parts";
import classes from "./Scheduling.module.css";
import { useOpenGathering } from "./use";
import { instantOf } from "./wall";

const LENGTHS = [30, 45, 60, 90, 120] as const;
const FIRST_SEATS = 8;
const MOST_SEATS = 200;
const LONGEST_TITLE = 120;

type Kind = "group" | "office_hours";

export function OpenGathering({ zone, onClose }: { zone: string; onClose: () => void }): ReactNode {
  const { t } = useTranslation("scheduling");
  const open = useOpenGathering();
  const programmes = (useProgrammes().data?.mine ?? []).map(({ programme }) => ({ value: programme.id, label: programme.name }));
  const [kind, setKind] = useState<Kind>("group");
  const [chosen, setProgramme] = useState<string | null>(null);
  const [title, setTitle] = useState("");
  const [date, setDate] = useState("");
  const [time, setTime] = useState("18:00");
  const [minutes, setMinutes] = useState(60);
  const [seats, setSeats] = useState(FIRST_SEATS);
  const [note, setNote] = useState("");
  const [key] = useState(newKey);
  const programme = chosen ?? (programmes.length === 1 ? (programmes[0]?.value ?? null) : null);
  const fields = isRefused(open.error) ? open.error.fields : {};
  const isReady = programme !== null && title.trim() !== "" && date !== "" && time !== "";
  const go = (): void => {
    const startsAt = instantOf(`${date}T${time}`, zone);
    if (programme !== null && startsAt !== null) open.mutate({ kind, programme, title, note, startsAt, minutes, capacity: seats, key }, { onSuccess: onClose });
  };
  const isFieldless = Object.keys(fields).length === 0;
  return (
    <Deed isOpen title={t("many.open")} word={t("many.do")} isPending={open.isPending} isReady={isReady} error={isFieldless ? open.error : null} size="lg" onDo={go} onClose={onClose}>
      <SegmentedControl
        aria-label={t("many.kindLabel")}
        radius="xl"
        value={kind}
        onChange={(value) => setKind(value === "group" ? "group" : "office_hours")}
        data={[
          { value: "group", label: t("many.kind.group") },
          { value: "office_hours", label: t("many.kind.office_hours") },
        ]}
      />
      <p className={classes["hint"]}>{t(`many.kindHint.${kind}`)}</p>
      <TextInput label={t("many.name")} maxLength={LONGEST_TITLE} value={title} onChange={(event) => setTitle(event.currentTarget.value)} error={fields["title"]} data-testid="gathering-title" />
      {programmes.length !== 1 && <Select label={t("many.programme")} data={programmes} value={programme} onChange={setProgramme} nothingFoundMessage={t("many.noProgramme")} error={fields["programme"]} />}
      <div className={classes["fields"]}>
        <TextInput type="date" label={t("many.date")} value={date} onChange={(event) => setDate(event.currentTarget.value)} error={fields["startsAt"]} data-testid="gathering-date" />
        <TextInput type="time" label={t("many.time")} description={zoneName(zone)} inputWrapperOrder={["label", "input", "description", "error"]} value={time} onChange={(event) => setTime(event.currentTarget.value)} data-testid="gathering-time" />
        <Select label={t("many.length")} allowDeselect={false} data={LENGTHS.map((one) => ({ value: String(one), label: t("minutes", { count: one }) }))} value={String(minutes)} onChange={(value) => setMinutes(Number(value ?? minutes))} error={fields["minutes"]} />
        {kind === "group" && <NumberInput size="md" label={t("many.seats")} min={1} max={MOST_SEATS} allowDecimal={false} value={seats} onChange={(value) => setSeats(Math.max(1, Number(value) || 1))} error={fields["capacity"]} data-testid="gathering-seats" />}
      </div>
      <Textarea label={t("many.note")} size="md" autosize minRows={2} maxRows={8} maxLength={LONGEST_NOTE} value={note} onChange={(event) => setNote(event.currentTarget.value)} error={fields["note"]} />
    </Deed>
  );
}
