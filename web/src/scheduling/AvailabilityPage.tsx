/** When somebody has time and how they are booked; changed as a whole, with a way back, and seen as mentees will see it. */
import { Anchor, Button, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useBlocker } from "@tanstack/react-router";
import { Link } from "@tanstack/react-router";
import { ArrowLeft, Undo2 } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { guessedZone } from "../accounts/model";
import { isRefused } from "../core/errors";
import { useSay } from "../core/explain";
import { Loading } from "../core/ui/Loading";
import { Failed } from "../core/ui/Failed";
import { Notice } from "../core/ui/Notice";
import { useTitle } from "../core/ui/useTitle";
import { type Availability, fetchAvailability } from "./api";
import { type Draft, type Fields, changed, draftOf, isChanged, kept, sendable, undone } from "./availability";
import classes from "./Availability.module.css";
import { DatesPart } from "./DatesPart";
import { Preview, previewMinutes, useJudged } from "./Preview";
import { RulesPart } from "./RulesPart";
import { useAvailability, useSaveAvailability } from "./use";
import { WeekPart } from "./WeekPart";

/** Ctrl+Z, or the same on a Mac, but not in a field that has an undo of its own. */
function useUndoKey(undo: () => void): void {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      const isField = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      if (isField || event.key !== "z" || event.shiftKey || !(event.ctrlKey || event.metaKey)) return;
      event.preventDefault();
      undo();
    };
    window.addEventListener("keydown", press);
    return () => window.removeEventListener("keydown", press);
  }, [undo]);
}

interface SaveBarProps {
  draft: Draft;
  fields: Fields;
  save: ReturnType<typeof useSaveAvailability>;
  onSave: () => void;
  onUndo: () => void;
  onMine: () => void;
  onTheirs: () => void;
}

function SaveBar({ draft, fields, save, onSave, onUndo, onMine, onTheirs }: SaveBarProps): ReactNode {
  const { t } = useTranslation("scheduling");
  const say = useSay();
  const isDirty = isChanged(draft);
  const isElsewhere = isRefused(save.error, "changed_elsewhere");
  const count = Object.keys(fields).length;
  const word = count > 0 ? t("save.wrong", { count }) : isDirty ? t("save.dirty") : draft.now.version === 0 ? t("save.never") : t("save.saved");
  return (
    <div className={classes["bar"]} data-dirty={isDirty} data-testid="save-bar">
      {isElsewhere && (
        <Notice tone="plain" title={t("save.elsewhere")}>
          <span className={classes["deeds"]}>
            {t("save.elsewhereHint")}
            <Button size="compact-md" onClick={onMine}>
              {t("save.mine")}
            </Button>
            <Button size="compact-md" variant="default" onClick={onTheirs}>
              {t("save.theirs")}
            </Button>
          </span>
        </Notice>
      )}
      {save.error && !isElsewhere && count === 0 && <Notice>{say(save.error)}</Notice>}
      <div className={classes["barRow"]}>
        <span role="status" className={classes["barWord"]} data-wrong={count > 0} data-testid="save-state">
          {word}
        </span>
        <Button variant="subtle" leftSection={<Undo2 size={17} aria-hidden="true" />} disabled={draft.before.length === 0} onClick={onUndo} data-testid="undo">
          {t("save.undo")}
        </Button>
        <Button loading={save.isPending} disabled={!isDirty && draft.now.version > 0} onClick={onSave} data-testid="availability-save">
          {t("save.do")}
        </Button>
      </div>
    </div>
  );
}

function Editor({ saved }: { saved: Availability }): ReactNode {
  const { t } = useTranslation("scheduling");
  const [draft, setDraft] = useState(() => draftOf(saved));
  const [zone, setZone] = useState(() => guessedZone());
  const [wished, setMinutes] = useState<number | null>(null);
  const save = useSaveAvailability();
  const plan = draft.now;
  const minutes = previewMinutes(plan, wished);
  const seen = useJudged(plan, minutes, zone);
  const fields: Fields = { ...(plan.durations.length === 0 ? { durations: t("rules.durationsNone") } : {}), ...(isRefused(seen.error) ? seen.error.fields : {}), ...(isRefused(save.error) ? save.error.fields : {}) };
  const set = (change: Partial<Availability>): void => {
    save.reset();
    setDraft((before) => changed(before, change));
  };
  const undo = (): void => {
    save.reset();
    setDraft(undone);
  };
  useUndoKey(undo);
  useBlocker({ shouldBlockFn: () => isChanged(draft) && !window.confirm(t("save.leave")), enableBeforeUnload: () => isChanged(draft) });
  const send = (one: Availability): void =>
    save.mutate(sendable(one), {
      onSuccess: (done) => {
        setDraft((before) => kept(before, done));
        notifications.show({ message: t("save.done"), color: "olive" });
      },
    });
  const resolve = (isMine: boolean): void =>
    void fetchAvailability().then((theirs) => {
      save.reset();
      if (isMine) send({ ...plan, version: theirs.version });
      else setDraft(draftOf(theirs));
    });
  const shared = { plan, set, fields };
  return (
    <>
      <div className={classes["columns"]}>
        <div className={classes["parts"]}>
          <WeekPart {...shared} />
          <RulesPart {...shared} />
          <DatesPart {...shared} />
        </div>
        <Preview plan={plan} minutes={minutes} onMinutes={setMinutes} zone={zone} onZone={setZone} seen={seen} />
      </div>
      <SaveBar draft={draft} fields={fields} save={save} onSave={() => send(plan)} onUndo={undo} onMine={() => resolve(true)} onTheirs={() => resolve(false)} />
    </>
  );
}

export function AvailabilityPage(): ReactNode {
  const { t } = useTranslation("scheduling");
  const availability = useAvailability();
  useTitle(t("availability.title"));
  if (availability.isPending) return <Loading />;
  return (
    <main className={classes["page"]} id="main">
      <Anchor className={classes["back"]} renderRoot={(props) => <Link to="/calendar" {...props} />}>
        <ArrowLeft size={17} aria-hidden="true" className={classes["flip"]} /> {t("availability.back")}
      </Anchor>
      <header>
        <Title order={1}>{t("availability.title")}</Title>
        <p className={classes["lead"]}>{t("availability.lead")}</p>
      </header>
      {availability.data ? <Editor saved={availability.data} /> : <Failed of={availability} />}
    </main>
  );
}
