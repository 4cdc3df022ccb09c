/** Asks up to five mentors, one after the other: in which order, for what, for how long. */
import { ActionIcon, Button, Group, Menu, Modal, NumberInput, Select, Textarea, VisuallyHidden } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { Link } from "@tanstack/react-router";
import { GripVertical, Plus, X } from "lucide-react";
import { type CSSProperties, type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { isRefused } from "../core/errors";
import { useSay } from "../core/explain";
import { Loading } from "../core/ui/Loading";
import { Failed } from "../core/ui/Failed";
import { Notice } from "../core/ui/Notice";
import { moveTo, removeAt } from "../profiles/model";
import { useReorder } from "../profiles/reorder";
import { useMentee } from "../profiles/use";
import type { Terms } from "./api";
import { type Candidate, LONGEST_GOALS, LONGEST_NOTE, LONGEST_WEEKS, MOST_CHOICES, MOST_SESSIONS_A_MONTH, type Obstacle, SHORTEST_GOALS, type Wish, addable, asWish, goalsText, isLongEnough, waysToAsk } from "./model";
import classes from "./Mentorships.module.css";
import { Who, useName } from "./parts";
import { useAsk, useTerms } from "./use";

interface WishesProps {
  wishes: readonly Wish[];
  others: readonly Candidate[];
  onChange: (wishes: Wish[]) => void;
}

function Wishes({ wishes, others, onChange }: WishesProps): ReactNode {
  const { t } = useTranslation("mentorships");
  const nameOf = useName();
  const [said, setSaid] = useState("");
  const reorder = useReorder(wishes.length, (from, to) => {
    onChange(moveTo(wishes, from, to));
    setSaid(t("line.moved", { name: nameOf(wishes[from] ?? null), at: to + 1, of: wishes.length }));
  });
  const more = addable(others, wishes);
  return (
    <fieldset className={classes["set"]}>
      <legend>{t("ask.who")}</legend>
      {wishes.length > 1 && (
        <p className={classes["hint"]}>
          {t("ask.whoHint")} {t("line.moveHint")}
        </p>
      )}
      <ol className={classes["draftList"]} {...reorder.list}>
        {wishes.map((wish, at) => {
          const name = nameOf(wish);
          const isDragged = reorder.dragged?.at === at;
          const style = isDragged ? ({ "--dragged": `${reorder.dragged?.y ?? 0}px` } as CSSProperties) : undefined;
          return (
            <li key={wish.id} className={classes["draftItem"]} data-dragged={isDragged} style={style} data-testid="ask-wish">
              <div className={classes["draft"]}>
                {wishes.length > 1 && (
                  <ActionIcon variant="subtle" color="gray" size="lg" className={classes["handle"]} aria-label={t("line.move", { name, at: at + 1, of: wishes.length })} data-testid={`ask-move-${at + 1}`} {...reorder.handle(at)}>
                    <GripVertical size={20} aria-hidden="true" />
                  </ActionIcon>
                )}
                <Who fellow={wish} size="2.4rem" />
                {wishes.length > 1 && (
                  <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("ask.remove", { name })} onClick={() => onChange(removeAt(wishes, at))}>
                    <X size={19} aria-hidden="true" />
                  </ActionIcon>
                )}
              </div>
              <Textarea size="md" label={t("ask.note", { name })} placeholder={t("ask.noteHint")} autosize minRows={1} maxRows={6} dir="auto" maxLength={LONGEST_NOTE} value={wish.note} onChange={(event) => onChange([...wishes].with(at, { ...wish, note: event.currentTarget.value }))} data-testid={`ask-note-${at + 1}`} />
            </li>
          );
        })}
      </ol>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
      {more.length > 0 && (
        <Menu position="bottom-start">
          <Menu.Target>
            <Button variant="light" size="sm" className={classes["start"]} leftSection={<Plus size={17} aria-hidden="true" />} data-testid="ask-add">
              {t("ask.addSomebody")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t("ask.addHint", { count: MOST_CHOICES })}</Menu.Label>
            {more.map((one) => (
              <Menu.Item key={one.id} onClick={() => onChange([...wishes, asWish(one)])}>
                <Who fellow={one} size="1.8rem" />
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
    </fieldset>
  );
}

/** What follows from sending it, in whole sentences. */
function WhatHappens({ terms, wishes }: { terms: Terms; wishes: readonly Wish[] }): ReactNode {
  const { t } = useTranslation("mentorships");
  const nameOf = useName();
  const name = nameOf(wishes[0] ?? null);
  const count = terms.answerDays;
  const second = wishes[1];
  const answer = second ? t("ask.several", { name, next: nameOf(second), count }) : t("ask.alone", { name, count });
  return (
    <Notice tone="plain" title={t("ask.whatHappens")}>
      <span data-testid="ask-what-happens">{terms.mode === "self_select" ? t("ask.atOnce", { name }) : answer}</span>
    </Notice>
  );
}

interface AskFormProps {
  mentors: readonly Candidate[];
  others: readonly Candidate[];
  ways: readonly [Terms, ...Terms[]];
  goals: string;
  onDone: () => void;
}

interface Form {
  programme: string;
  goals: string;
  /** Until they are chosen, the programme's own. */
  sessionsAMonth: number | null;
  weeks: number | null;
  wishes: Wish[];
}

interface Asking extends Omit<Form, "sessionsAMonth" | "weeks"> {
  terms: Terms;
  plan: { sessionsAMonth: number; weeks: number };
  set: (change: Partial<Form>) => void;
  put: (isDraft: boolean) => void;
  isPending: boolean;
  error: unknown;
  fields: Readonly<Record<string, string>>;
}

const DONE = { kept: "ask.kept", begun: "ask.begun", sent: "ask.sent" } as const;

function useAskForm({ mentors, ways, goals, onDone }: Omit<AskFormProps, "others">): Asking {
  const { t } = useTranslation("mentorships");
  const send = useAsk();
  const [isTried, setTried] = useState(false);
  const [form, setForm] = useState<Form>(() => ({ programme: ways[0].programme, goals, sessionsAMonth: null, weeks: null, wishes: mentors.slice(0, MOST_CHOICES).map(asWish) }));
  const terms = ways.find((one) => one.programme === form.programme) ?? ways[0];
  const plan = { sessionsAMonth: form.sessionsAMonth ?? terms.sessionsAMonth, weeks: form.weeks ?? terms.weeks };
  const isShort = !isLongEnough(form.goals);
  const put = (isDraft: boolean): void => {
    setTried(true);
    if (isShort) return;
    const wishes = form.wishes.map(({ id, note }) => ({ mentor: id, note }));
    const done = isDraft ? "kept" : terms.mode === "self_select" ? "begun" : "sent";
    send.mutate(
      { programme: terms.programme, wishes, goals: form.goals, ...plan, isDraft },
      {
        onSuccess: () => {
          notifications.show({ message: t(DONE[done]), color: "olive" });
          onDone();
        },
      },
    );
  };
  const said = isRefused(send.error) ? send.error.fields : {};
  const fields = isTried && isShort ? { ...said, goals: t("ask.goalsShort", { count: SHORTEST_GOALS }) } : said;
  return { ...form, terms, plan, set: (change) => setForm({ ...form, ...change }), put, isPending: send.isPending, error: send.error, fields };
}

function PlanFields({ form: { plan, set, fields } }: { form: Asking }): ReactNode {
  const { t } = useTranslation("mentorships");
  return (
    <Group grow align="flex-start">
      <NumberInput size="md" label={t("ask.sessions")} min={1} max={MOST_SESSIONS_A_MONTH} allowDecimal={false} clampBehavior="blur" value={plan.sessionsAMonth} onChange={(value) => set({ sessionsAMonth: Number(value) })} error={fields["sessionsAMonth"]} data-testid="ask-sessions" />
      <NumberInput size="md" label={t("ask.weeks")} min={1} max={LONGEST_WEEKS} allowDecimal={false} clampBehavior="blur" value={plan.weeks} onChange={(value) => set({ weeks: Number(value) })} error={fields["weeks"]} data-testid="ask-weeks" />
    </Group>
  );
}

function AskForm(props: AskFormProps): ReactNode {
  const { t } = useTranslation("mentorships");
  const say = useSay();
  const form = useAskForm(props);
  const { terms, goals, wishes, fields, set, put } = form;
  const isAtOnce = terms.mode === "self_select";
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    put(false);
  };
  return (
    <form className={classes["form"]} onSubmit={submit} noValidate data-testid="ask-form">
      {props.ways.length > 1 && <Select label={t("ask.programme")} data={props.ways.map((one) => ({ value: one.programme, label: one.name }))} allowDeselect={false} value={terms.programme} onChange={(chosen) => set({ programme: chosen ?? terms.programme })} />}
      <Textarea size="md" label={t("ask.goals")} description={t("ask.goalsHint")} autosize minRows={3} maxRows={10} dir="auto" maxLength={LONGEST_GOALS} value={goals} onChange={(event) => set({ goals: event.currentTarget.value })} error={fields["goals"]} data-testid="ask-goals" />
      <PlanFields form={form} />
      <Wishes wishes={wishes} others={props.others} onChange={(next) => set({ wishes: next })} />
      <WhatHappens terms={terms} wishes={wishes} />
      {form.error !== null && <Notice>{say(form.error)}</Notice>}
      <Group justify="flex-end">
        {!isAtOnce && (
          <Button variant="subtle" onClick={() => put(true)} disabled={form.isPending} data-testid="ask-keep">
            {t("ask.keep")}
          </Button>
        )}
        <Button type="submit" loading={form.isPending} data-testid="ask-send">
          {t(isAtOnce ? "ask.begin" : "ask.send")}
        </Button>
      </Group>
    </form>
  );
}

function Shut({ obstacle, mentor }: { obstacle: Obstacle; mentor: Candidate }): ReactNode {
  const { t } = useTranslation("mentorships");
  const name = useName()(mentor);
  return (
    <div className={classes["form"]} data-testid="ask-obstacle">
      <p>{t(`ask.obstacle.${obstacle}`, { name })}</p>
      <Group justify="flex-end">
        <Button variant="light" renderRoot={(props) => <Link to="/mentorships" {...props} />}>
          {t(obstacle === "is_mentor" || obstacle === "assigned" ? "ask.toPair" : "ask.toList")}
        </Button>
      </Group>
    </div>
  );
}

function NoProfile(): ReactNode {
  const { t } = useTranslation("mentorships");
  return (
    <Notice tone="plain" title={t("ask.profileHint")}>
      <Link to="/profile/mentee" search={{}}>
        {t("ask.profile")}
      </Link>
    </Notice>
  );
}

interface AskDialogProps {
  isOpen: boolean;
  /** Whom to ask, in this order. */
  mentors: readonly [Candidate, ...Candidate[]];
  /** Who may be added: favourites, or what a search has found. */
  others?: readonly Candidate[];
  onClose: () => void;
}

type BodyProps = Required<Omit<AskDialogProps, "isOpen">>;

function AskWays({ mentors, others, onClose, terms }: BodyProps & { terms: readonly Terms[] }): ReactNode {
  const profile = useMentee();
  const { open, obstacle } = waysToAsk(terms);
  const [way, ...more] = open;
  if (!way) return <Shut obstacle={obstacle ?? "stranger"} mentor={mentors[0]} />;
  if (profile.isPending) return <Loading />;
  const goals = goalsText(profile.data?.goals ?? []);
  return (
    <>
      {goals === "" && <NoProfile />}
      <AskForm mentors={mentors} others={others} ways={[way, ...more]} goals={goals} onDone={onClose} />
    </>
  );
}

function AskBody(props: BodyProps): ReactNode {
  const terms = useTerms(props.mentors[0].id, true);
  if (terms.isPending) return <Loading />;
  return terms.data ? <AskWays {...props} terms={terms.data} /> : <Failed of={terms} />;
}

const NOBODY: readonly Candidate[] = [];

export function AskDialog({ isOpen, mentors, others = NOBODY, onClose }: AskDialogProps): ReactNode {
  const { t } = useTranslation("mentorships");
  const core = useTranslation("core");
  return (
    <Modal opened={isOpen} onClose={onClose} title={t("ask.title")} size="xl" closeButtonProps={{ "aria-label": core.t("close") }}>
      <AskBody mentors={mentors} others={others} onClose={onClose} />
    </Modal>
  );
}
