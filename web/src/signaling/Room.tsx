/** The session itself: stage, bar, people, and every word about the connection. */
import { Button } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { CloudOff, VolumeX, WifiOff } from "lucide-react";
import { type ReactNode, Suspense, lazy, useCallback, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { shownName } from "../core/names";
import { Mark } from "../core/ui/Brand";
import { useTitle } from "../core/ui/useTitle";
import { CameraAdvice } from "../quality/CameraAdvice";
import { AidBanners, AidQuestions } from "./aids/AidBanners";
import { AidLayer } from "./aids/AidLayer";
import { useAids } from "./aids/use";
import { useBell } from "./bell";
import type { CallView } from "./call";
import { ClockNotes } from "./clock/ClockNotes";
import { SessionClock } from "./clock/SessionClock";
import { CompanionDialog } from "./companion/CompanionDialog";
import { Controls } from "./Controls";
import { DeviceProblems } from "./DeviceProblems";
import { NextDialog } from "./ending/NextPart";
import type { RoomDeed } from "./keys/model";
import { KeysDialog } from "./keys/KeysDialog";
import { useShortcuts } from "./keys/use";
import { speakerOf } from "./hotswap";
import { KnockToast } from "./Knocks";
import type { LocalMedia, LocalState } from "./local";
import type { CallState } from "./model";
import { NowPlaying, PlayedSounds } from "./NowPlaying";
import { PeoplePanel } from "./PeoplePanel";
import { AskDialog, Recording } from "./Recording";
import { mayAsk } from "./recording";
import type { KeptKind } from "./socket";
import classes from "./Room.module.css";
import { Protection, useProtectionNotices } from "./Protection";
import { Stage } from "./Stage";
import { castOf } from "./stage";
import type { TalkOf } from "../boards/space/SidePanels";
import { PanelButtons } from "./PanelButtons";
import { type Panels, usePanels } from "./panels";
import { useAnnouncements, useCallView, useLocal } from "./use";
import type { Visit } from "./visit";

/** Nothing of a document is loaded before somebody opens one. */
const SidePanels = lazy(async () => ({ default: (await import("../boards/space/SidePanels")).SidePanels }));

const Talk = lazy(async () => ({ default: (await import("../chat/Talk")).Talk }));
const talkOf: TalkOf = (talk) => <Talk {...talk} isBare />;

function Side({ session, layout, toggle, stage }: Panels): ReactNode {
  if (session === null || layout.open.length === 0) return null;
  return (
    <Suspense fallback={null}>
      <SidePanels session={session} layout={layout} onToggle={toggle} onStage={stage} talk={talkOf} />
    </Suspense>
  );
}

interface BannersProps {
  view: CallView;
  local: LocalMedia;
  isCameraOn: boolean;
  isBlocked: boolean;
  onUnlock: () => void;
}

function Banners({ view, local, isCameraOn, isBlocked, onUnlock }: BannersProps): ReactNode {
  const { t } = useTranslation("signaling");
  const { phase, isServerRestarting } = view.call;
  if (phase === "reconnecting") {
    return (
      <p className={classes["banner"]} data-testid="reconnecting">
        <WifiOff size={18} aria-hidden="true" />
        {isServerRestarting ? t("room.restarting") : t("room.reconnectingYou")}
      </p>
    );
  }
  if (!view.isFlowing) {
    return (
      <p className={classes["banner"]} role="status">
        <CloudOff size={18} aria-hidden="true" />
        {t("room.mediaLost")}
      </p>
    );
  }
  const own = view.call.badges[view.call.selfId ?? ""] ?? null;
  if (!isBlocked) return <CameraAdvice badge={own} isCameraOn={isCameraOn} onDo={() => void local.toggle("camera", false)} />;
  return (
    <div className={classes["banner"]} role="status">
      <VolumeX size={18} aria-hidden="true" />
      {t("room.audioBlocked")}
      <Button size="xs" color="clay" onClick={onUnlock}>
        {t("room.audioUnlock")}
      </Button>
    </div>
  );
}

function LiveRegion({ view }: { view: CallView }): ReactNode {
  const { t } = useTranslation("signaling");
  const { t: somebody } = useTranslation("core");
  const { t: recordings } = useTranslation("recordings");
  const news = useAnnouncements(view.call);
  const said = useMemo(
    () =>
      news.map((item) => ({
        word: item.word,
        said: item.word === "record" ? recordings(`announce.${item.how}`) : item.word === "keepText" ? recordings(`text.announce.${item.how}`) : t(`announce.${item.word}`, { name: "name" in item ? shownName(item.name, somebody("somebody")) : "", reaction: item.word === "reacts" ? t(`aids.reaction.${item.reaction}`) : "" }),
      })),
    [news, t, somebody, recordings],
  );
  useProtectionNotices(said);
  return (
    <p className={classes["spoken"]} role="log" aria-live="polite" data-testid="announcements">
      {said.map((item) => item.said).join(" ")}
    </p>
  );
}

interface RoomProps {
  visit: Visit;
  self: { name: string; photoUrl: string | null };
}

/** Which panels are open, and what a key or button does. */
function useDeeds(visit: Visit): { isPeopleOpen: boolean; isPhoneOpen: boolean; isSelfHidden: boolean; isHelpOpen: boolean; asked: KeptKind | null; onAsked: () => void; onDeed: (deed: RoomDeed) => void; onTalk: (isHeld: boolean) => void } {
  const [isPeopleOpen, setPeopleOpen] = useState(false);
  const [isSelfHidden, setSelfHidden] = useState(false);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const [isPhoneOpen, setPhoneOpen] = useState(false);
  const [asked, setAsked] = useState<KeptKind | null>(null);
  const isTalking = useRef(false);
  const { local } = visit;
  const deeds: Record<RoomDeed, () => void> = {
    microphone: () => void local.toggle("microphone", !local.state.get().microphone.isOn),
    camera: () => void local.toggle("camera", !local.state.get().camera.isOn),
    share: () => (local.state.get().screen.isOn ? local.unshare() : void local.share()),
    people: () => setPeopleOpen((isOpen) => !isOpen),
    hideSelf: () => setSelfHidden((isHidden) => !isHidden),
    help: () => setHelpOpen((isOpen) => !isOpen),
    record: () => setAsked("media"),
    keepText: () => setAsked("text"),
    phone: () => setPhoneOpen((isOpen) => !isOpen),
  };
  const onTalk = (isHeld: boolean): void => {
    const isOn = local.state.get().microphone.isOn;
    if (isHeld ? isOn : !isTalking.current) return;
    isTalking.current = isHeld;
    void local.toggle("microphone", isHeld);
  };
  return { isPeopleOpen, isPhoneOpen, isSelfHidden, isHelpOpen, asked, onAsked: () => setAsked(null), onDeed: (deed) => deeds[deed](), onTalk };
}

/** The title of the tab, with those who wait at the door, who are heard as well. */
function useDoorway({ room, knocks }: CallState, local: LocalState): void {
  const { t } = useTranslation("signaling");
  const title = room?.title ?? t("session");
  useTitle(knocks.length > 0 ? t("room.waitingTab", { count: knocks.length, title }) : title);
  useBell(knocks, speakerOf(local.devices, local.chosen));
}

export function Room({ visit, self }: RoomProps): ReactNode {
  const { t } = useTranslation("signaling");
  const say = useSay();
  const view = useCallView(visit);
  const local = useLocal(visit);
  const { isPeopleOpen, isPhoneOpen, isSelfHidden, isHelpOpen, asked, onAsked, onDeed, onTalk } = useDeeds(visit);
  const [isBlocked, setBlocked] = useState(false);
  const [unlocks, setUnlocks] = useState(0);
  const isNarrow = useMediaQuery("(max-width: 40rem)") ?? false;
  const panels = usePanels(visit.roomId, view.call.role !== "guest");
  const aids = useAids(visit, view, local);
  useShortcuts({ onDeed, onAid: aids.onDeed, onTalk });
  const { call } = view;
  const [isNextOpen, setNextOpen] = useState(false);
  const { session } = panels;
  const speaker = speakerOf(local.devices, local.chosen);
  const openNext = (): void => setNextOpen(true);
  useDoorway(call, local);
  const cast = castOf(call, { ...self, isMicrophoneOn: local.microphone.isOn, isSharing: local.screen.isOn });
  const inviteUrl = `${window.location.origin}/s/${visit.roomId}`;
  const onBlocked = useCallback(() => setBlocked(true), []);
  const onHeight = useCallback((id: string, px: number) => visit.call.setHeight(id, px), [visit]);
  const onPin = useCallback((peerId: string | null) => visit.call.pin(peerId), [visit]);
  const complain = (error: unknown): void => void notifications.show({ message: say(error), color: "clay" });
  const onAnswer = (knockId: string, isAdmitted: boolean): void => void visit.call.answerKnock(knockId, isAdmitted).catch(complain);
  const play = (file: File): Promise<void> => visit.call.play(file, t("playing.tooLarge")).catch(complain);
  const takeAway = (): void => void visit.call.endCompanion().catch(complain);
  const unlock = (): void => {
    setBlocked(false);
    setUnlocks((count) => count + 1);
  };
  return (
    <main className={classes["room"]} id="main" data-testid="room">
      <header className={classes["head"]}>
        <Mark size={26} />
        <h1 className={classes["title"]}>
          <bdi>{call.room?.title}</bdi>
        </h1>
        <SessionClock visit={visit} told={call.clock} session={session} look={aids.look} speaker={speaker} onNext={openNext} />
        <Protection visit={visit} call={call} onFailed={complain} />
        <NowPlaying call={call} onStop={(id) => void visit.call.stopPlaying(id).catch(complain)} />
        <Recording visit={visit} call={call} />
        <AidBanners aids={aids} call={call} state={local} />
        <div className={classes["banners"]} aria-live="assertive">
          <Banners view={view} local={visit.local} isCameraOn={local.camera.isOn} isBlocked={isBlocked} onUnlock={unlock} />
        </div>
      </header>
      <div className={classes["middle"]} data-side={panels.layout.open.length > 0}>
        <Stage strip={panels.strip} cast={cast} view={view} local={local} layout={aids.look.layout} isSelfHidden={isSelfHidden} inviteUrl={inviteUrl} unlocks={unlocks} onBlocked={onBlocked} onHeight={onHeight} onPin={onPin} />
        <Side {...panels} />
        {isPeopleOpen ? (
          <PeoplePanel people={cast.people} cameras={cast.cameras} onTakeAway={takeAway} knocks={call.knocks} isHost={call.role === "host"} onLowerHand={(peerId) => void visit.call.lowerHand(peerId).catch(complain)} inviteUrl={cast.people.length > 1 ? inviteUrl : null} onAnswer={onAnswer} onRemove={(peerId) => void visit.call.removePeer(peerId).catch(complain)} onClose={() => onDeed("people")} />
        ) : (
          <KnockToast knocks={call.knocks} onAnswer={onAnswer} />
        )}
        <div className={classes["problems"]}>
          <DeviceProblems local={visit.local} state={local} />
          <AidQuestions aids={aids} call={call} local={visit.local} state={local} />
          <ClockNotes told={call.clock} session={session} roomId={visit.roomId} isSignedIn={call.role !== "guest"} onNext={openNext} />
        </div>
        <AidLayer aids={aids} visit={visit} view={view} local={local} />
      </div>
      <Controls aids={aids} local={visit.local} state={local} peopleCount={cast.people.length} knockCount={isPeopleOpen ? 0 : call.knocks.length} isPeopleOpen={isPeopleOpen} isSelfHidden={isSelfHidden} isNarrow={isNarrow} inviteUrl={inviteUrl} mayKeep={call.role === "host" ? mayAsk(call) : []} onDeed={onDeed} onPlay={call.role === "host" ? play : null} isSealed={call.protection === "end_to_end"} onLeave={() => void visit.call.leave()} panels={<PanelButtons kinds={panels.kinds} open={panels.layout.open} isNarrow={isNarrow} onToggle={panels.toggle} />} />
      <CompanionDialog visit={visit} call={call} isOpen={isPhoneOpen} onClose={() => onDeed("phone")} onTakeAway={takeAway} />
      <KeysDialog roomId={visit.roomId} isOpen={isHelpOpen} onClose={() => onDeed("help")} />
      <PlayedSounds view={view} speaker={speaker} unlocks={unlocks} onBlocked={onBlocked} />
      <NextDialog session={session} isOpen={isNextOpen} onClose={() => setNextOpen(false)} />
      <AskDialog visit={visit} kind={asked} onClose={onAsked} />
      <LiveRegion view={view} />
    </main>
  );
}
