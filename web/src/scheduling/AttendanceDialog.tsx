/** What people say of a session: its history, and a correction with a note. */
import { Modal, Radio, Textarea } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { isRefused } from "../core/errors";
import { isolated, shownName } from "../core/names";
import { dayAndTime, shortDate } from "../core/when";
import { Deed } from "../mentorships/parts";
import type { Attendance, Correction, Presence } from "./api";
import classes from "./Attendance.module.css";
import { CHOICES, LONGEST_CORRECTION, canCorrect, ownFirst, saidKey } from "./attendance";
import { useCorrect, useSeconds } from "./use";

interface DialogProps {
  attendance: Attendance;
  isPair: boolean;
  /** The other one, isolated. */
  name: string;
  me: string;
  onClose: () => void;
}

function useCalled(me: string): (person: { id: string; name: string }) => string {
  const { t } = useTranslation("attendance");
  const core = useTranslation("core");
  return ({ id, name }) => (id === me ? t("you") : isolated(shownName(name, core.t("somebody"))));
}

function Said({ one, me }: { one: Correction; me: string }): ReactNode {
  const { t, i18n } = useTranslation("attendance");
  const called = useCalled(me);
  const by = one.by ? called(one.by) : t("gone");
  const words = { by, name: called(one.person), is: t(`is.${one.presence}`) };
  return (
    <li className={classes["said"]} data-testid="attendance-said">
      <strong>{t(`said.${saidKey(one, me)}`, words)}</strong>
      <span className={classes["detail"]}>{dayAndTime(new Date(one.at), i18n.language)}</span>
      {one.note !== "" && (
        <p className={classes["note"]} dir="auto">
          {one.note}
        </p>
      )}
    </li>
  );
}

/** What the room noted first, then everything that was said, oldest first. */
function History({ attendance, me }: Pick<DialogProps, "attendance" | "me">): ReactNode {
  const { t } = useTranslation("attendance");
  const called = useCalled(me);
  if (attendance.history.length === 0) return null;
  const about = new Set(attendance.history.map(({ person }) => person.id));
  return (
    <section className={classes["history"]} aria-label={t("history")}>
      <h3 className={classes["historyTitle"]}>{t("history")}</h3>
      <ol className={classes["lines"]}>
        {attendance.marks
          .filter(({ person }) => about.has(person.id))
          .map(({ person, derived }) => (
            <li key={person.id} className={classes["said"]}>
              <span>{t(person.id === me ? "noted.you" : "noted.other", { name: called(person), is: t(`is.${derived}`) })}</span>
            </li>
          ))}
        {attendance.history.map((one) => (
          <Said key={`${one.at}-${one.person.id}`} one={one} me={me} />
        ))}
      </ol>
    </section>
  );
}

function Correcting({ attendance, isPair, name, me, onClose }: DialogProps): ReactNode {
  const { t, i18n } = useTranslation("attendance");
  const called = useCalled(me);
  const marks = ownFirst(attendance.marks, me);
  const correct = useCorrect(attendance.booking);
  const [person, setPerson] = useState(marks[0]?.person.id ?? me);
  const [presence, setPresence] = useState<Presence | null>(null);
  const [note, setNote] = useState("");
  const noteError = isRefused(correct.error) ? correct.error.fields["note"] : undefined;
  const go = (): void => {
    if (presence) correct.mutate({ person, presence, note }, { onSuccess: onClose });
  };
  return (
    <Deed isOpen title={t("dialog")} hint={t(isPair ? "dialogHint" : "dialogHintMany", { name })} word={t("send")} isPending={correct.isPending} isReady={presence !== null && note.trim() !== ""} error={noteError ? null : correct.error} onDo={go} onClose={onClose}>
      <Radio.Group label={t("whom")} value={person} onChange={setPerson}>
        <div className={classes["radios"]}>
          {marks.map((mark) => (
            <Radio key={mark.person.id} value={mark.person.id} label={called(mark.person)} data-testid={mark.person.id === me ? "correct-me" : "correct-other"} />
          ))}
        </div>
      </Radio.Group>
      <Radio.Group label={t("how")} value={presence ?? ""} onChange={(value) => setPresence(CHOICES.find((one) => one === value) ?? null)}>
        <div className={classes["radios"]}>
          {CHOICES.map((one) => (
            <Radio key={one} value={one} label={t(`is.${one}`)} data-testid={`correct-${one}`} />
          ))}
        </div>
      </Radio.Group>
      <Textarea label={t("note")} description={t("noteHint")} size="md" autosize minRows={2} maxRows={8} maxLength={LONGEST_CORRECTION} value={note} onChange={(event) => setNote(event.currentTarget.value)} error={noteError} data-testid="correct-note" />
      <p className={classes["detail"]}>{t("until", { date: shortDate(new Date(attendance.correctableUntil), i18n.language) })}</p>
      <History attendance={attendance} me={me} />
    </Deed>
  );
}

export function AttendanceDialog(props: DialogProps): ReactNode {
  const { t } = useTranslation("attendance");
  const now = useSeconds();
  if (canCorrect(props.attendance, now)) return <Correcting {...props} />;
  return (
    <Modal opened onClose={props.onClose} title={t("title")}>
      <History attendance={props.attendance} me={props.me} />
    </Modal>
  );
}
