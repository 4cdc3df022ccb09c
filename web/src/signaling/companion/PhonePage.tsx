/** A link from a call, opened on a phone: a second camera, or a pen on the board. Nothing is switched on before somebody chooses. */
import { Anchor, Button, Loader, UnstyledButton } from "@mantine/core";
import { Link, useLocation } from "@tanstack/react-router";
import { Camera, PenLine, SwitchCamera, X } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../accounts/use";
import { mayStayAwake, stayAwake } from "../../core/awake";
import { useSay } from "../../core/explain";
import { useStore } from "../../core/store";
import { Loading } from "../../core/ui/Loading";
import { Notice } from "../../core/ui/Notice";
import { Panel } from "../../core/ui/Panel";
import { AdriftScene, FarewellScene, HarbourScene } from "../../core/ui/scenes";
import { useTitle } from "../../core/ui/useTitle";
import { useDoor } from "../../rooms/use";
import { wayOf } from "../../secrecy/guard";
import type { CallView } from "../call";
import { Picture } from "../Sight";
import classes from "./Companion.module.css";
import { Companion, hasSeat } from "./companion";
import { secretIn } from "./squares";

interface ChoiceProps {
  roomId: string;
  /** Why it cannot be a camera; null: it can. */
  why: string | null;
  onCamera: () => void;
}

function PenChoice({ roomId }: { roomId: string }): ReactNode {
  const { t } = useTranslation("signaling");
  const isSignedIn = Boolean(useMe().data);
  const words = (
    <>
      <PenLine size={30} aria-hidden="true" />
      <strong>{t("companion.phone.pen")}</strong>
      <span>{t(isSignedIn ? "companion.phone.penHint" : "companion.phone.penSignIn")}</span>
    </>
  );
  if (isSignedIn) {
    return (
      <Link to="/s/$roomId/pen" params={{ roomId }} className={classes["choice"]} data-testid="phone-pen">
        {words}
      </Link>
    );
  }
  return (
    <div className={classes["choice"]} data-testid="phone-pen-signed-out">
      {words}
      <Anchor renderRoot={(props) => <Link to="/sign-in" search={{ next: `/s/${roomId}/pen` }} {...props} />}>{t("companion.phone.signIn")}</Anchor>
    </div>
  );
}

function Choices({ roomId, why, onCamera }: ChoiceProps): ReactNode {
  const { t } = useTranslation("signaling");
  return (
    <Panel title={t("companion.phone.title")} scene={<HarbourScene />} testId="phone-choices">
      <p>{t("companion.phone.lead")}</p>
      <div className={classes["choices"]}>
        <UnstyledButton className={classes["choice"]} onClick={onCamera} disabled={why !== null} data-testid="phone-camera">
          <Camera size={30} aria-hidden="true" />
          <strong>{t("companion.phone.camera")}</strong>
          <span>{why ?? t("companion.phone.cameraHint")}</span>
        </UnstyledButton>
        <PenChoice roomId={roomId} />
      </div>
    </Panel>
  );
}

function Over({ call }: Pick<CallView, "call">): ReactNode {
  const { t } = useTranslation("signaling");
  const say = useSay();
  const { ending, companionEnd, refusal } = call;
  if (ending === "refused" || ending === null) {
    return (
      <Panel title={t("companion.phone.refused")} scene={<AdriftScene />} testId="phone-refused">
        <Notice>{say(refusal)}</Notice>
      </Panel>
    );
  }
  return (
    <Panel title={t("companion.phone.over")} scene={<FarewellScene />} testId="phone-over">
      <p role="status" data-why={companionEnd ?? ending}>
        {t(`companion.phone.ended.${companionEnd ?? ending}`)}
      </p>
    </Panel>
  );
}

/** The same digits as in the call, where the session is encrypted end-to-end. */
function Safety({ companion, call }: { companion: Companion } & Pick<CallView, "call">): ReactNode {
  const { t } = useTranslation("signaling");
  const { code } = useStore(companion.call.secrecy.safety);
  if (call.protection !== "end_to_end" || code === null) return null;
  return (
    <p className={classes["safety"]}>
      {t("companion.phone.safety")} <bdi dir="ltr">{code.join(" ")}</bdi>
    </p>
  );
}

