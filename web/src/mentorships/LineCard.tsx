/** Mentors who are asked one after the other, as their mentee sees it: who now, until when, who next. */
import { ActionIcon, Badge, Button, Checkbox, Group, NumberInput, Textarea, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { ChevronDown, ChevronUp, GripVertical, Pencil, Send, X } from "lucide-react";
import { type CSSProperties, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { isRefused } from "../core/errors";
import { useSay } from "../core/explain";
import { Notice } from "../core/ui/Notice";
import { moveTo } from "../profiles/model";
import { useReorder } from "../profiles/reorder";
import type { Request } from "./api";
import { LONGEST_GOALS, LONGEST_NOTE, LONGEST_WEEKS, type Line, MOST_SESSIONS_A_MONTH, byMoment, isLongEnough } from "./model";
import classes from "./Mentorships.module.css";
import { Deed, InProgramme, Said, Who, useName, usePlanWords } from "./parts";
import { useChange, useOrder, useSend, useWithdraw } from "./use";

/** A drag passes many places; the server learns the last one. */
const SETTLED_MS = 500;

interface EditDialogProps {
  request: Request;
  others: readonly Request[];
  onClose: () => void;
}

function EditDialog({ request, others, onClose }: EditDialogProps): ReactNode {
  const { t } = useTranslation("mentorships");
  const name = useName()(request.other);
  const change = useChange(request.id);
  const [plan, setPlan] = useState({ goals: request.goals, sessionsAMonth: request.sessionsAMonth, weeks: request.weeks, note: request.note });
  const [isForAll, setForAll] = useState(true);
  const fields = isRefused(change.error) ? change.error.fields : {};
  return (
    <Deed
      isOpen
      size="lg"
      title={t("edit.title", { name })}
      {...(request.state === "drafted" ? {} : { hint: t("edit.hint") })}
      word={t("edit.do")}
      isPending={change.isPending}
      isReady={isLongEnough(plan.goals)}
      error={change.error}
      onDo={() => change.mutate({ plan, others: isForAll ? others : [] }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Textarea size="md" label={t("ask.goals")} autosize minRows={3} maxRows={10} dir="auto" maxLength={LONGEST_GOALS} value={plan.goals} onChange={(event) => setPlan({ ...plan, goals: event.currentTarget.value })} error={fields["goals"]} data-autofocus data-testid="edit-goals" />
      <Group grow align="flex-start">
        <NumberInput size="md" label={t("ask.sessions")} min={1} max={MOST_SESSIONS_A_MONTH} allowDecimal={false} clampBehavior="blur" value={plan.sessionsAMonth} onChange={(value) => setPlan({ ...plan, sessionsAMonth: Number(value) })} error={fields["sessionsAMonth"]} />
        <NumberInput size="md" label={t("ask.weeks")} min={1} max={LONGEST_WEEKS} allowDecimal={false} clampBehavior="blur" value={plan.weeks} onChange={(value) => setPlan({ ...plan, weeks: Number(value) })} error={fields["weeks"]} />
      </Group>
      <Textarea size="md" label={t("ask.note", { name })} autosize minRows={2} maxRows={8} dir="auto" maxLength={LONGEST_NOTE} value={plan.note} onChange={(event) => setPlan({ ...plan, note: event.currentTarget.value })} error={fields["note"]} data-testid="edit-note" />
      {others.length > 0 && <Checkbox label={t("edit.others")} checked={isForAll} onChange={(event) => setForAll(event.currentTarget.checked)} />}
    </Deed>
  );
}

interface WithdrawProps {
  request: Request;
  next: Request | null;
  isWholeLine: boolean;
  onClose: () => void;
}

function WithdrawDialog({ request, next, isWholeLine, onClose }: WithdrawProps): ReactNode {
  const { t } = useTranslation("mentorships");
  const nameOf = useName();
  const name = nameOf(request.other);
  const withdraw = useWithdraw(request.id);
  const after = next ? ` ${t("withdraw.next", { name: nameOf(next.other) })}` : "";
  const hint = request.state === "drafted" ? t("withdraw.hintDraft", { name }) : t("withdraw.hint", { name }) + after;
  return (
    <Deed
      isOpen
      isGrave
      title={isWholeLine ? t("withdraw.allTitle") : t("withdraw.title", { name })}
      hint={isWholeLine ? t("withdraw.allHint") : hint}
      word={t(isWholeLine ? "withdraw.allDo" : "withdraw.do")}
      isPending={withdraw.isPending}
      error={withdraw.error}
      onDo={() => withdraw.mutate(isWholeLine, { onSuccess: onClose })}
      onClose={onClose}
    />
  );
}

type Pick = { kind: "edit" | "withdraw" | "withdrawAll"; request: Request } | null;

function Current({ request, onPick }: { request: Request; onPick: (pick: Pick) => void }): ReactNode {
  const { t, i18n } = useTranslation("mentorships");
  const name = useName()(request.other);
  const until = request.expiresAt ? t("line.until", { moment: byMoment(new Date(request.expiresAt), i18n.language) }) : "";
  return (
    <div className={classes["current"]} data-testid="line-current">
      <Who fellow={request.other} order={3} words={t("line.now", { name })}>
        <p className={classes["meta"]}>
          {until} · {t(request.state === "viewed" ? "line.seen" : "line.unseen")}
        </p>
      </Who>
      <Group gap="xs">
        <Button size="sm" variant="light" leftSection={<Pencil size={16} aria-hidden="true" />} onClick={() => onPick({ kind: "edit", request })} data-testid="line-edit">
          {t("line.edit")}
        </Button>
        <Button size="sm" variant="subtle" color="clay" onClick={() => onPick({ kind: "withdraw", request })} data-testid="line-withdraw">
          {t("line.withdraw")}
        </Button>
      </Group>
    </div>
  );
}

interface DraftRowProps {
  request: Request;
  at: number;
  of: number;
  isFirstToSend: boolean;
  handle: ReturnType<ReturnType<typeof useReorder>["handle"]>;
  onPick: (pick: Pick) => void;
}

function DraftRow({ request, at, of, isFirstToSend, handle, onPick }: DraftRowProps): ReactNode {
  const { t } = useTranslation("mentorships");
  const name = useName()(request.other);
  const send = useSend(request.id);
  const say = useSay();
  return (
    <>
      <div className={classes["draft"]}>
        <ActionIcon variant="subtle" color="gray" size="lg" className={classes["handle"]} aria-label={t("line.move", { name, at: at + 1, of })} disabled={of < 2} data-testid={`draft-move-${at + 1}`} {...handle}>
          <GripVertical size={20} aria-hidden="true" />
        </ActionIcon>
        <Who fellow={request.other} size="2.2rem" />
        <span className={classes["draftDeeds"]}>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("line.editOf", { name })} onClick={() => onPick({ kind: "edit", request })}>
            <Pencil size={17} aria-hidden="true" />
          </ActionIcon>
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("line.remove", { name })} onClick={() => onPick({ kind: "withdraw", request })}>
            <X size={19} aria-hidden="true" />
          </ActionIcon>
        </span>
      </div>
      {isFirstToSend && (
        <Button size="sm" className={classes["start"]} loading={send.isPending} leftSection={<Send size={16} aria-hidden="true" />} onClick={() => send.mutate()} data-testid="draft-send">
          {t("line.send", { name })}
        </Button>
      )}
      {send.error && <Notice>{say(send.error)}</Notice>}
    </>
  );
}

/** The drafts in the order on the screen, which the server follows. */
function useOrderOf(line: Line): { drafts: Request[]; move: (from: number, to: number) => void; error: unknown } {
  const order = useOrder(line.id);
  const [wanted, setWanted] = useState<string[] | null>(null);
  const settle = useDebouncedCallback((ids: string[]) => order.mutate(ids, { onSettled: () => setWanted(null) }), SETTLED_MS);
  const placeOf = ({ id }: Request): number => wanted?.indexOf(id) ?? 0;
  const drafts = wanted ? [...line.drafts].sort((a, b) => placeOf(a) - placeOf(b)) : line.drafts;
  const move = (from: number, to: number): void => {
    const ids = moveTo(drafts.map(({ id }) => id), from, to);
    setWanted(ids);
    settle(ids);
  };
  return { drafts, move, error: order.error };
}

function Drafts({ line, onPick }: { line: Line; onPick: (pick: Pick) => void }): ReactNode {
  const { t } = useTranslation("mentorships");
  const nameOf = useName();
  const say = useSay();
  const [said, setSaid] = useState("");
  const { drafts, move, error } = useOrderOf(line);
  const reorder = useReorder(drafts.length, (from, to) => {
    move(from, to);
    setSaid(t("line.moved", { name: nameOf(drafts[from]?.other ?? null), at: to + 1, of: drafts.length }));
  });
  if (drafts.length === 0) return null;
  return (
    <div className={classes["drafts"]}>
      {line.current && <strong>{t("line.after")}</strong>}
      <ol className={classes["draftList"]} {...reorder.list} data-testid="line-drafts">
        {drafts.map((request, at) => {
          const isDragged = reorder.dragged?.at === at;
          const style = isDragged ? ({ "--dragged": `${reorder.dragged?.y ?? 0}px` } as CSSProperties) : undefined;
          return (
            <li key={request.id} className={classes["draftItem"]} data-dragged={isDragged} style={style}>
              <DraftRow request={request} at={at} of={drafts.length} isFirstToSend={line.state === "draft" && at === 0} handle={reorder.handle(at)} onPick={onPick} />
            </li>
          );
        })}
      </ol>
      <p className={classes["hint"]}>
        {t(line.current ? "line.afterHint" : "line.draftHint")} {drafts.length > 1 && t("line.moveHint")}
      </p>
      <VisuallyHidden role="status">{said}</VisuallyHidden>
      {error !== null && <Notice>{say(error)}</Notice>}
    </div>
  );
}

/** Why a mentor is no longer asked, from the mentee's side. */
function usePastWord(): (request: Request) => string {
  const { t } = useTranslation("mentorships");
  return ({ state, sentAt, reason }) => {
    if (state === "expired" && sentAt === null) return t("line.state.passed");
    return t(reason === "full" ? "line.state.full" : `line.state.${state}`);
  };
}

export function PastRequests({ requests }: { requests: readonly Request[] }): ReactNode {
  const pastWord = usePastWord();
  if (requests.length === 0) return null;
  return (
    <ul className={classes["pastList"]}>
      {requests.map((request) => (
        <li key={request.id} data-testid="past-request" data-state={request.state}>
          <Who fellow={request.other} size="2rem">
            <p className={classes["meta"]}>{pastWord(request)}</p>
            {request.answer && (
              <p className={classes["quote"]} dir="auto">
                {request.answer}
              </p>
            )}
          </Who>
        </li>
      ))}
    </ul>
  );
}

function Words({ request }: { request: Request }): ReactNode {
  const { t } = useTranslation("mentorships");
  const plan = usePlanWords();
  const name = useName()(request.other);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <UnstyledButton className={classes["fold"]} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? <ChevronUp size={17} aria-hidden="true" /> : <ChevronDown size={17} aria-hidden="true" />} {t("line.more")}
      </UnstyledButton>
      {isOpen && (
        <>
          <p className={classes["plan"]}>{plan(request)}</p>
          <Said title={t("goals")} text={request.goals} />
          <Said title={t("line.words", { name })} text={request.note} isQuote />
        </>
      )}
    </>
  );
}

