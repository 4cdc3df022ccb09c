/** Where a programme stands and what comes next; what people read; dates; who looks after it. */
import { Button, Card, TextInput, Textarea, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "../core/errors";
import { useSay } from "../core/explain";
import { Notice } from "../core/ui/Notice";
import { useNow } from "../core/useNow";
import type { Desk, State } from "./api";
import { Confirm } from "../core/ui/Confirm";
import { Coordinators } from "./Coordinators";
import { COURSE, DESCRIPTION_MAX_LENGTH, NAME_MAX_LENGTH, dayOf, endOfDay, nextStep } from "./model";
import { Course } from "./parts";
import classes from "./Programmes.module.css";
import { useChangeProgramme, useMoveProgramme } from "./use";

function Moves({ desk }: { desk: Desk }): ReactNode {
  const { t } = useTranslation("programmes");
  const { id, state } = desk.programme;
  const move = useMoveProgramme(id);
  const [asked, setAsked] = useState<State | null>(null);
  const isBack = (to: State): boolean => COURSE.indexOf(to) < COURSE.indexOf(state);
  const word = (to: State): string => (isBack(to) ? t(`desk.back.${to}`) : t(`desk.move.${to}`));
  return (
    <div className={classes["deeds"]}>
      {desk.moves.map((to) => (
        <Button key={to} variant={isBack(to) ? "subtle" : "filled"} onClick={() => setAsked(to)} data-testid={`move-${to}`}>
          {word(to)}
        </Button>
      ))}
      <Confirm isOpen={asked !== null} title={asked === null ? "" : word(asked)} hint={asked === null ? "" : t(`desk.moveAsk.${asked}`)} word={asked === null ? "" : word(asked)} isGrave={asked === "closed"} isPending={move.isPending} error={move.error} onClose={() => setAsked(null)} onDo={() => asked !== null && move.mutate(asked, { onSuccess: () => setAsked(null) })} />
    </div>
  );
}

function Next({ desk }: { desk: Desk }): ReactNode {
  const { t, i18n } = useTranslation("programmes");
  const now = useNow();
  const whole = new Intl.NumberFormat(i18n.language);
  const counts = (["mentors", "mentees", ...(desk.programme.isOpen ? [] : (["invited"] as const))] as const).map((name) => ({ name, value: desk.headcount[name] }));
  return (
    <Card className={classes["card"]}>
      {!desk.programme.isOpen && <Course state={desk.programme.state} />}
      <Title order={2}>{t("desk.next")}</Title>
      <p className={classes["hint"]} data-testid="next-step">
        {t(`desk.nextSteps.${nextStep(desk, now)}`)}
      </p>
      <dl className={classes["counts"]}>
        {counts.map(({ name, value }) => (
          <div key={name} className={classes["count"]}>
            <dt>{t(`desk.${name}`)}</dt>
            <dd data-testid={`count-${name}`}>{whole.format(value)}</dd>
          </div>
        ))}
      </dl>
      <Moves desk={desk} />
    </Card>
  );
}

function About({ desk }: { desk: Desk }): ReactNode {
  const { t } = useTranslation("programmes");
  const core = useTranslation("core");
  const say = useSay();
  const { programme } = desk;
  const change = useChangeProgramme(programme.id);
  const [name, setName] = useState(programme.name);
  const [description, setDescription] = useState(programme.description);
  const [enrolment, setEnrolment] = useState(dayOf(programme.enrolmentEndsAt));
  const [end, setEnd] = useState(dayOf(programme.endsAt));
  const fields: Readonly<Record<string, string>> = change.error instanceof Refused ? change.error.fields : {};
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    change.mutate(
      { name, description, enrolmentEndsAt: endOfDay(enrolment), endsAt: endOfDay(end) },
      { onSuccess: () => notifications.show({ message: core.t("saved"), color: "olive" }) },
    );
  };
  return (
    <Card className={classes["card"]}>
      <Title order={2}>{t("desk.about")}</Title>
      <form className={classes["form"]} onSubmit={submit} noValidate>
        <TextInput label={t("desk.name")} dir="auto" maxLength={NAME_MAX_LENGTH} value={name} onChange={(event) => setName(event.currentTarget.value)} error={fields["name"]} data-testid="desk-name" />
        <Textarea label={t("desk.description")} description={t("desk.descriptionHint")} dir="auto" autosize minRows={3} maxRows={14} maxLength={DESCRIPTION_MAX_LENGTH} value={description} onChange={(event) => setDescription(event.currentTarget.value)} error={fields["description"]} data-testid="desk-description" />
        {!programme.isOpen && (
          <div className={classes["grid"]}>
            <TextInput type="date" label={t("desk.enrolmentEnds")} description={t("desk.dateHint")} value={enrolment} onChange={(event) => setEnrolment(event.currentTarget.value)} error={fields["enrolmentEndsAt"]} />
            <TextInput type="date" label={t("desk.ends")} description={t("desk.dateHint")} value={end} onChange={(event) => setEnd(event.currentTarget.value)} error={fields["endsAt"]} />
          </div>
        )}
        {change.error && Object.keys(fields).length === 0 && <Notice>{say(change.error)}</Notice>}
        <div className={classes["save"]}>
          <Button type="submit" loading={change.isPending} data-testid="desk-save">
            {core.t("save")}
          </Button>
        </div>
      </form>
    </Card>
  );
}

export function OverviewTab({ desk }: { desk: Desk }): ReactNode {
  return (
    <div className={classes["form"]}>
      <Next desk={desk} />
      <About desk={desk} />
      <Coordinators programmeId={desk.programme.id} />
    </div>
  );
}
