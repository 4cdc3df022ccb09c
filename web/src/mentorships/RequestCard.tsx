/** A request that waits for the reader's yes or no: read, then answered with or without words. */
import { Button, Group, Radio, Stack, Textarea, Title } from "@mantine/core";
import { Hourglass } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Loading } from "../core/ui/Loading";
import { Failed } from "../core/ui/Failed";
import type { DeclineReason, Request } from "./api";
import { HandOverText } from "./HandOverText";
import { DECLINE_REASONS, LONGEST_NOTE, byMoment } from "./model";
import classes from "./Mentorships.module.css";
import { Deed, InProgramme, Said, Who, useName, usePlanWords } from "./parts";
import { useAccept, useDecline, useRequest } from "./use";

interface AnswerProps {
  request: Request;
  isOpen: boolean;
  onClose: () => void;
}

function AcceptDialog({ request, isOpen, onClose }: AnswerProps): ReactNode {
  const { t } = useTranslation("mentorships");
  const name = useName()(request.other);
  const accept = useAccept(request.id);
  const [words, setWords] = useState("");
  const isProposal = request.side === "mentee";
  return (
    <Deed
      isOpen={isOpen}
      title={t(isProposal ? "accept.titleProposal" : "accept.title", { name })}
      hint={t(isProposal ? "accept.hintProposal" : "accept.hint")}
      word={t(isProposal ? "accept.confirmProposal" : "accept.confirm")}
      isPending={accept.isPending}
      error={accept.error}
      onDo={() => accept.mutate(words, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Textarea size="md" label={t("accept.words", { name })} description={t("accept.wordsHint")} autosize minRows={2} maxRows={8} dir="auto" maxLength={LONGEST_NOTE} value={words} onChange={(event) => setWords(event.currentTarget.value)} data-autofocus data-testid="answer-words" />
    </Deed>
  );
}

function DeclineDialog({ request, isOpen, onClose }: AnswerProps): ReactNode {
  const { t } = useTranslation("mentorships");
  const name = useName()(request.other);
  const decline = useDecline(request.id);
  const [words, setWords] = useState("");
  const [reason, setReason] = useState<DeclineReason | null>(null);
  return (
    <Deed
      isOpen={isOpen}
      isGrave
      title={t("decline.title", { name })}
      hint={t("decline.hint", { name })}
      word={t("decline.confirm")}
      isPending={decline.isPending}
      error={decline.error}
      onDo={() => decline.mutate({ reason, answer: words }, { onSuccess: onClose })}
      onClose={onClose}
    >
      <Radio.Group label={t("decline.reason")} description={t("decline.reasonHint", { name })} value={reason ?? ""} onChange={(chosen) => setReason(DECLINE_REASONS.find((one) => one === chosen) ?? null)}>
        <Stack gap="xs" mt="sm">
          {DECLINE_REASONS.map((one) => (
            <Radio key={one} value={one} label={t(`decline.reasons.${one}`)} data-testid={`decline-${one}`} />
          ))}
        </Stack>
      </Radio.Group>
      <Textarea size="md" label={t("decline.words", { name })} description={t("decline.wordsHint")} autosize minRows={2} maxRows={8} dir="auto" maxLength={LONGEST_NOTE} value={words} onChange={(event) => setWords(event.currentTarget.value)} data-testid="answer-words" />
    </Deed>
  );
}

function Letter({ id, name }: { id: string; name: string }): ReactNode {
  const { t } = useTranslation("mentorships");
  const opened = useRequest(id, true);
  const plan = usePlanWords();
  if (opened.isPending) return <Loading />;
  if (!opened.data) return <Failed of={opened} />;
  const { goals, note, handOver } = opened.data;
  return (
    <>
      <p className={classes["plan"]}>{plan(opened.data)}</p>
      <Said title={t("goals")} text={goals} />
      <Said title={t("note")} text={note} isQuote />
      {handOver.length > 0 && (
        <div className={classes["said"]}>
          <strong className={classes["saidTitle"]}>{t("handOverTitle", { name })}</strong>
          <ul className={classes["told"]}>
            {handOver.map((item) => (
              <li key={`${item.kind} ${item.text}`} dir="auto">
                <HandOverText item={item} />
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function RequestCard({ request }: { request: Request }): ReactNode {
  const { t, i18n } = useTranslation("mentorships");
  const name = useName()(request.other);
  const [isRead, setRead] = useState(false);
  const [deed, setDeed] = useState<"accept" | "decline" | null>(null);
  const close = (): void => setDeed(null);
  return (
    <li className={classes["card"]} data-asks="true" data-testid="request-card">
      <Who fellow={request.other} order={3} words={t(request.side === "mentor" ? "asksYou" : "proposed", { name })}>
        <InProgramme id={request.programme} />
        {request.expiresAt && (
          <p className={classes["due"]} data-testid="answer-by">
            <Hourglass size={16} aria-hidden="true" /> {t("answerBy", { moment: byMoment(new Date(request.expiresAt), i18n.language) })}
          </p>
        )}
      </Who>
      {isRead && <Letter id={request.id} name={name} />}
      <Group gap="sm">
        {isRead && (
          <>
            <Button size="sm" onClick={() => setDeed("accept")} data-testid="request-accept">
              {t("accept.do")}
            </Button>
            <Button size="sm" variant="light" color="clay" onClick={() => setDeed("decline")} data-testid="request-decline">
              {t("decline.do")}
            </Button>
          </>
        )}
        <Button size="sm" variant={isRead ? "subtle" : "filled"} aria-expanded={isRead} onClick={() => setRead(!isRead)} data-testid="request-read">
          {t(isRead ? "fold" : "read")}
        </Button>
      </Group>
      <AcceptDialog request={request} isOpen={deed === "accept"} onClose={close} />
      <DeclineDialog request={request} isOpen={deed === "decline"} onClose={close} />
    </li>
  );
}

export function ToAnswer({ requests }: { requests: readonly Request[] }): ReactNode {
  const { t } = useTranslation("mentorships");
  if (requests.length === 0) return null;
  return (
    <section className={classes["section"]}>
      <Title order={2}>{t("answerHeading")}</Title>
      <ul className={classes["cards"]}>
        {requests.map((one) => (
          <RequestCard key={one.id} request={one} />
        ))}
      </ul>
    </section>
  );
}
