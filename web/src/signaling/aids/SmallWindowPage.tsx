/** What is in the small window: the picture that matters most, and the buttons one needs at once. No Mantine: its parts live in the other page. */
import { Camera, CameraOff, Maximize2, Mic, MicOff, PhoneOff } from "lucide-react";
import { type ReactNode, useState } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import { shownName } from "../../core/names";
import { Portrait } from "../../core/ui/Portrait";
import type { CallView } from "../call";
import type { LocalState } from "../local";
import { isSpeaking } from "../model";
import { Picture } from "../Sight";
import type { Visit } from "../visit";
import classes from "./SmallWindow.module.css";
import { featuredTrack } from "./smallWindow";

interface SmallWindowPageProps {
  visit: Visit;
  view: CallView;
  local: LocalState;
  body: HTMLElement;
  onClose: () => void;
}

function Face({ view }: { view: CallView }): ReactNode {
  const { t } = useTranslation("core");
  const { call } = view;
  const track = featuredTrack(view);
  const [first] = call.peers;
  const peer = call.peers.find(({ peerId }) => peerId === (call.pinnedId ?? call.lastSpeakerId)) ?? first;
  if (track) return <Picture key={track.id} track={track} isWhole />;
  return <div className={classes["portrait"]}>{peer && <Portrait name={shownName(peer.name, t("somebody"))} photoUrl={peer.photoUrl} size="5rem" />}</div>;
}

export function SmallWindowPage({ visit, view, local, body, onClose }: SmallWindowPageProps): ReactNode {
  const { t } = useTranslation("signaling");
  const [isLeaving, setLeaving] = useState(false);
  const { microphone, camera } = local;
  const [MicIcon, CameraIcon] = [microphone.isOn ? Mic : MicOff, camera.isOn ? Camera : CameraOff];
  const leave = (): void => {
    setLeaving(true);
    void visit.call.leave();
  };
  const isHeard = view.call.peers.some(({ peerId }) => isSpeaking(view.call, peerId));
  return createPortal(
    <main className={classes["window"]} aria-label={t("aids.window.label")} data-speaking={isHeard}>
      <Face view={view} />
      <div className={classes["bar"]} role="toolbar" aria-label={t("session")}>
        <button type="button" data-on={microphone.isOn} aria-pressed={microphone.isOn} aria-label={t(`toggle.microphone${microphone.isOn ? "On" : "Off"}`)} onClick={() => void visit.local.toggle("microphone", !microphone.isOn)}>
          <MicIcon size={19} aria-hidden="true" />
        </button>
        <button type="button" data-on={camera.isOn} aria-pressed={camera.isOn} aria-label={t(`toggle.camera${camera.isOn ? "On" : "Off"}`)} onClick={() => void visit.local.toggle("camera", !camera.isOn)}>
          <CameraIcon size={19} aria-hidden="true" />
        </button>
        <button type="button" data-on aria-label={t("aids.window.back")} onClick={onClose}>
          <Maximize2 size={18} aria-hidden="true" />
        </button>
        <button type="button" data-leave aria-label={t("toggle.leave")} onClick={leave} disabled={isLeaving}>
          <PhoneOff size={19} aria-hidden="true" />
        </button>
      </div>
    </main>,
    body,
  );
}
