/** The signed-in home: open a session, see one's own. */
import { Title, UnstyledButton } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../accounts/use";
import { VerifyBanner } from "../accounts/VerifyBanner";
import { Loading } from "../core/ui/Loading";
import { Failed } from "../core/ui/Failed";
import { HarbourScene } from "../core/ui/scenes";
import { useTitle } from "../core/ui/useTitle";
import { useNow } from "../core/useNow";
import type { Room } from "./api";
import classes from "./HomePage.module.css";
import { shelve } from "./model";
import { OpenRoomCard } from "./OpenRoomCard";
import { RoomCard } from "./RoomCard";
import { useRooms } from "./use";

const NOON = 12;
const EVENING = 18;
const partOfDay = (hour: number): "morning" | "day" | "evening" => (hour < NOON ? "morning" : hour < EVENING ? "day" : "evening");

function Greeting(): ReactNode {
  const { t } = useTranslation("rooms");
  const now = useNow();
  const name = useMe().data?.name.trim().split(/\s+/u)[0] ?? "";
  const words = name === "" ? t("helloNobody") : t(`hello.${partOfDay(now.getHours())}`, { name });
  return (
    <header>
      <Title order={1} className={classes["hello"]}>
        <bdi>{words}</bdi>
      </Title>
      <p className={classes["lead"]}>{t("lead")}</p>
    </header>
  );
}

/** What other domains have to say on a session's card. */
type CardExtra = (roomId: string) => ReactNode;

interface ShelfProps {
  title: string;
  rooms: readonly Room[];
  cardExtra: CardExtra;
}

function Shelf({ title, rooms, cardExtra }: ShelfProps): ReactNode {
  if (rooms.length === 0) return null;
  return (
    <section className={classes["shelf"]} aria-label={title}>
      <p className={classes["shelfTitle"]} aria-hidden="true">
        {title}
      </p>
      {rooms.map((room) => (
        <RoomCard key={room.id} room={room} extra={cardExtra(room.id)} />
      ))}
    </section>
  );
}

function Empty(): ReactNode {
  const { t } = useTranslation("rooms");
  return (
    <div className={classes["empty"]}>
      <HarbourScene className={classes["emptyScene"]} />
      <Title order={3}>{t("list.empty")}</Title>
      <p className={classes["hint"]}>{t("list.emptyHint")}</p>
    </div>
  );
}

function Ended({ rooms, cardExtra }: Omit<ShelfProps, "title">): ReactNode {
  const { t } = useTranslation("rooms");
  const [isShown, setShown] = useState(false);
  if (rooms.length === 0) return null;
  return (
    <>
      <UnstyledButton className={classes["fold"]} aria-expanded={isShown} onClick={() => setShown(!isShown)}>
        {isShown ? t("list.hideEnded") : t("list.showEnded", { count: rooms.length })}
      </UnstyledButton>
      {isShown && <Shelf title={t("list.ended")} rooms={rooms} cardExtra={cardExtra} />}
    </>
  );
}

function RoomList({ cardExtra }: { cardExtra: CardExtra }): ReactNode {
  const { t } = useTranslation("rooms");
  const rooms = useRooms();
  if (rooms.isPending) return <Loading />;
  if (!rooms.data) return <Failed of={rooms} />;
  if (rooms.data.length === 0) return <Empty />;
  const { live, open, ended } = shelve(rooms.data);
  return (
    <>
      <Shelf title={t("list.live")} rooms={live} cardExtra={cardExtra} />
      <Shelf title={t("list.open")} rooms={open} cardExtra={cardExtra} />
      <Ended rooms={ended} cardExtra={cardExtra} />
    </>
  );
}

interface HomePageProps {
  /** What other domains have to say above the sessions. */
  top: ReactNode;
  cardExtra: CardExtra;
}

export function HomePage({ top, cardExtra }: HomePageProps): ReactNode {
  const { t } = useTranslation("rooms");
  useTitle(t("title"));
  return (
    <main className={classes["page"]} id="main">
      <VerifyBanner />
      <Greeting />
      {top}
      <div className={classes["columns"]}>
        <OpenRoomCard />
        <section className={classes["list"]} aria-labelledby="your-sessions">
          <Title order={2} id="your-sessions">
            {t("list.heading")}
          </Title>
          <RoomList cardExtra={cardExtra} />
        </section>
      </div>
    </main>
  );
}
