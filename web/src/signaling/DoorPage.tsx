/** An invite link, opened: decides between lobby, knocking, room and ending. The link alone lets nobody in. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, Suspense, lazy, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../accounts/use";
import { Refused } from "../core/errors";
import { shownName } from "../core/names";
import { useStore } from "../core/store";
import { FailedPage } from "../core/ui/FailedPage";
import { Loading } from "../core/ui/Loading";
import { Panel } from "../core/ui/Panel";
import { WaitingScene } from "../core/ui/scenes";
import { useIsAfter } from "../core/useIsAfter";
import { useNow } from "../core/useNow";
import { dayAndTime, timeOfDay } from "../core/when";
import { type Door, fetchRoom } from "../rooms/api";
import { useDoor } from "../rooms/use";
import { farewellOfReload, noteOpened } from "./ending/farewell";
import { readGuestName } from "./guest";
import { HomeButton } from "./HomeButton";
import { Lobby } from "./Lobby";
import { useCallView, useDebugHandle } from "./use";
import { Visit } from "./visit";

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

function Entrance({ visit, door }: { visit: Visit; door: Door }): ReactNode {
  const { t } = useTranslation("signaling");
  const me = useMe().data;
  const asking = useStore(visit.asking);
  const present = usePresent(door);
  const [isJoining, setJoining] = useState(false);
  useRoomAhead();
  const hostName = shownName(door.hostName, t("door.hostFallback"));
  const isAdmitted = asking.at === "admitted";
  if (door.role === "stranger" && !isAdmitted) return <Knocking visit={visit} hostName={hostName} signedInAs={me?.name ?? null} protection={door.protection} />;
  const join = (): void => {
    setJoining(true);
    void (isAdmitted ? visit.call.join({ token: asking.token }) : visit.joinAsParticipant()).finally(() => setJoining(false));
  };
  return (
    <Lobby
      visit={visit}
      protection={door.protection}
      title={door.title ?? t("session")}
      hostName={door.role === "host" ? null : hostName}
      lead={isAdmitted ? t("lobby.leadAdmitted", { name: hostName }) : t("lobby.lead")}
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

function Inside({ visit, door, onAgain }: { visit: Visit; door: Door; onAgain: () => void }): ReactNode {
  const me = useMe().data;
  const { call } = useCallView(visit);
  const [isResuming, setResuming] = useState(true);
  useDebugHandle(visit);
  const isIn = call.phase !== "idle";
  useEffect(() => {
    if (isIn) void loadEnd().catch(() => undefined);
  }, [isIn]);
  useEffect(() => void visit.resume().finally(() => setResuming(false)), [visit]);
  if (call.phase === "live" || call.phase === "reconnecting") {
    return (
      <Suspense fallback={<ComingBack />}>
        <Room visit={visit} self={{ name: me?.name ?? readGuestName(), photoUrl: me?.photoUrl ?? null }} />
      </Suspense>
    );
  }
  if (call.phase === "ended") return <Ended call={call} roomId={door.id} onAgain={onAgain} />;
  return isResuming ? <ComingBack /> : <Entrance visit={visit} door={door} />;
}

/** One visit per opening of the door; "again" is a new one. */
function Visiting({ door, onAgain }: { door: Door; onAgain: () => void }): ReactNode {
  const [visit, setVisit] = useState<Visit | null>(null);
  useEffect(() => {
    const opened = new Visit(door.id, door.role !== "stranger");
    setVisit(opened);
    return () => opened.close();
    // The role may change while inside: a knocker who was admitted is a participant from then on.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [door.id]);
  return visit && <Inside visit={visit} door={door} onAgain={onAgain} />;
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
  if (before !== null) return <Ended call={{ ending: before.ending, refusal: null }} roomId={door.id} onAgain={again} />;
  if (!door.isOpen) {
    return (
      <NoDoor word="ended" hostName={hostName}>
        {door.role === "participant" && <BookAgain roomId={door.id} />}
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
  const me = useMe();
  const door = useDoor(roomId);
  const hostName = shownName(door.data?.hostName, t("door.hostFallback"));
  if (door.error instanceof Refused && [404, 422].includes(door.error.status)) return <NoDoor word="gone" hostName={hostName} />;
  if (door.error && !door.data) return <FailedPage of={door} />;
  if (!door.data || me.isPending) return <Loading />;
  return <Opened door={door.data} hostName={hostName} onLook={door.refetch} />;
}
