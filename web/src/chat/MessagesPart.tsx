/** The messages of a mentorship as one of its pages, and how many of them wait to be read. */
import { VisuallyHidden } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../accounts/use";
import { shownName } from "../core/names";
import type { Mentorship } from "../mentorships/api";
import classes from "./Chat.module.css";
import { Talk } from "./Talk";
import { useThreads } from "./use";

export function MessagesPart({ pair }: { pair: Mentorship }): ReactNode {
  const core = useTranslation("core");
  const me = useMe().data;
  if (!me) return null;
  return <Talk mentorshipId={pair.id} me={me.id} otherName={shownName(pair.other?.name, core.t("somebody"))} />;
}

/** Beside the word of a tab; nothing where all is read. */
export function UnreadMark({ mentorshipId }: { mentorshipId: string }): ReactNode {
  const { t } = useTranslation("chat");
  const count = useThreads(true).data?.find((one) => one.mentorshipId === mentorshipId)?.unread ?? 0;
  if (count === 0) return null;
  return (
    <span className={classes["tabCount"]} data-testid="unread-messages">
      <span aria-hidden="true">{count}</span>
      <VisuallyHidden>{t("unread", { count })}</VisuallyHidden>
    </span>
  );
}
