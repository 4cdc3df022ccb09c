/** When the two have met: sessions that the server noted, and what they note themselves. */
import { ActionIcon, Button, NumberInput, TextInput, Title, UnstyledButton } from "@mantine/core";
import { Plus, Video, X } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { isRefused } from "../core/errors";
import { useSay } from "../core/explain";
import { Notice } from "../core/ui/Notice";
import { dayAndTime } from "../core/when";
import type { Meeting, Mentorship } from "./api";
import { isRunning, localMoment } from "./model";
import classes from "./Mentorships.module.css";
import { useName } from "./parts";
import { useForgetMeeting, useNoteMeeting } from "./use";

const HOUR_MINUTES = 60;
const LONGEST_MINUTES = 1440;

function MeetingRow({ pair, meeting }: { pair: Mentorship; meeting: Meeting }): ReactNode {
  const { t, i18n } = useTranslation("mentorships");
  const name = useName()(pair.other);
  const forget = useForgetMeeting(pair.id);
  const date = dayAndTime(new Date(meeting.metAt), i18n.language);
  const by = meeting.isSession ? t("meetings.session") : meeting.isMine ? t("meetings.mine") : t("meetings.theirs", { name });
  return (
    <li className={classes["meeting"]} data-testid="meeting">
      {meeting.isSession && <Video size={17} aria-hidden="true" />}
      <span className={classes["meetingWords"]}>
        <strong>{date}</strong> · {t("meetings.minutes", { count: meeting.minutes })} · {by}
      </span>
      {!meeting.isSession && isRunning(pair) && (
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("meetings.remove", { date })} loading={forget.isPending} onClick={() => forget.mutate(meeting.id)} data-testid="meeting-remove">
          <X size={18} aria-hidden="true" />
        </ActionIcon>
      )}
    </li>
  );
}

function NoteForm({ pair, onDone }: { pair: Mentorship; onDone: () => void }): ReactNode {
  const { t } = useTranslation("mentorships");
  const say = useSay();
  const note = useNoteMeeting(pair.id);
  const [latest] = useState(() => localMoment(new Date()));
  const [when, setWhen] = useState(latest);
  const [minutes, setMinutes] = useState(HOUR_MINUTES);
  const fields = isRefused(note.error) ? note.error.fields : {};
  const at = new Date(when);
  const isReady = !Number.isNaN(at.getTime());
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady) note.mutate({ metAt: at.toISOString(), minutes }, { onSuccess: onDone });
  };
  return (
    <form className={classes["noteForm"]} onSubmit={submit} noValidate>
      <TextInput type="datetime-local" label={t("meetings.when")} value={when} max={latest} onChange={(event) => setWhen(event.currentTarget.value)} error={fields["metAt"]} data-testid="meeting-when" />
      <NumberInput size="md" label={t("meetings.length")} min={1} max={LONGEST_MINUTES} allowDecimal={false} clampBehavior="blur" value={minutes} onChange={(value) => setMinutes(Number(value))} error={fields["minutes"]} />
      <Button type="submit" size="sm" loading={note.isPending} disabled={!isReady} data-testid="meeting-add">
        {t("meetings.add")}
      </Button>
      {note.error && Object.keys(fields).length === 0 && <Notice>{say(note.error)}</Notice>}
    </form>
  );
}

export function Meetings({ pair }: { pair: Mentorship }): ReactNode {
  const { t } = useTranslation("mentorships");
  const [isNoting, setNoting] = useState(false);
  const isOn = isRunning(pair);
  const meetings = pair.meetings.toReversed();
  return (
    <section className={classes["section"]} aria-labelledby="meetings">
      <Title order={2} id="meetings">
        {t("meetings.title")}
      </Title>
      {meetings.length === 0 && <p className={classes["hint"]}>{t("meetings.none")}</p>}
      <ul className={classes["meetings"]}>
        {meetings.map((one) => (
          <MeetingRow key={one.id} pair={pair} meeting={one} />
        ))}
      </ul>
      {isOn && (
        <UnstyledButton className={classes["fold"]} aria-expanded={isNoting} onClick={() => setNoting(!isNoting)} data-testid="met-elsewhere">
          <Plus size={17} aria-hidden="true" /> {t("meetings.elsewhere")}
        </UnstyledButton>
      )}
      {isOn && isNoting && <NoteForm pair={pair} onDone={() => setNoting(false)} />}
    </section>
  );
}
