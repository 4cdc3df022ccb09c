/** An invite link, opened: decides between lobby, knocking, room and ending. The link alone lets nobody in. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, Suspense, lazy, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../accounts/use";
import { Refused } from "../core/errors";
import { shownName } from "../core/names";
import { Store, useStore } from "../core/store";
import { FailedPage } from "../core/ui/FailedPage";
import { Loading } from "../core/ui/Loading";
import { Panel } from "../core/ui/Panel";
import { WaitingScene } from "../core/ui/scenes";
import { Routed } from "../core/ui/Way";
import { useIsAfter } from "../core/useIsAfter";
import { useNow } from "../core/useNow";
import { dayAndTime, timeOfDay } from "../core/when";
import { type Door, fetchRoom } from "../rooms/api";
import { useStraight } from "../rooms/straight";
import { useDoor } from "../rooms/use";
import { wayOf } from "../secrecy/guard";
import type { CallView } from "./call";
import { type Coming, useArrived, useComing, useDebugHandle } from "./coming";
import { farewellOfReload, noteOpened } from "./ending/farewell";
import { readGuestName } from "./guest";
import { HomeButton } from "./HomeButton";
import { Lobby } from "./Lobby";
import { readSeat } from "./seat";
import { GoingIn } from "./straight/StraightIn";
import { type Straight, useGoing } from "./straight/use";
import type { Asking, Visit } from "./visit";

/** The room is fetched while people look at themselves in the lobby, which is there sooner for it. */
const loadRoom = () => import("./Room");
const Room = lazy(async () => ({ default: (await loadRoom()).Room }));
/** So is what is shown after it: a session may end because there is no network any more. */
const loadEnd = () => import("./Ended");
const Ended = lazy(async () => ({ default: (await loadEnd()).Ended }));
const NoDoor = lazy(async () => ({ default: (await loadEnd()).NoDoor }));
const BookAgain = lazy(async () => ({ default: (await loadEnd()).BookAgain }));
const Knocking = lazy(async () => ({ default: (await import("./Knocking")).Knocking }));
const ROOM_AFTER_MS = 400;

