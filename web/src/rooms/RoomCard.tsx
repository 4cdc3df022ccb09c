/** One session on the home page: who is in, how to enter, and what its host may do. */
import { ActionIcon, Button, Menu, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { Link } from "@tanstack/react-router";
import { ChartNoAxesColumn, Clock, DoorClosed, Ellipsis, LinkIcon, Mail, Pencil } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { isolated, shownName } from "../core/names";
import { Portrait } from "../core/ui/Portrait";
import { useIsAfter } from "../core/useIsAfter";
import { useNow } from "../core/useNow";
import { dayAndTime, timeAgo, timeOfDay } from "../core/when";
import type { Room } from "./api";
import { CheckFirst } from "./CheckFirst";
import classes from "./RoomCard.module.css";
import { type RoomDialog, RoomDialogs } from "./RoomDialogs";

const NAMES_SHOWN = 2;
const FACES_SHOWN = 4;

function Present({ room }: { room: Room }): ReactNode {
  const { t, i18n } = useTranslation("rooms");
  const core = useTranslation("core");
  const all = room.present.map(({ name }) => shownName(name, core.t("somebody")));
  const list = new Intl.ListFormat(i18n.language);
  const shown = all.slice(0, NAMES_SHOWN).map(isolated);
  const more = all.length - NAMES_SHOWN;
  return (
    <p className={classes["present"]}>
      <span className={classes["faces"]}>
        {room.present.slice(0, FACES_SHOWN).map(({ name, photoUrl }, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- two guests may share a name
          <Portrait key={`${name}-${index}`} name={name} photoUrl={photoUrl} size="2rem" />
        ))}
      </span>
      <span>
        {more > 0
          ? t("list.presentMore", { names: list.format([...shown, t("list.others", { count: more })]), count: more })
          : t("list.present", { names: list.format(shown), count: all.length })}
      </span>
    </p>
  );
}

function HostMenu({ room, onPick }: { room: Room; onPick: (dialog: RoomDialog) => void }): ReactNode {
  const { t } = useTranslation("rooms");
  const copy = (): void =>
    void navigator.clipboard?.writeText(room.inviteUrl).then(() => notifications.show({ message: t("list.linkCopied"), color: "olive" }));
  const isHost = room.role === "host";
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" radius="xl" aria-label={t("list.more", { title: room.title })}>
          <Ellipsis size={20} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<LinkIcon size={18} aria-hidden="true" />} onClick={copy}>
          {t("list.copyLink")}
        </Menu.Item>
        {isHost && (
          <>
            <Menu.Item leftSection={<Mail size={18} aria-hidden="true" />} onClick={() => onPick("invite")}>
              {t("list.invite")}
            </Menu.Item>
            <Menu.Item leftSection={<Pencil size={18} aria-hidden="true" />} onClick={() => onPick("rename")}>
              {t("list.rename")}
            </Menu.Item>
            <Menu.Item
              leftSection={<ChartNoAxesColumn size={18} aria-hidden="true" />}
              renderRoot={(props) => <Link to="/s/$roomId/quality" params={{ roomId: room.id }} {...props} />}
              data-testid="room-quality"
            >
              {t("list.quality")}
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item color="clay" leftSection={<DoorClosed size={18} aria-hidden="true" />} onClick={() => onPick("end")}>
              {t("list.end")}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

/** In, or when it opens; that changes by itself. */
function Way({ room, isLive }: { room: Room; isLive: boolean }): ReactNode {
  const { t, i18n } = useTranslation("rooms");
  const now = useNow();
  const isOpen = useIsAfter(room.opensAt);
  if (!isOpen && room.opensAt !== null) {
    const opensAt = new Date(room.opensAt);
    const isToday = opensAt.toDateString() === now.toDateString();
    return (
      <p className={classes["opens"]} data-testid="room-opens">
        <Clock size={16} aria-hidden="true" />
        {isToday ? t("list.opensAt", { time: timeOfDay(opensAt, i18n.language) }) : t("list.opensOn", { when: dayAndTime(opensAt, i18n.language) })}
      </p>
    );
  }
  return (
    <>
      <Button variant={isLive ? "filled" : "light"} renderRoot={(props) => <Link to="/s/$roomId" params={{ roomId: room.id }} {...props} />} data-testid="room-enter">
        {isLive ? t("list.join") : t("list.enter")}
      </Button>
      <CheckFirst roomId={room.id} />
    </>
  );
}

export function RoomCard({ room, extra }: { room: Room; extra: ReactNode }): ReactNode {
  const { t, i18n } = useTranslation("rooms");
  const core = useTranslation("core");
  const now = useNow();
  const [dialog, setDialog] = useState<RoomDialog | null>(null);
  const isLive = room.isOpen && room.present.length > 0;
  const host = room.role === "host" ? t("list.host") : t("list.hostedBy", { name: isolated(shownName(room.host.name, core.t("somebody"))) });
  const ago = (at: string): string => timeAgo(new Date(at), now, i18n.language);
  const when = room.endedAt === null ? t("list.opened", { when: ago(room.createdAt) }) : t("list.endedAt", { when: ago(room.endedAt) });
  return (
    <article className={classes["card"]} data-live={isLive} data-ended={!room.isOpen} data-testid="room-card">
      <div className={classes["words"]}>
        <Title order={3} className={classes["title"]}>
          <bdi>{room.title}</bdi>
        </Title>
        <p className={classes["meta"]}>
          {host} · {when}
        </p>
        {isLive && <Present room={room} />}
      </div>
      {room.isOpen && (
        <div className={classes["deeds"]}>
          <Way room={room} isLive={isLive} />
          <HostMenu room={room} onPick={setDialog} />
        </div>
      )}
      {!room.isOpen && room.role === "host" && (
        <Button variant="subtle" size="sm" renderRoot={(props) => <Link to="/s/$roomId/quality" params={{ roomId: room.id }} {...props} />} data-testid="room-quality">
          {t("list.quality")}
        </Button>
      )}
      {extra}
      <RoomDialogs room={room} which={dialog} onClose={() => setDialog(null)} />
    </article>
  );
}