function LineDialog({ line, pick, onClose }: { line: Line; pick: NonNullable<Pick>; onClose: () => void }): ReactNode {
  const { kind, request } = pick;
  const others = line.drafts.filter(({ id }) => id !== request.id);
  if (kind === "edit") return <EditDialog key={request.id} request={request} others={others} onClose={onClose} />;
  const next = request.id === line.current?.id ? (line.drafts[0] ?? null) : null;
  return <WithdrawDialog request={request} next={next} isWholeLine={kind === "withdrawAll"} onClose={onClose} />;
}

export function LineCard({ line }: { line: Line }): ReactNode {
  const { t } = useTranslation("mentorships");
  const [pick, setPick] = useState<Pick>(null);
  const first = line.current ?? line.drafts[0];
  return (
    <li className={classes["card"]} data-testid="line-card" data-state={line.state}>
      {line.state === "draft" && (
        <Badge color="gray" variant="light" size="lg" tt="none">
          {t("line.draft")}
        </Badge>
      )}
      {first && <InProgramme id={first.programme} />}
      <PastRequests requests={line.past} />
      {line.current && <Current request={line.current} onPick={setPick} />}
      <Drafts line={line} onPick={setPick} />
      {first && <Words key={first.id} request={first} />}
      {first && line.drafts.length > 0 && (
        <Button size="sm" variant="subtle" color="clay" className={classes["last"]} onClick={() => setPick({ kind: "withdrawAll", request: first })} data-testid="line-withdraw-all">
          {t("line.withdrawAll")}
        </Button>
      )}
      {pick && <LineDialog line={line} pick={pick} onClose={() => setPick(null)} />}
    </li>
  );
}