function useStanding({ phase, room }: CallView["call"], isStarting: boolean): { words: string; isLive: boolean } {
  const { t } = useTranslation("signaling");
  if (isStarting) return { words: t("companion.phone.starting"), isLive: false };
  if (phase === "live") return { words: t("companion.phone.live", { title: room?.title ?? "" }), isLive: true };
  return { words: t(phase === "reconnecting" ? "companion.phone.away" : "companion.phone.joining"), isLive: false };
}

function Showing({ companion, onAgain }: { companion: Companion; onAgain: () => void }): ReactNode {
  const { t } = useTranslation("signaling");
  const { call } = useStore(companion.call.view);
  const { track, isBusy, problem } = useStore(companion.camera.state).camera;
  const facing = useStore(companion.camera.facing);
  const { words, isLive } = useStanding(call, isBusy);
  useEffect(stayAwake, []);
  useTitle(t("companion.phone.camera"));
  return (
    <main className={classes["camera"]} id="main" data-testid="phone-showing" data-live={isLive && track !== null}>
      {track && <Picture track={track} isMirrored={facing === "user"} isWhole />}
      <p className={classes["standing"]} role="status" data-live={isLive}>
        {isLive ? <span className={classes["dot"]} aria-hidden="true" /> : <Loader size="xs" color="white" aria-hidden="true" />}
        <bdi>{words}</bdi>
      </p>
      {problem !== null && (
        <div className={classes["problem"]}>
          <Notice title={t("problem.camera")}>
            {t(`problem.${problem}`)}
            <Button size="xs" variant="default" mt="xs" onClick={onAgain}>
              {t("problem.retry")}
            </Button>
          </Notice>
        </div>
      )}
      <footer className={classes["bar"]}>
        <Safety companion={companion} call={call} />
        {!mayStayAwake() && <p className={classes["safety"]}>{t("companion.phone.dark")}</p>}
        <div className={classes["deeds"]}>
          <Button size="lg" variant="default" leftSection={<SwitchCamera size={20} aria-hidden="true" />} loading={isBusy} onClick={() => void companion.camera.turn()} data-testid="phone-turn">
            {t("companion.phone.turn")}
          </Button>
          <Button size="lg" color="clay" leftSection={<X size={20} aria-hidden="true" />} onClick={() => void companion.call.leave()} data-testid="phone-stop">
            {t("companion.phone.stop")}
          </Button>
        </div>
      </footer>
    </main>
  );
}

interface Stay {
  companion: Companion;
  /** Of the link; null: it comes back by its seat. */
  secret: string | null;
}

function AsCamera({ companion, secret }: Stay): ReactNode {
  const { call } = useStore(companion.call.view);
  const { call: session } = companion;
  const again = (): void => void (call.phase === "idle" ? companion.come(secret) : companion.camera.open());
  useEffect(() => void companion.come(secret), [companion, secret]);
  useEffect(() => {
    if (call.phase === "ended") companion.camera.close();
  }, [call.phase, companion]);
  useEffect(() => {
    // What only the browser tests read.
    Object.assign(window, { __ithaca: { peerConnections: () => session.peerConnections(), state: () => session.view.get().call } });
    return () => void Reflect.deleteProperty(window, "__ithaca");
  }, [session]);
  if (call.phase === "ended") return <Over call={call} />;
  return <Showing companion={companion} onAgain={again} />;
}

export function PhonePage({ roomId }: { roomId: string }): ReactNode {
  const { t } = useTranslation("signaling");
  const door = useDoor(roomId);
  const secret = secretIn(useLocation({ select: ({ hash }) => hash }));
  // A reload goes on where it was. The secret leaves the address once it is used; the stay began with it.
  const [stay, setStay] = useState<Stay | null>(() => (secret === null && hasSeat(roomId) ? { companion: new Companion(roomId), secret } : null));
  useEffect(() => () => stay?.companion.close(), [stay]);
  if (stay !== null) return <AsCamera {...stay} />;
  if (door.isPending) return <Loading />;
  const isSealed = door.data?.protection === "end_to_end" && wayOf(globalThis) === null;
  const why = secret === null ? t("companion.phone.noLink") : isSealed ? t("companion.phone.unable") : null;
  return <Choices roomId={roomId} why={why} onCamera={() => setStay({ companion: new Companion(roomId), secret })} />;
}
