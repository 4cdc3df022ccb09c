/** One notice as a link to what it is about. */
import { VisuallyHidden } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import { BellRing, CalendarClock, HeartHandshake, Mail, ShieldAlert } from "lucide-react";
import type { MouseEvent, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNow } from "../core/useNow";
import { timeAgo } from "../core/when";
import type { Kind, Notice } from "./api";
import classes from "./Notices.module.css";
import { useRead } from "./use";

const SCHEDULED = /^(session|seat|busy)_/;

function Sign({ kind }: { kind: Kind }): ReactNode {
  const props = { size: 19, "aria-hidden": true } as const;
  if (kind === "session_reminder") return <BellRing {...props} />;
  if (kind === "security_alert") return <ShieldAlert {...props} />;
  if (SCHEDULED.test(kind)) return <CalendarClock {...props} />;
  return kind.endsWith("_invite") ? <Mail {...props} /> : <HeartHandshake {...props} />;
}

/** A click with another intention than to go there now: a new tab, a new window. */
const isElsewhere = (event: MouseEvent): boolean => event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0;

export function NoticeItem({ notice, onGo }: { notice: Notice; onGo?: () => void }): ReactNode {
  const { t, i18n } = useTranslation("notifications");
  const now = useNow();
  const read = useRead();
  const router = useRouter();
  const go = (event: MouseEvent): void => {
    if (!notice.isRead) read.mutate(notice.id);
    if (isElsewhere(event)) return;
    event.preventDefault();
    onGo?.();
    router.history.push(notice.path);
  };
  return (
    <li>
      <a href={notice.path} className={classes["item"]} data-unread={!notice.isRead} data-testid="notice" onClick={go}>
        <span className={classes["icon"]}>
          <Sign kind={notice.kind} />
        </span>
        <span className={classes["words"]}>
          <span className={classes["sentence"]}>
            <bdi lang={notice.language} dir={i18n.dir(notice.language)}>
              {notice.title}
            </bdi>
          </span>
          <time className={classes["when"]} dateTime={notice.createdAt}>
            {timeAgo(new Date(notice.createdAt), now, i18n.language)}
          </time>
        </span>
        {!notice.isRead && (
          <>
            <span className={classes["dot"]} aria-hidden="true" />
            <VisuallyHidden>{t("unread")}</VisuallyHidden>
          </>
        )}
      </a>
    </li>
  );
}
