/** Everything somebody was told in the last 90 days, day by day. */
import { ActionIcon, Button, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Settings2 } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Failed } from "../core/ui/Failed";
import { Loading } from "../core/ui/Loading";
import { useTitle } from "../core/ui/useTitle";
import { useNow } from "../core/useNow";
import { shortDate } from "../core/when";
import type { Notice } from "./api";
import { NoNotices, ReadAll } from "./Bell";
import { daysOf } from "./model";
import { NoticeItem } from "./NoticeItem";
import classes from "./Notices.module.css";
import { useNotices } from "./use";

const DAY_MS = 24 * 3_600_000;

function useDayWord(): (at: Date) => string {
  const { t, i18n } = useTranslation("notifications");
  const now = useNow();
  return (at) => {
    if (at.toDateString() === now.toDateString()) return t("today");
    return at.toDateString() === new Date(now.getTime() - DAY_MS).toDateString() ? t("yesterday") : shortDate(at, i18n.language);
  };
}

function Days({ notices }: { notices: readonly Notice[] }): ReactNode {
  const dayWord = useDayWord();
  if (notices.length === 0) return <NoNotices />;
  return daysOf(notices).map((day) => (
    <section key={day.key} className={classes["day"]}>
      <h2>{dayWord(day.at)}</h2>
      <ul className={classes["list"]}>
        {day.notices.map((one) => (
          <NoticeItem key={one.id} notice={one} />
        ))}
      </ul>
    </section>
  ));
}

function Head({ newest, unread }: { newest: string | undefined; unread: number }): ReactNode {
  const { t } = useTranslation("notifications");
  return (
    <header className={classes["pageHead"]}>
      <Title order={1}>{t("title")}</Title>
      <div className={classes["headDeeds"]}>
        <ReadAll newest={newest} unread={unread} />
        <ActionIcon variant="subtle" color="gray" size="xl" radius="xl" aria-label={t("toSettings")} renderRoot={(props) => <Link to="/settings/notices" {...props} />}>
          <Settings2 size={20} aria-hidden="true" />
        </ActionIcon>
      </div>
    </header>
  );
}

export function NoticesPage(): ReactNode {
  const { t } = useTranslation("notifications");
  const found = useNotices();
  useTitle(t("title"));
  const pages = found.data?.pages ?? [];
  const notices = pages.flatMap((page) => page.notices);
  return (
    <main className={classes["page"]} id="main">
      <Head newest={notices[0]?.id} unread={pages[0]?.unread ?? 0} />
      {found.isLoadingError ? <Failed of={found} /> : found.isPending ? <Loading /> : <Days notices={notices} />}
      {found.hasNextPage && (
        <Button variant="light" className={classes["more"]} loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
          {t("more")}
        </Button>
      )}
      {notices.length > 0 && <p className={classes["hint"]}>{t("kept")}</p>}
    </main>
  );
}
