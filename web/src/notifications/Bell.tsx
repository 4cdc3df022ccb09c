/** The bell in the frame: how many are unread, and the newest of them in a sheet under it. */
import { ActionIcon, Button, Popover, Title, VisuallyHidden } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Bell as BellIcon, CheckCheck, Settings2 } from "lucide-react";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { Failed } from "../core/ui/Failed";
import { Loading } from "../core/ui/Loading";
import { HarbourScene } from "../core/ui/scenes";
import type { Notice } from "./api";
import { badgeOf } from "./model";
import { NoticeItem } from "./NoticeItem";
import classes from "./Notices.module.css";
import { useLiveNotices, useNotices, useReadUpTo } from "./use";

const SHOWN = 12;

export function NoNotices(): ReactNode {
  const { t } = useTranslation("notifications");
  return (
    <div className={classes["empty"]} data-testid="no-notices">
      <HarbourScene className={classes["scene"]} />
      <Title order={3}>{t("empty.title")}</Title>
      <p className={classes["hint"]}>{t("empty.hint")}</p>
    </div>
  );
}

export function ReadAll({ newest, unread }: { newest: string | undefined; unread: number }): ReactNode {
  const { t } = useTranslation("notifications");
  const readUpTo = useReadUpTo();
  if (newest === undefined) return null;
  // It stays when there is nothing more to do: who pressed it by keyboard would be lost otherwise.
  const isIdle = unread === 0;
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      leftSection={<CheckCheck size={16} aria-hidden="true" />}
      onClick={() => {
        if (!isIdle) readUpTo.mutate(newest);
      }}
      aria-disabled={isIdle}
      data-disabled={isIdle}
      data-testid="read-all"
    >
      {t("readAll")}
    </Button>
  );
}

interface SheetProps {
  notices: readonly Notice[];
  /** What stands there when nothing is to be shown. */
  none: ReactNode;
  unread: number;
  titleId: string;
  onGo: () => void;
}

function Sheet({ notices, none, unread, titleId, onGo }: SheetProps): ReactNode {
  const { t } = useTranslation("notifications");
  return (
    <div className={classes["sheet"]}>
      <div className={classes["sheetHead"]}>
        <Title order={2} id={titleId}>
          {t("title")}
        </Title>
        <div className={classes["headDeeds"]}>
          <ReadAll newest={notices[0]?.id} unread={unread} />
          <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("toSettings")} renderRoot={(props) => <Link to="/settings/notices" {...props} />} onClick={onGo} data-testid="to-notice-settings">
            <Settings2 size={18} aria-hidden="true" />
          </ActionIcon>
        </div>
      </div>
      <div className={classes["sheetBody"]}>
        {notices.length === 0 ? (
          none
        ) : (
          <ul className={classes["list"]}>
            {notices.slice(0, SHOWN).map((one) => (
              <NoticeItem key={one.id} notice={one} onGo={onGo} />
            ))}
          </ul>
        )}
      </div>
      {notices.length > 0 && (
        <div className={classes["sheetFoot"]}>
          <Button variant="subtle" size="sm" renderRoot={(props) => <Link to="/notices" {...props} />} onClick={onGo}>
            {t("seeAll")}
          </Button>
        </div>
      )}
    </div>
  );
}

export function Bell(): ReactNode {
  const { t } = useTranslation("notifications");
  const titleId = useId();
  const [isOpen, setOpen] = useState(false);
  const notices = useNotices();
  useLiveNotices(notices.dataUpdatedAt);
  const first = notices.data?.pages[0];
  const unread = first?.unread ?? 0;
  const close = (): void => setOpen(false);
  const none = notices.isLoadingError ? <Failed of={notices} /> : notices.isPending ? <Loading /> : <NoNotices />;
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width="min(26rem, calc(100vw - 1.5rem))" radius="lg" shadow="lg" trapFocus returnFocus withRoles={false}>
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="xl"
          radius="xl"
          className={classes["bell"]}
          aria-haspopup="dialog"
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
          data-testid="bell"
        >
          <BellIcon size={21} aria-hidden="true" />
          <VisuallyHidden>{unread > 0 ? t("bell_unread", { count: unread }) : t("bell")}</VisuallyHidden>
          {unread > 0 && (
            <span className={classes["badge"]} aria-hidden="true" data-testid="bell-badge">
              {badgeOf(unread)}
            </span>
          )}
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown p={0} role="dialog" aria-labelledby={titleId}>
        <Sheet notices={first?.notices ?? []} none={none} unread={unread} titleId={titleId} onGo={close} />
      </Popover.Dropdown>
    </Popover>
  );
}
