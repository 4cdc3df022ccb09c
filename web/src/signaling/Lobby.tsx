/** The place before the room: see and hear oneself, choose devices, know who is in, then go in. Asks for devices on a click only. */
import { Button, Title } from "@mantine/core";
import { Camera, Volume2 } from "lucide-react";
import { type ReactNode, Suspense, lazy, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { WaitingScene } from "../core/ui/scenes";
import { useTitle } from "../core/ui/useTitle";
import { LobbyLock } from "../secrecy/Lock";
import type { Protection } from "./socket";
import { CheckLink } from "./check/CheckLink";
import { RecordedNotice } from "../recordings/RecordedNotice";
import { DevicePicker } from "./DevicePicker";
import { DeviceToggle } from "./DeviceToggle";
import { DeviceProblems } from "./DeviceProblems";
import { mayPickSpeaker } from "./devices";
import classes from "./Lobby.module.css";
import { BehindPicker, VoicePicker } from "./effects/ChoicePicker";
import type { LocalMedia, LocalState } from "./local";
import { Picture } from "./Sight";
import { playChime } from "./chime";
import { useIsSilent, useLocal, useLoudness } from "./use";
import type { Visit } from "./visit";

const SinceLast = lazy(async () => ({ default: (await import("../boards/space/SinceLast")).SinceLast }));

interface LocalProps {
  local: LocalMedia;
  state: LocalState;
}

export function Preview({ local, state }: LocalProps): ReactNode {
  const { t } = useTranslation("signaling");
  const { microphone, camera, isAsked } = state;
  const whyNoPicture = !camera.isBusy ? t("lobby.off") : camera.device ? t("effects.loading") : t("lobby.starting");
  if (!isAsked) {
    return (
      <div className={classes["preview"]} data-asked="false">
        <WaitingScene className={classes["scene"]} />
        <Button size="lg" leftSection={<Camera size={20} aria-hidden="true" />} loading={camera.isBusy} onClick={() => void local.allow()} data-testid="lobby-allow">
          {t("lobby.allow")}
        </Button>
        <p className={classes["allowHint"]}>{t("lobby.allowHint")}</p>
      </div>
    );
  }
  return (
    <div className={classes["preview"]} data-asked="true" role="group" aria-label={t("lobby.preview")}>
      {camera.track ? <Picture track={camera.track} isMirrored /> : <p className={classes["off"]}>{whyNoPicture}</p>}
      <div className={classes["toggles"]}>
        <DeviceToggle kind="microphone" slot={microphone} onToggle={() => void local.toggle("microphone", !microphone.isOn)} />
        <DeviceToggle kind="camera" slot={camera} onToggle={() => void local.toggle("camera", !camera.isOn)} />
      </div>
    </div>
  );
}

function Level({ state }: { state: LocalState }): ReactNode {
  const { t } = useTranslation("signaling");
  const { track, isOn } = state.microphone;
  const loudness = useLoudness(isOn ? track : null);
  const isSilent = useIsSilent(loudness, isOn);
  if (!track) return null;
  return (
    <div>
      <meter className={classes["level"]} min={0} max={1} value={loudness} aria-label={t("lobby.level")} data-testid="mic-level" />
      <p className={classes["silent"]} role="status">
        {isSilent ? t("lobby.levelSilent") : ""}
      </p>
    </div>
  );
}

function SpeakerTest({ state }: { state: LocalState }): ReactNode {
  const { t } = useTranslation("signaling");
  const [isPlaying, setPlaying] = useState(false);
  const play = async (): Promise<void> => {
    setPlaying(true);
    await playChime(state.chosen.speaker);
    setPlaying(false);
  };
  return (
    <Button size="sm" variant="light" leftSection={<Volume2 size={18} aria-hidden="true" />} onClick={() => void play()} disabled={isPlaying} className={classes["test"]}>
      {isPlaying ? t("lobby.testing") : t("lobby.test")}
    </Button>
  );
}

export function Devices({ local, state }: LocalProps): ReactNode {
  if (!state.isAsked) return null;
  return (
    <div className={classes["devices"]}>
      <DevicePicker kind="microphone" local={local} state={state} />
      <Level state={state} />
      {state.microphone.track && <VoicePicker local={local} state={state} />}
      <DevicePicker kind="camera" local={local} state={state} />
      <BehindPicker local={local} state={state} />
      {mayPickSpeaker() && <DevicePicker kind="speaker" local={local} state={state} />}
      <SpeakerTest state={state} />
    </div>
  );
}

interface LobbyProps {
  visit: Visit;
  title: string;
  hostName: string | null;
  lead: string;
  protection: Protection;
  /** Who is in already; null when we may not know. */
  present: string | null;
  isJoining: boolean;
  onJoin: () => void;
}

export function Lobby({ visit, title, hostName, lead, present, protection, isJoining, onJoin }: LobbyProps): ReactNode {
  const { t } = useTranslation("signaling");
  const state = useLocal(visit);
  useTitle(title);
  useEffect(() => visit.prepare(), [visit]);
  const isBare = !state.microphone.track && !state.camera.track;
  return (
    <main className={classes["lobby"]} id="main">
      <Preview local={visit.local} state={state} />
      <section className={classes["side"]}>
        <header>
          <Title order={1} className={classes["title"]}>
            <bdi>{title}</bdi>
          </Title>
          {hostName && (
            <p className={classes["host"]}>
              <bdi>{t("lobby.hostedBy", { name: hostName })}</bdi>
            </p>
          )}
        </header>
        <p className={classes["lead"]}>{lead}</p>
        {present !== null && <p className={classes["present"]} data-testid="lobby-present">{present}</p>}
        {present !== null && (
          <Suspense fallback={null}>
            <SinceLast roomId={visit.roomId} />
          </Suspense>
        )}
        <LobbyLock protection={protection} isPossible={visit.call.secrecy.isPossible} />
        <RecordedNotice roomId={visit.roomId} />
        <DeviceProblems local={visit.local} state={state} />
        <Devices local={visit.local} state={state} />
        <Button size="xl" color="clay" variant={isBare ? "default" : "filled"} loading={isJoining} onClick={onJoin} data-testid="lobby-join" className={classes["join"]}>
          {isBare ? t("lobby.joinBare") : t("lobby.join")}
        </Button>
        <p className={classes["check"]}>
          <CheckLink roomId={visit.roomId} />
        </p>
      </section>
    </main>
  );
}
