/** What is asked before a session is declined, called off or moved. */
import { Radio, Textarea } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { isolated } from "../core/names";
import { useMe } from "../accounts/use";
import { useNow } from "../core/useNow";
import { Deed } from "../mentorships/parts";
import type { Booking, Reason, Slot } from "./api";
import { dayAndTimeText, dayText, rangeText, timeText, todayIn } from "./clock";
import { LONGEST_NOTE, REASONS } from "./model";
import { monthOf } from "./month";
import classes from "./Scheduling.module.css";
import { SlotPicker } from "./SlotPicker";
import { isTaken, useCancel, useDecline, useReschedule, useSlots, useTerms } from "./use";

/** Until the host’s own is known. */
const FIRST_HORIZON_DAYS = 60;

export type BookingDialog = "decline" | "cancel" | "reschedule";

interface DialogProps {
  booking: Booking;
  name: string;
  isOpen: boolean;
  onClose: () => void;
}

function WordsField({ label, value, onChange }: { label: string; value: string; onChange: (words: string) => void }): ReactNode {
  return <Textarea label={label} size="md" autosize minRows={2} maxRows={8} maxLength={LONGEST_NOTE} value={value} onChange={(event) => onChange(event.currentTarget.value)} data-testid="deed-words" />;
}

function Decline({ booking, name, isOpen, onClose }: DialogProps): ReactNode {
  const { t } = useTranslation("scheduling");
  const decline = useDecline(booking);
  const [words, setWords] = useState("");
  return (
    <Deed isOpen={isOpen} title={t("decline.title")} hint={t("decline.hint", { name: isolated(name) })} word={t("decline.do")} isGrave isPending={decline.isPending} error={decline.error} onDo={() => decline.mutate(words, { onSuccess: onClose })} onClose={onClose}>
      <WordsField label={t("decline.words", { name: isolated(name) })} value={words} onChange={setWords} />
    </Deed>
  );
}

function Cancel({ booking, name, isOpen, onClose }: DialogProps): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const cancel = useCancel(booking);
  const [reason, setReason] = useState<Reason | null>(null);
  const [words, setWords] = useState("");
  const when = `${dayText(booking.local.local, i18n.language)}, ${rangeText(booking.local.local, booking.minutes, i18n.language)}`;
  const go = (): void => {
    if (reason) cancel.mutate({ reason, words }, { onSuccess: onClose });
  };
  return (
    <Deed isOpen={isOpen} title={t("cancel.title")} hint={t("cancel.hint", { when, name: isolated(name) })} word={t("cancel.do")} isGrave isPending={cancel.isPending} isReady={reason !== null} error={cancel.error} onDo={go} onClose={onClose}>
      <Radio.Group label={t("cancel.why")} value={reason ?? ""} onChange={(value) => setReason(REASONS.find((one) => one === value) ?? null)}>
        <div className={classes["radios"]}>
          {REASONS.map((one) => (
            <Radio key={one} value={one} label={t(`reason.${one}`)} data-testid={`reason-${one}`} />
          ))}
        </div>
      </Radio.Group>
      <WordsField label={t("cancel.words", { name: isolated(name) })} value={words} onChange={setWords} />
    </Deed>
  );
}

function Theirs({ booking, name, slot }: Pick<DialogProps, "booking" | "name"> & { slot: Slot | null }): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  if (!slot || booking.isHost || slot.viewer.local === slot.host.local) return null;
  return <p className={classes["hint"]}>{t("reschedule.theirs", { time: timeText(slot.host.local, i18n.language), name: isolated(name) })}</p>;
}

/** A mentor who says yes first does so again, when it is the mentee who moves it. */
function AsksAgain({ booking, name }: Pick<DialogProps, "booking" | "name">): ReactNode {
  const { t } = useTranslation("scheduling");
  const isAsked = useTerms(booking.host.id).data?.isConfirmedFirst ?? false;
  if (booking.isHost || !isAsked) return null;
  return <p className={classes["hint"]}>{t("reschedule.asks", { name: isolated(name) })}</p>;
}

/** The same list from which it was booked; what is chosen is sent only when it is said so. */
function Reschedule({ booking, name, isOpen, onClose }: DialogProps): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const now = useNow();
  const zone = useMe().data?.timeZone ?? "UTC";
  const horizonDays = useTerms(booking.host.id).data?.horizonDays ?? FIRST_HORIZON_DAYS;
  const move = useReschedule(booking);
  const [month, setMonth] = useState(() => monthOf(todayIn(zone, now)));
  const [date, setDate] = useState<string | null>(null);
  const [slot, setSlot] = useState<Slot | null>(null);
  const slots = useSlots(booking.host.id, month, booking.minutes, zone, booking.id);
  const go = (): void => {
    if (slot) move.mutate({ startsAt: slot.startsAt, minutes: booking.minutes }, { onSuccess: onClose, onError: (error) => isTaken(error) && setSlot(null) });
  };
  const word = slot ? t("reschedule.do", { time: dayAndTimeText(slot.viewer.local, i18n.language) }) : t("reschedule.choose");
  const hint = t("reschedule.hint", { when: dayAndTimeText(booking.local.local, i18n.language), name: isolated(name) });
  return (
    <Deed isOpen={isOpen} title={t("reschedule.title")} hint={hint} word={word} isPending={move.isPending} isReady={slot !== null} error={move.error} size="xl" onDo={go} onClose={onClose}>
      <SlotPicker data={slots.data} error={slots.error} month={month} onMonth={setMonth} date={date} onDate={setDate} horizonDays={horizonDays} name={isolated(name)} chosen={slot?.startsAt ?? null} onPick={setSlot} />
      <Theirs booking={booking} name={name} slot={slot} />
      <AsksAgain booking={booking} name={name} />
    </Deed>
  );
}

interface BookingDialogsProps {
  booking: Booking;
  name: string;
  which: BookingDialog | null;
  onClose: () => void;
}

export function BookingDialogs({ booking, name, which, onClose }: BookingDialogsProps): ReactNode {
  if (which === null) return null;
  const shared = { booking, name, isOpen: true, onClose };
  if (which === "decline") return <Decline {...shared} />;
  return which === "cancel" ? <Cancel {...shared} /> : <Reschedule {...shared} />;
}
