/** The form beside a time that is kept: words for the mentor, once or again and again, how long it is kept still. */
import { Button, NumberInput, Radio, Select, Textarea } from "@mantine/core";
import { ArrowLeft, CalendarCheck, Timer } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { isRefused } from "../core/errors";
import { useSay } from "../core/explain";
import { isolated } from "../core/names";
import { useNumerals } from "../core/numerals";
import { Notice } from "../core/ui/Notice";
import type { Booking, HostTerms, Series, Slot } from "./api";
import { addDays, countdownText, dateOf, shortDay, timeText } from "./clock";
import { LONGEST_NOTE, MOST_TIMES, type Repeat, newKey, seriesDays } from "./model";
import { TwoClocks } from "./parts";
import classes from "./Scheduling.module.css";
import { type Keeping, isTaken, useBook, useLeft } from "./use";

const SOON_MS = 60_000;

function Kept({ keeping, slot }: { keeping: Keeping; slot: Slot }): ReactNode {
  const numerals = useNumerals();
  const { t } = useTranslation("scheduling");
  const left = useLeft(keeping.endsAtMs);
  if (left === 0) {
    return (
      <Notice tone="plain" title={t("hold.over")}>
        <span className={classes["deeds"]}>
          {t("hold.overHint")}
          <Button size="sm" variant="light" loading={keeping.isPending} onClick={() => keeping.keep(slot)} data-testid="hold-again">
            {t("hold.again")}
          </Button>
        </span>
      </Notice>
    );
  }
  return (
    <p className={classes["kept"]} data-soon={left <= SOON_MS} role="timer" data-testid="hold-left">
      <Timer size={17} aria-hidden="true" /> {t("hold.left", { left: numerals(countdownText(left)) })}
    </p>
  );
}

type Whose = "host" | "guest";

interface RepeatProps {
  slot: Slot;
  name: string;
  repeat: Repeat | null;
  onRepeat: (repeat: Repeat | null) => void;
  whose: Whose;
  onWhose: (whose: Whose) => void;
}

const RHYTHMS = [1, 2, 3, 4] as const;
const FIRST_COUNT = 6;

function RepeatFields({ slot, name, repeat, onRepeat, whose, onWhose }: RepeatProps): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const locale = i18n.language;
  const set = (value: string | null): void => onRepeat(value === null || value === "0" ? null : { everyWeeks: Number(value), count: repeat?.count ?? FIRST_COUNT });
  const until = repeat ? shortDay(addDays(dateOf(slot.viewer.local), seriesDays(repeat)), locale) : "";
  return (
    <>
      <div className={classes["fields"]}>
        <Select
          label={t("repeat.label")}
          allowDeselect={false}
          value={String(repeat?.everyWeeks ?? 0)}
          data={[{ value: "0", label: t("repeat.once") }, ...RHYTHMS.map((weeks) => ({ value: String(weeks), label: t("repeat.every", { count: weeks }) }))]}
          onChange={set}
          data-testid="repeat"
        />
        {repeat && (
          <NumberInput
            size="md"
            label={t("repeat.count")}
            description={t("repeat.until", { date: until })}
            min={2}
            max={MOST_TIMES}
            allowDecimal={false}
            clampBehavior="strict"
            value={repeat.count}
            onChange={(count) => onRepeat({ ...repeat, count: Math.max(2, Number(count) || 2) })}
            inputWrapperOrder={["label", "input", "description", "error"]}
            data-testid="repeat-count"
          />
        )}
      </div>
      {repeat && slot.viewer.offset !== slot.host.offset && (
        <Radio.Group label={t("repeat.whose")} description={t("repeat.whoseHint")} value={whose} onChange={(value) => onWhose(value === "guest" ? "guest" : "host")}>
          <div className={classes["radios"]}>
            <Radio value="host" label={t("repeat.theirs", { name: isolated(name), time: timeText(slot.host.local, locale) })} />
            <Radio value="guest" label={t("repeat.mine", { time: timeText(slot.viewer.local, locale) })} />
          </div>
        </Radio.Group>
      )}
    </>
  );
}

interface BookFormProps {
  keeping: Keeping;
  slot: Slot;
  terms: HostTerms;
  name: string;
  zone: string;
  minutes: number;
  note: string;
  onNote: (note: string) => void;
  repeat: Repeat | null;
  onRepeat: (repeat: Repeat | null) => void;
  onBack: (wasTaken: boolean) => void;
  onDone: (done: Booking | Series) => void;
}

export function BookForm({ keeping, slot, terms, name, zone, minutes, note, onNote, repeat, onRepeat, onBack, onDone }: BookFormProps): ReactNode {
  const { t } = useTranslation("scheduling");
  const say = useSay();
  const book = useBook();
  const [whose, setWhose] = useState<Whose>("host");
  const [key] = useState(newKey);
  const fields = isRefused(book.error) ? book.error.fields : {};
  const isAsking = terms.isConfirmedFirst;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (book.isPending) return;
    const isKept = keeping.endsAtMs > performance.now();
    const wish = { host: terms.host, startsAt: slot.startsAt, minutes, key, note, hold: isKept ? (keeping.hold?.id ?? null) : null, whose };
    book.mutate(
      { wish, repeat },
      {
        onSuccess: (done) => {
          keeping.done();
          onDone(done);
        },
        onError: (error) => isTaken(error) && onBack(true),
      },
    );
  };
  return (
    <form className={classes["bookForm"]} onSubmit={submit} noValidate data-testid="book-form">
      <section className={classes["summary"]} aria-label={t("book.summary")}>
        <TwoClocks slot={slot} minutes={minutes} zone={zone} hostZone={terms.hostZone} name={name} />
        <Kept keeping={keeping} slot={slot} />
        <Button variant="subtle" size="sm" className={classes["start"]} leftSection={<ArrowLeft size={16} aria-hidden="true" className={classes["flip"]} />} onClick={() => onBack(false)} data-testid="other-time">
          {t("book.other")}
        </Button>
      </section>
      <section className={classes["form"]}>
        <Textarea label={t("book.note", { name: isolated(name) })} description={t("book.noteHint")} autosize minRows={3} maxRows={10} size="md" maxLength={LONGEST_NOTE} value={note} onChange={(event) => onNote(event.currentTarget.value)} error={fields["note"]} autoFocus data-testid="book-note" />
        <RepeatFields slot={slot} name={name} repeat={repeat} onRepeat={onRepeat} whose={whose} onWhose={setWhose} />
        {book.error && !fields["note"] && <Notice>{say(book.error)}</Notice>}
        <p className={classes["hint"]}>{t(isAsking ? "book.asks" : "book.books", { name: isolated(name) })}</p>
        <Button type="submit" size="lg" loading={book.isPending} leftSection={<CalendarCheck size={19} aria-hidden="true" />} data-testid="book-do">
          {t(isAsking ? (repeat ? "book.askSeries" : "book.ask") : repeat ? "book.doSeries" : "book.do", { count: repeat?.count ?? 1 })}
        </Button>
      </section>
    </form>
  );
}
