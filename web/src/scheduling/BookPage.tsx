/** To book a time with one's mentor: a length, a day, a time, a few words. */
import { Anchor, SegmentedControl, Title, UnstyledButton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { ArrowLeft, Globe, Hourglass } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { guessedZone, zoneName } from "../accounts/model";
import { useMe } from "../accounts/use";
import { ZoneSelect } from "../accounts/ZoneSelect";
import { useSay } from "../core/explain";
import { isolated, shownName } from "../core/names";
import { FailedPage } from "../core/ui/FailedPage";
import { Loading } from "../core/ui/Loading";
import { Notice } from "../core/ui/Notice";
import { Panel } from "../core/ui/Panel";
import { Portrait } from "../core/ui/Portrait";
import { AdriftScene } from "../core/ui/scenes";
import { useTitle } from "../core/ui/useTitle";
import { useNow } from "../core/useNow";
import { useMentorSeen } from "../profiles/use";
import type { Booking, HostTerms, Series } from "./api";
import { BookForm } from "./BookForm";
import { Booked } from "./Booked";
import { todayIn } from "./clock";
import { FairPlanner } from "./FairPlanner";
import { type Repeat, firstDuration } from "./model";
import { monthOf } from "./month";
import classes from "./Scheduling.module.css";
import { SlotPicker } from "./SlotPicker";
import { isTaken, useKeeping, useSlots, useTerms } from "./use";

interface DurationProps {
  durations: readonly number[];
  value: number;
  onChange: (minutes: number) => void;
}

export function DurationChoice({ durations, value, onChange }: DurationProps): ReactNode {
  const { t } = useTranslation("scheduling");
  if (durations.length < 2) return <p className={classes["fact"]}>{t("minutes", { count: value })}</p>;
  return (
    <SegmentedControl
      aria-label={t("book.length")}
      radius="xl"
      value={String(value)}
      data={durations.map((one) => ({ value: String(one), label: t("minutes", { count: one }) }))}
      onChange={(one) => onChange(Number(one))}
      data-testid="durations"
    />
  );
}

/** Whose clock the times are shown by; said aloud when the device is somewhere else. */
export function ZoneLine({ zone, onChange }: { zone: string; onChange: (zone: string) => void }): ReactNode {
  const { t } = useTranslation("scheduling");
  const [isOpen, setOpen] = useState(false);
  const here = guessedZone();
  return (
    <div className={classes["zoneLine"]}>
      <p className={classes["fact"]} data-testid="book-zone">
        <Globe size={17} aria-hidden="true" />
        <span>
          {t("book.zone", { zone: zoneName(zone) })}{" "}
          <UnstyledButton className={classes["link"]} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {t("book.zoneChange")}
          </UnstyledButton>
        </span>
      </p>
      {here !== zone && (
        <p className={classes["hint"]}>
          {t("book.zoneElsewhere", { zone: zoneName(here) })}{" "}
          <UnstyledButton className={classes["link"]} onClick={() => onChange(here)} data-testid="zone-here">
            {t("book.zoneHere")}
          </UnstyledButton>
        </p>
      )}
      {isOpen && <ZoneSelect value={zone} onChange={onChange} />}
    </div>
  );
}

function Head({ hostId, terms }: { hostId: string; terms: HostTerms }): ReactNode {
  const { t } = useTranslation("scheduling");
  const name = useHostName(hostId);
  const photoUrl = useMentorSeen(hostId).data?.photoUrl ?? null;
  return (
    <header className={classes["bookHead"]}>
      <Portrait name={name} photoUrl={photoUrl} size="clamp(2.8rem, 11vw, 4.2rem)" />
      <div>
        <Title order={1}>{t("book.title", { name: isolated(name) })}</Title>
        <p className={classes["fact"]}>
          <Hourglass size={17} aria-hidden="true" /> {t(terms.isConfirmedFirst ? "book.confirmed" : "book.instant", { name: isolated(name) })}
        </p>
      </div>
    </header>
  );
}

function useHostName(hostId: string): string {
  const { t } = useTranslation("core");
  return shownName(useMentorSeen(hostId).data?.name, t("somebody"));
}

function Desk({ hostId, terms, ownZone }: { hostId: string; terms: HostTerms; ownZone: string }): ReactNode {
  const { t } = useTranslation("scheduling");
  const say = useSay();
  const now = useNow();
  const name = useHostName(hostId);
  const [minutes, setMinutes] = useState(() => firstDuration(terms.durations));
  const [zone, setZone] = useState(ownZone);
  const [month, setMonth] = useState(() => monthOf(todayIn(ownZone, now)));
  const [date, setDate] = useState<string | null>(null);
  const [note, setNote] = useState("");
  const [repeat, setRepeat] = useState<Repeat | null>(null);
  const [done, setDone] = useState<Booking | Series | null>(null);
  const slots = useSlots(hostId, month, minutes, zone);
  const keeping = useKeeping(hostId, minutes);
  const [isTakenNow, setTakenNow] = useState(false);
  if (done) return <Booked done={done} hostId={hostId} name={name} zone={zone} />;
  if (keeping.slot && keeping.hold) {
    const back = (wasTaken: boolean): void => {
      keeping.letGo();
      setTakenNow(wasTaken);
    };
    return <BookForm keeping={keeping} slot={keeping.slot} terms={terms} name={name} zone={zone} minutes={minutes} note={note} onNote={setNote} repeat={repeat} onRepeat={setRepeat} onBack={back} onDone={setDone} />;
  }
  const wasTaken = isTakenNow || isTaken(keeping.error);
  return (
    <>
      <div className={classes["bookBar"]}>
        <DurationChoice durations={terms.durations} value={minutes} onChange={setMinutes} />
        <ZoneLine zone={zone} onChange={setZone} />
      </div>
      {wasTaken && (
        <Notice tone="plain" title={t("book.taken")}>
          {t("book.takenHint")}
        </Notice>
      )}
      {keeping.error && !wasTaken && <Notice>{say(keeping.error)}</Notice>}
      <SlotPicker data={slots.data} error={slots.error} month={month} onMonth={setMonth} date={date} onDate={setDate} horizonDays={terms.horizonDays} name={isolated(name)} isBusy={keeping.isPending} onPick={keeping.keep} />
      <FairPlanner hostId={hostId} name={name} minutes={minutes} slots={slots.data?.slots ?? []} onPick={keeping.keep} />
    </>
  );
}

export function BookPage({ hostId }: { hostId: string }): ReactNode {
  const { t } = useTranslation("scheduling");
  const say = useSay();
  const me = useMe().data;
  const terms = useTerms(hostId);
  const name = useHostName(hostId);
  useTitle(t("book.title", { name }));
  if (terms.isPending || !me) return <Loading />;
  const back = (
    <Anchor className={classes["back"]} renderRoot={(props) => <Link to="/mentors/$mentorId" params={{ mentorId: hostId }} {...props} />}>
      <ArrowLeft size={17} aria-hidden="true" className={classes["flip"]} /> {t("book.back")}
    </Anchor>
  );
  if (!terms.data) {
    return (
      <FailedPage of={terms}>
        <Panel title={t("book.notBookable")} scene={<AdriftScene />}>
          <p>{say(terms.error)}</p>
          {back}
        </Panel>
      </FailedPage>
    );
  }
  return (
    <main className={classes["page"]} id="main">
      {back}
      <Head hostId={hostId} terms={terms.data} />
      <Desk hostId={hostId} terms={terms.data} ownZone={me.timeZone} />
    </main>
  );
}
