/** The messages of a conversation, day by day, with what each of them carries. */
import { ActionIcon, Button } from "@mantine/core";
import { Download, Undo2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { sizeText } from "../core/sizes";
import { timeOfDay } from "../core/when";
import { type ChatFile, type Message, fileUrl } from "./api";
import classes from "./Chat.module.css";
import { type Run, days, isPicture, pieces } from "./model";
import type { Leaving, Outbox } from "./use";

interface Sides {
  mentorshipId: string;
  me: string;
  otherName: string;
}

function Text({ text }: { text: string }): ReactNode {
  return (
    <p className={classes["text"]} dir="auto">
      {pieces(text).map((piece) =>
        piece.href === undefined ? (
          piece.text
        ) : (
          <a key={piece.at} href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
            {piece.text}
          </a>
        ),
      )}
    </p>
  );
}

function File({ mentorshipId, file }: { mentorshipId: string; file: ChatFile }): ReactNode {
  const { t, i18n } = useTranslation("chat");
  const url = fileUrl(mentorshipId, file.id);
  if (isPicture(file.contentType)) {
    return (
      <a href={url} target="_blank" rel="noopener" className={classes["picture"]} aria-label={t("open", { name: file.name })}>
        <img src={url} alt={file.name} loading="lazy" />
      </a>
    );
  }
  return (
    <a href={url} download={file.name} className={classes["file"]} data-testid="chat-file">
      <Download size={17} aria-hidden="true" />
      <bdi className={classes["fileName"]}>{file.name}</bdi>
      <span className={classes["fileSize"]}>{sizeText(file.sizeBytes, i18n.language)}</span>
    </a>
  );
}

function Files({ mentorshipId, files }: { mentorshipId: string; files: readonly ChatFile[] }): ReactNode {
  if (files.length === 0) return null;
  return (
    <ul className={classes["files"]}>
      {files.map((file) => (
        <li key={file.id}>
          <File mentorshipId={mentorshipId} file={file} />
        </li>
      ))}
    </ul>
  );
}

function Bubble({ message, mentorshipId, onTakeBack }: { message: Message; mentorshipId: string; onTakeBack: (() => void) | null }): ReactNode {
  const { t } = useTranslation("chat");
  return (
    <div className={classes["line"]} data-testid="message">
      <div className={classes["bubble"]}>
        {message.removedAt === null ? <Text text={message.text} /> : <p className={classes["removed"]}>{t("takenBack")}</p>}
        <Files mentorshipId={mentorshipId} files={message.files} />
      </div>
      {onTakeBack && message.removedAt === null && (
        <ActionIcon variant="subtle" color="gray" className={classes["back"]} aria-label={t("takeBack")} onClick={onTakeBack} data-testid="take-back">
          <Undo2 size={16} aria-hidden="true" />
        </ActionIcon>
      )}
    </div>
  );
}

interface RunProps extends Sides {
  run: Run;
  onTakeBack: (message: Message) => void;
}

function RunOf({ run, mentorshipId, me, otherName, onTakeBack }: RunProps): ReactNode {
  const { t, i18n } = useTranslation("chat");
  const isOwn = run.authorId === me;
  const first = run.messages[0];
  if (!first) return null;
  const name = isOwn ? t("you") : run.authorId === null ? t("gone") : otherName;
  return (
    <div className={classes["run"]} data-own={isOwn}>
      <p className={classes["by"]}>
        <bdi>{name}</bdi> · {timeOfDay(new Date(first.sentAt), i18n.language)}
        {first.bookingId !== null && ` · ${t("inSession")}`}
      </p>
      {run.messages.map((message) => (
        <Bubble key={message.id} message={message} mentorshipId={mentorshipId} onTakeBack={isOwn ? () => onTakeBack(message) : null} />
      ))}
    </div>
  );
}

function Out({ one, outbox }: { one: Leaving; outbox: Outbox }): ReactNode {
  const { t } = useTranslation("chat");
  const say = useSay();
  const isFailed = one.error !== null;
  return (
    <div className={classes["run"]} data-own="true">
      <div className={classes["bubble"]} data-state={isFailed ? "failed" : "sending"}>
        <Text text={[one.text, ...one.names].filter(Boolean).join("\n")} />
      </div>
      <p className={classes["state"]} role="status" data-testid="message-state">
        {isFailed ? `${t("notSent")}: ${say(one.error)}` : t("sending")}
        {isFailed && (
          <>
            <Button size="compact-sm" variant="light" onClick={() => outbox.again(one.key)} data-testid="message-again">
              {t("again")}
            </Button>
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => outbox.discard(one.key)}>
              {t("discard")}
            </Button>
          </>
        )}
      </p>
    </div>
  );
}

interface MessagesProps extends Sides {
  messages: readonly Message[];
  outbox: Outbox;
  onTakeBack: (message: Message) => void;
}

export function Messages({ messages, outbox, onTakeBack, ...sides }: MessagesProps): ReactNode {
  const { i18n } = useTranslation("chat");
  const dayWords = new Intl.DateTimeFormat(i18n.language, { dateStyle: "full", timeZone: "UTC" });
  return (
    <>
      {days(messages).map(({ date, runs }) => (
        <section key={date} aria-label={dayWords.format(new Date(date))} style={{ display: "contents" }}>
          <h3 className={classes["day"]}>{dayWords.format(new Date(date))}</h3>
          {runs.map((run) => (
            <RunOf key={run.messages[0]?.id} run={run} onTakeBack={onTakeBack} {...sides} />
          ))}
        </section>
      ))}
      {outbox.leaving.map((one) => (
        <Out key={one.key} one={one} outbox={outbox} />
      ))}
    </>
  );
}