function useRoomAhead(): void {
  useEffect(() => {
    // What cannot be loaded now is said when somebody goes in.
    const timer = setTimeout(() => void Promise.all([loadRoom(), loadEnd()]).catch(() => undefined), ROOM_AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
}

/** Who is already in, in words; null when only participants may know. */
function usePresent(door: Door): string | null {
  const { t, i18n } = useTranslation("signaling");
  const core = useTranslation("core");
  const room = useQuery({ queryKey: ["room", door.id], queryFn: () => fetchRoom(door.id), enabled: door.role !== "stranger", refetchInterval: 5_000 });
  if (!room.data) return null;
  const names = room.data.present.map(({ name }) => shownName(name, core.t("somebody")));
  return names.length === 0 ? t("lobby.inNobody") : t("lobby.inNow", { names: new Intl.ListFormat(i18n.language).format(names) });
}

/** What stands until the call behind the lobby has come. */
const NO_ANSWER = new Store<Asking>({ at: "door", error: null });
const NO_CALL = new Store<CallView | null>(null);

interface EntranceProps {
  coming: Coming;
  /** Null until it has come; who presses before waits for it. */
  visit: Visit | null;
  door: Door;
  isLobbyWished: boolean;
}

/** Going in by a click, or straight past the lobby. */
function useWayIn({ coming, visit, door, isLobbyWished }: EntranceProps): Straight & { isAdmitted: boolean; isJoining: boolean; join: () => void } {
  const asking = useStore(visit?.asking ?? NO_ANSWER);
  const straight = useStraight(useMe().data?.id ?? null);
  const [isJoining, setJoining] = useState(false);
  const isAdmitted = asking.at === "admitted";
  const join = (): void => {
    setJoining(true);
    void coming
      .visit()
      .then((come) => (isAdmitted ? come.call.join({ token: asking.token }) : come.joinAsParticipant()))
      // A call that does not come is said in place of the lobby.
      .catch(() => undefined)
      .finally(() => setJoining(false));
  };
  // Who cannot be encrypted end-to-end is to read it before they go in.
  const wish = isLobbyWished || wayOf(globalThis) === null ? null : straight;
  const going = useGoing({ local: coming.local, wish, isOpen: door.role !== "stranger" || isAdmitted, onGo: join });
  return { ...going, isAdmitted, isJoining, join };
}

interface AtLobbyProps {
  coming: Coming;
  door: Door;
  title: string;
  hostName: string;
  way: ReturnType<typeof useWayIn>;
}

function AtLobby({ coming, door, title, hostName, way: { isAdmitted, isJoining, hindrance, join } }: AtLobbyProps): ReactNode {
  const { t } = useTranslation("signaling");
  return (
    <Lobby
      roomId={door.id}
      local={coming.local}
      protection={door.protection}
      title={title}
      hindrance={hindrance}
      hostName={door.role === "host" ? null : hostName}
      lead={isAdmitted ? t("lobby.leadAdmitted", { name: hostName }) : t("lobby.lead")}
      present={usePresent(door)}
      isJoining={isJoining}
      onJoin={join}
    />
  );
}

function Entrance(props: EntranceProps): ReactNode {
  const { coming, visit, door } = props;
  const { t } = useTranslation("signaling");
  const signedInAs = useMe().data?.name ?? null;
  const way = useWayIn(props);
  useRoomAhead();
  useEffect(() => visit?.prepare(), [visit]);
  const title = door.title ?? t("session");
  const hostName = shownName(door.hostName, t("door.hostFallback"));
  if (way.isGoing) return <GoingIn title={title} onStop={way.isJoining ? null : way.stop} />;
  if (door.role !== "stranger" || way.isAdmitted) return <AtLobby coming={coming} door={door} title={title} hostName={hostName} way={way} />;
  return visit === null ? <Loading /> : <Knocking visit={visit} hostName={hostName} signedInAs={signedInAs} protection={door.protection} />;
}

function ComingBack(): ReactNode {
  const { t } = useTranslation("signaling");
  return (
    <Panel title={t("comingBack")}>
      <Loading />
    </Panel>
  );
}

/** The room as long as somebody is in it, and what comes after it. */
function Past({ visit, onAgain }: { visit: Visit; onAgain: () => void }): ReactNode {
  const me = useMe().data;
  const { call } = useStore(visit.call.view);
  return (
    <Suspense fallback={<ComingBack />}>
      <Routed>
        {call.phase === "ended" ? (
          <Ended call={call} roomId={visit.roomId} onAgain={onAgain} />
        ) : (
          <Room visit={visit} self={{ name: me?.name ?? readGuestName(), photoUrl: me?.photoUrl ?? null }} />
        )}
      </Routed>
    </Suspense>
  );
}

function Inside({ onAgain, ...entrance }: Omit<EntranceProps, "visit"> & { onAgain: () => void }): ReactNode {
  const { coming, door } = entrance;
  const visit = useArrived(coming.visit);
  const phase = useStore<CallView | null>(visit?.call.view ?? NO_CALL)?.call.phase ?? "idle";
  const [isResuming, setResuming] = useState(() => readSeat(door.id) !== null);
  useDebugHandle(visit);
  const isIn = phase !== "idle";
  useEffect(() => {
    if (isIn) void loadEnd().catch(() => undefined);
  }, [isIn]);
  useEffect(() => void visit?.resume().finally(() => setResuming(false)), [visit]);
  if (visit !== null && isIn && phase !== "joining") return <Past visit={visit} onAgain={onAgain} />;
  return isResuming ? <ComingBack /> : <Entrance visit={visit} {...entrance} />;
}

/** One visit per opening of the door; "again" is a new one. */
function Visiting(props: Pick<EntranceProps, "door" | "isLobbyWished"> & { onAgain: () => void }): ReactNode {
  const coming = useComing(props.door);
  return <Inside coming={coming} {...props} />;
}

/** Somebody who may come in, before anybody may. */
function Early({ opensAt }: { opensAt: string }): ReactNode {
  const { t, i18n } = useTranslation("signaling");
  const at = new Date(opensAt);
  const isToday = at.toDateString() === useNow().toDateString();
  return (
    <Panel title={t("door.early")} scene={<WaitingScene />} testId="door-early">
      <p>{isToday ? t("door.earlyAt", { time: timeOfDay(at, i18n.language) }) : t("door.earlyOn", { when: dayAndTime(at, i18n.language) })}</p>
      <HomeButton />
    </Panel>
  );
}

/** The door is there: it may be over, not open yet, or the way in. */
function Opened({ door, hostName, isLobbyWished, onLook }: Pick<EntranceProps, "door" | "isLobbyWished"> & { hostName: string; onLook: () => Promise<unknown> }): ReactNode {
  const isOpen = useIsAfter(door.opensAt);
  const [visits, setVisits] = useState(0);
  const [before, setBefore] = useState(() => farewellOfReload(door.id));
  useEffect(noteOpened, []);
  const again = (): void => {
    void onLook().finally(() => {
      setBefore(null);
      setVisits((count) => count + 1);
    });
  };
  if (before !== null) {
    return (
      <Routed>
        <Ended call={{ ending: before.ending, refusal: null }} roomId={door.id} onAgain={again} />
      </Routed>
    );
  }
  if (!door.isOpen) {
    return (
      <NoDoor word="ended" hostName={hostName}>
        {door.role === "participant" && (
          <Routed>
            <BookAgain roomId={door.id} />
          </Routed>
        )}
      </NoDoor>
    );
  }
  if (!isOpen && door.opensAt !== null) return <Early opensAt={door.opensAt} />;
  return <Visiting key={visits} door={door} isLobbyWished={isLobbyWished} onAgain={again} />;
}

interface DoorPageProps {
  roomId: string;
  /** They would go straight in, and want to see to their devices first. */
  isLobbyWished: boolean;
}

export function DoorPage(props: DoorPageProps): ReactNode {
  return (
    <Suspense fallback={<Loading />}>
      <AtDoor {...props} />
    </Suspense>
  );
}

function AtDoor({ roomId, isLobbyWished }: DoorPageProps): ReactNode {
  const { t } = useTranslation("signaling");
  const me = useMe();
  const door = useDoor(roomId);
  const hostName = shownName(door.data?.hostName, t("door.hostFallback"));
  if (door.error instanceof Refused && [404, 422].includes(door.error.status)) return <NoDoor word="gone" hostName={hostName} />;
  if (door.error && !door.data) return <FailedPage of={door} />;
  if (!door.data || me.isPending) return <Loading />;
  return <Opened door={door.data} hostName={hostName} isLobbyWished={isLobbyWished} onLook={door.refetch} />;
}
