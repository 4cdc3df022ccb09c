/** An invite link, opened: decides between lobby, knocking, room and ending. The link alone lets nobody in. */
import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, Suspense, lazy, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../accounts/use";
import { useSay } from "../core/explain";
import { Refused } from "../core/errors";
import { shownName } from "../core/names";
import { Store, useStore } from "../core/store";
import { Loading } from "../core/ui/Loading";
import { Notice } from "../core/ui/Notice";
import { Panel } from "../core/ui/Panel";
import { AdriftScene, WaitingScene } from "../core/ui/scenes";
import { Routed } from "../core/ui/Way";
import { useIsAfter } from "../core/useIsAfter";
import { useNow } from "../core/useNow";
import { dayAndTime, timeOfDay } from "../core/when";
import { type Door, fetchRoom } from "../rooms/api";
import { useDoor } from "../rooms/use";
import type { CallView } from "./call";
import { type Coming, useArrived, useComing, useDebugHandle } from "./coming";
import { farewellOfReload, noteOpened } from "./ending/farewell";
import { readGuestName } from "./guest";
import { HomeButton } from "./HomeButton";
import { Lobby } from "./Lobby";
import { readSeat } from "./seat";
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
const NO_CALL = { call: { phase: "idle" } } as const;
const BEFORE_CALLS = new Store(NO_CALL);

interface EntranceProps {
  coming: Coming;
  /** Null until it has come; who presses before waits for it. */
  visit: Visit | null;
  door: Door;
}

/** Going in, as soon as the call has come. `token`: of whoever was let in; null for those who need nobody's leave. */
function useJoining(coming: Coming, token: string | null): { isJoining: boolean; join: () => void } {
  const [isJoining, setJoining] = useState(false);
  const join = (): void => {
    setJoining(true);
    void coming
      .visit()
      .then((visit) => (token === null ? visit.joinAsParticipant() : visit.call.join({ token })))
      // A call that does not come is said in place of the lobby.
      .catch(() => undefined)
      .finally(() => setJoining(false));
  };
  return { isJoining, join };
}

function Entrance({ coming, visit, door }: EntranceProps): ReactNode {
  const { t } = useTranslation("signaling");
  const me = useMe().data;
  const asking = useStore<Asking>(visit?.asking ?? NO_ANSWER);
  useRoomAhead();
  const hostName = shownName(door.hostName, t("door.hostFallback"));
  const token = asking.at === "admitted" ? asking.token : null;
  if (door.role !== "stranger" || token !== null) return <Opening coming={coming} visit={visit} door={door} token={token} hostName={hostName} />;
  return visit === null ? <Loading /> : <Knocking visit={visit} hostName={hostName} signedInAs={me?.name ?? null} protection={door.protection} />;
}

function Opening({ coming, visit, door, token, hostName }: EntranceProps & { token: string | null; hostName: string }): ReactNode {
  const { t } = useTranslation("signaling");
  const present = usePresent(door);
  const { isJoining, join } = useJoining(coming, token);
  useEffect(() => visit?.prepare(), [visit]);
  return (
    <Lobby
      roomId={door.id}
      local={coming.local}
      protection={door.protection}
      title={door.title ?? t("session")}
      hostName={door.role === "host" ? null : hostName}
      lead={token === null ? t("lobby.lead") : t("lobby.leadAdmitted", { name: hostName })}
      present={present}
      isJoining={isJoining}
      onJoin={join}
    />
  );
}

function ComingBack(): ReactNode {
  const { t } = useTranslation("signaling");
  return (
    <Panel title={t("comingBack")}>
      <Loading />
    </Panel>
  );
}

/** Whether a tab that sat in this session before a reload is still on its way back. */
function useResuming(visit: Visit | null, roomId: string): boolean {
  const [isResuming, setResuming] = useState(() => readSeat(roomId) !== null);
  useEffect(() => void visit?.resume().finally(() => setResuming(false)), [visit]);
  return isResuming;
}

function InRoom({ visit }: { visit: Visit }): ReactNode {
  const me = useMe().data;
  return (
    <Suspense fallback={<ComingBack />}>
      <Routed>
        <Room visit={visit} self={{ name: me?.name ?? readGuestName(), photoUrl: me?.photoUrl ?? null }} />
      </Routed>
    </Suspense>
  );
}

function Inside({ coming, door, onAgain }: { coming: Coming; door: Door; onAgain: () => void }): ReactNode {
  const visit = useArrived(coming.visit);
  const { call } = useStore<Pick<CallView, "call"> | typeof NO_CALL>(visit?.call.view ?? BEFORE_CALLS);
  const isResuming = useResuming(visit, door.id);
  useDebugHandle(visit);
  const isIn = call.phase !== "idle";
  useEffect(() => {
    if (isIn) void loadEnd().catch(() => undefined);
  }, [isIn]);
  if (visit && (call.phase === "live" || call.phase === "reconnecting")) return <InRoom visit={visit} />;
  if (call.phase === "ended") {
    return (
      <Routed>
        <Ended call={call} roomId={door.id} onAgain={onAgain} />
      </Routed>
    );
  }
  return isResuming ? <ComingBack /> : <Entrance coming={coming} visit={visit} door={door} />;
}

/** One visit per opening of the door; "again" is a new one. */
function Visiting({ door, onAgain }: { door: Door; onAgain: () => void }): ReactNode {
  const coming = useComing(door);
  return <Inside coming={coming} door={door} onAgain={onAgain} />;
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
function Opened({ door, hostName, onLook }: { door: Door; hostName: string; onLook: () => Promise<unknown> }): ReactNode {
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
  return <Visiting key={visits} door={door} onAgain={again} />;
}

export function DoorPage({ roomId }: { roomId: string }): ReactNode {
  return (
    <Suspense fallback={<Loading />}>
      <AtDoor roomId={roomId} />
    </Suspense>
  );
}

function AtDoor({ roomId }: { roomId: string }): ReactNode {
  const { t } = useTranslation("signaling");
  const core = useTranslation("core");
  const say = useSay();
  const me = useMe();
  const door = useDoor(roomId);
  const hostName = shownName(door.data?.hostName, t("door.hostFallback"));
  if (door.error instanceof Refused && [404, 422].includes(door.error.status)) return <NoDoor word="gone" hostName={hostName} />;
  if (door.error && !door.data) {
    return (
      <Panel title={t("door.unreachable")} scene={<AdriftScene />}>
        <Notice>{say(door.error)}</Notice>
        <Button onClick={() => void door.refetch()}>{core.t("retry")}</Button>
      </Panel>
    );
  }
  if (!door.data || me.isPending) return <Loading />;
  return <Opened door={door.data} hostName={hostName} onLook={door.refetch} />;
}
