/** The place before the room: see and hear oneself, choose devices, know who is in, then go in. Asks for devices on a click only. */
import { Button, Title } from "@mantine/core";
import { Camera } from "lucide-react";
import { type ReactNode, Suspense, lazy, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useStore } from "../core/store";
import { WaitingScene } from "../core/ui/scenes";
import { useTitle } from "../core/ui/useTitle";
import { wayOf } from "../secrecy/guard";
import { LobbyLock } from "../secrecy/Lock";
import type { Protection } from "./socket";
import { CheckLink } from "./check/CheckLink";
import { RecordedNotice } from "../recordings/RecordedNotice";
import { DeviceProblems } from "./DeviceProblems";
import classes from "./Lobby.module.css";
import type { LocalMedia } from "./local";
import type { LocalProps } from "./LobbyDevices";
import { Picture } from "./Sight";
import type { Hindrance } from "./straight/going";
import { StraightTick, WhyHere } from "./straight/StraightIn";
import { useStraightChoice } from "./straight/use";

const SinceLast = lazy(async () => ({ default: (await import("../boards/space/SinceLast")).SinceLast }));

/** What is chosen once somebody is seen and heard weighs more than the lobby, and is fetched when that stands. */
const loadDevices = () => import("./LobbyDevices");
const Toggles = lazy(async () => ({ default: (await loadDevices()).Toggles }));
const Chosen = lazy(async () => ({ default: (await loadDevices()).Chosen }));

export function Preview({ local, state }: LocalProps): ReactNode {
  const { t } = useTranslation("signaling");
  const { camera, isAsked } = state;
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
        <Suspense fallback={null}>
          <Toggles local={local} state={state} />
        </Suspense>
      </div>
    </div>
  );
}

export function Devices({ local, state }: LocalProps): ReactNode {
  useEffect(() => {
    // What cannot be loaded now is said when somebody is to choose.
    void loadDevices().catch(() => undefined);
  }, []);
  return (
    state.isAsked && (
      <Suspense fallback={null}>
        <Chosen local={local} state={state} />
      </Suspense>
    )
  );
}

interface LobbyProps {
  roomId: string;
  local: LocalMedia;
  title: string;
  hostName: string | null;
  lead: string;
  protection: Protection;
  /** Who is in already; null when we may not know. */
  present: string | null;
  /** Why they did not go straight in. */
  hindrance: Hindrance | null;
  isJoining: boolean;
  onJoin: () => void;
}

/** The tick is kept when they go in, with what is on then; taken away at once. */
function useTick(local: LocalMedia, isBare: boolean): { tick: ReactNode; keep: () => void } {
  const choice = useStraightChoice(local);
  const [isTicked, setTicked] = useState(choice?.isOn ?? false);
  if (choice === null || (isBare && !isTicked)) return { tick: null, keep: () => undefined };
  const change = (isOn: boolean): void => {
    setTicked(isOn);
    if (!isOn) choice.set(false);
  };
  return { tick: <StraightTick isOn={isTicked} onChange={change} />, keep: () => isTicked && choice.set(true) };
}

export function Lobby({ roomId, local, title, hostName, lead, present, protection, hindrance, isJoining, onJoin }: LobbyProps): ReactNode {
  const { t } = useTranslation("signaling");
  const state = useStore(local.state);
  useTitle(title);
  const isBare = !state.microphone.track && !state.camera.track;
  const { tick, keep } = useTick(local, isBare);
  const join = (): void => {
    // Nothing is on because nothing could be: that is not what they want next time.
    if (!isBare) keep();
    onJoin();
  };
  return (
    <main className={classes["lobby"]} id="main">
      <Preview local={local} state={state} />
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
        <WhyHere hindrance={hindrance} />
        <p className={classes["lead"]}>{lead}</p>
        {present !== null && <p className={classes["present"]} data-testid="lobby-present">{present}</p>}
        {present !== null && (
          <Suspense fallback={null}>
            <SinceLast roomId={roomId} />
          </Suspense>
        )}
        <LobbyLock protection={protection} isPossible={wayOf(globalThis) !== null} />
        <RecordedNotice roomId={roomId} />
        <DeviceProblems local={local} state={state} />
        <Devices local={local} state={state} />
        {tick}
        <Button size="xl" color="clay" variant={isBare ? "default" : "filled"} loading={isJoining} onClick={join} data-testid="lobby-join" className={classes["join"]}>
          {isBare ? t("lobby.joinBare") : t("lobby.join")}
        </Button>
        <p className={classes["check"]}>
          <CheckLink roomId={roomId} />
        </p>
      </section>
    </main>
  );
}
