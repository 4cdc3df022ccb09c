/** A conversation of two, on a page or beside a call: its messages, and where one writes. */
import { Button, Group, Modal } from "@mantine/core";
import { type DragEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { isolated } from "../core/names";
import { Failed } from "../core/ui/Failed";
import { Loading } from "../core/ui/Loading";
import { Notice } from "../core/ui/Notice";
import type { Message, Page } from "./api";
import classes from "./Chat.module.css";
import { Composer } from "./Composer";
import { Messages } from "./Messages";
import { flat, lastUnread } from "./model";
import { type Outbox, useOutbox, useReading, useTakeBack, useTalk } from "./use";
import { useAttaching } from "./useAttaching";

interface TalkProps {
  mentorshipId: string;
  me: string;
  otherName: string;
  /** The session it is written in. */
  bookingId?: string | null;
  isBare?: boolean;
}

/** Keeps the end in sight while one is there, and the place while older ones come. */
function useStayingAtEnd(first: string | undefined): React.RefObject<HTMLDivElement | null> {
  const log = useRef<HTMLDivElement>(null);
  const before = useRef({ first, height: 0, isAtEnd: true });
  useEffect(() => {
    const place = log.current;
    if (!place) return undefined;
    const note = (): void => {
      before.current.isAtEnd = place.scrollHeight - place.scrollTop - place.clientHeight < 80;
    };
    place.addEventListener("scroll", note, { passive: true });
    return () => place.removeEventListener("scroll", note);
  });
  useLayoutEffect(() => {
    const place = log.current;
    if (!place) return;
    const { first: known, height, isAtEnd } = before.current;
    if (isAtEnd) place.scrollTop = place.scrollHeight;
    else if (known !== first) place.scrollTop += place.scrollHeight - height;
    before.current = { first, height: place.scrollHeight, isAtEnd };
  });
  return log;
}

function TakeBack({ message, mentorshipId, onClose }: { message: Message | null; mentorshipId: string; onClose: () => void }): ReactNode {
  const { t } = useTranslation("chat");
  const core = useTranslation("core");
  const say = useSay();
  const takeBack = useTakeBack(mentorshipId);
  return (
    <Modal opened={message !== null} onClose={onClose} title={t("takeBackTitle")} closeButtonProps={{ "aria-label": core.t("close") }}>
      <p>{t("takeBackHint")}</p>
      {takeBack.error && <Notice>{say(takeBack.error)}</Notice>}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          {t("keep")}
        </Button>
        <Button color="red" loading={takeBack.isPending} onClick={() => message && takeBack.mutate(message.id, { onSuccess: onClose })} data-testid="take-back-do">
          {t("takeBackDo")}
        </Button>
      </Group>
    </Modal>
  );
}

function Empty(): ReactNode {
  const { t } = useTranslation("chat");
  return (
    <div className={classes["empty"]}>
      <strong>{t("none")}</strong>
      <span>{t("noneHint")}</span>
    </div>
  );
}

interface Dropping {
  isOver: boolean;
  on: { onDragOver: (event: DragEvent) => void; onDragLeave: (event: DragEvent) => void; onDrop: (event: DragEvent) => void };
}

/** Files that are let go anywhere over the conversation. */
function useDropping(isOpen: boolean, add: (files: File[]) => void): Dropping {
  const [isOver, setIsOver] = useState(false);
  const over = (event: DragEvent, isIn: boolean): boolean => {
    if (!isOpen || !event.dataTransfer.types.includes("Files")) return false;
    event.preventDefault();
    setIsOver(isIn);
    return true;
  };
  const onDrop = (event: DragEvent): void => {
    if (over(event, false)) add([...event.dataTransfer.files]);
  };
  return { isOver, on: { onDragOver: (event) => over(event, true), onDragLeave: (event) => over(event, false), onDrop } };
}

interface LogProps extends TalkProps {
  talk: ReturnType<typeof useTalk>;
  messages: readonly Message[];
  outbox: Outbox;
}

function Log({ talk, messages, outbox, mentorshipId, me, otherName }: LogProps): ReactNode {
  const { t } = useTranslation("chat");
  const [backing, setBacking] = useState<Message | null>(null);
  const log = useStayingAtEnd(messages[0]?.id);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a keyboard must be able to scroll it
    <div className={classes["log"]} ref={log} role="log" aria-label={t("log", { name: isolated(otherName) })} tabIndex={0}>
      {talk.hasNextPage && (
        <Button variant="subtle" size="compact-md" className={classes["older"]} loading={talk.isFetchingNextPage} onClick={() => void talk.fetchNextPage()} data-testid="older">
          {t("older")}
        </Button>
      )}
      {messages.length + outbox.leaving.length === 0 && <Empty />}
      <Messages messages={messages} outbox={outbox} onTakeBack={setBacking} mentorshipId={mentorshipId} me={me} otherName={otherName} />
      <TakeBack message={backing} mentorshipId={mentorshipId} onClose={() => setBacking(null)} />
    </div>
  );
}

function Open(props: TalkProps & { talk: ReturnType<typeof useTalk>; pages: readonly Page[]; latest: Page }): ReactNode {
  const { mentorshipId, me, otherName, bookingId = null, isBare = false, pages, latest } = props;
  const { t } = useTranslation("chat");
  const outbox = useOutbox(mentorshipId, bookingId);
  const attaching = useAttaching(mentorshipId);
  const { isOpen } = latest;
  const messages = flat(pages);
  useReading(mentorshipId, lastUnread(messages, latest.unread, me));
  const dropping = useDropping(isOpen, attaching.add);
  const send = (text: string): void => {
    outbox.send(text, attaching.files);
    attaching.clear();
  };
  return (
    <div className={`${classes["talk"]} ${classes[isBare ? "bare" : "page"]}`} {...dropping.on} data-testid="talk">
      <Log {...props} messages={messages} outbox={outbox} />
      {isOpen ? <Composer otherName={otherName} attaching={attaching} onSend={send} /> : <p className={classes["closed"]}>{t("closed")}</p>}
      {dropping.isOver && <div className={classes["drop"]}>{t("dropHere")}</div>}
    </div>
  );
}

export function Talk(props: TalkProps): ReactNode {
  const talk = useTalk(props.mentorshipId);
  if (talk.isPending) return <Loading />;
  const pages = talk.data?.pages ?? [];
  const [latest] = pages;
  if (!latest) return <Failed of={talk} />;
  return <Open {...props} talk={talk} pages={pages} latest={latest} />;
}
