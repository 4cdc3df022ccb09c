/** What the aids put over the stage, and what they keep an eye on; one line in the room. */
import { notifications } from "@mantine/notifications";
import { type ReactNode, useCallback, useEffect } from "react";
import { useTranslation } from "react-i18next";
import { CaptionBar } from "../captions/CaptionBar";
import type { CallView } from "../call";
import type { LocalState } from "../local";
import type { Visit } from "../visit";
import { SmallWindowPage } from "./SmallWindowPage";
import { StillThere } from "./StillThere";
import type { Aids } from "./use";

interface AidLayerProps {
  aids: Aids;
  visit: Visit;
  view: CallView;
  local: LocalState;
}

/** A word to whoever shares without sound; whether this browser could is told by what it asks for. */
function useShareWord({ screen, screen_audio }: LocalState): void {
  const { t } = useTranslation("signaling");
  const isMute = screen.isOn && !screen_audio.isOn;
  useEffect(() => {
    if (!isMute) return;
    const canShareSound = "systemAudio" in navigator.mediaDevices.getSupportedConstraints() || "suppressLocalAudioPlayback" in navigator.mediaDevices.getSupportedConstraints();
    notifications.show({ id: "share-sound", message: t(canShareSound ? "aids.share.noSound" : "aids.share.noSoundHere"), color: "aegean", autoClose: 8_000 });
    return () => void notifications.hide("share-sound");
  }, [isMute, t]);
}

export function AidLayer({ aids, visit, view, local }: AidLayerProps): ReactNode {
  const { call } = view;
  useShareWord(local);
  const silence = useCallback((): void => {
    void visit.local.toggle("camera", false);
    void visit.local.toggle("microphone", false);
  }, [visit]);
  return (
    <>
      {aids.captions.isWanted && <CaptionBar call={call} look={aids.look} onClose={aids.captions.toggle} />}
      {aids.smallWindow.body && <SmallWindowPage visit={visit} view={view} local={local} body={aids.smallWindow.body} onClose={aids.smallWindow.toggle} />}
      <StillThere isAlone={aids.isAlone && call.phase === "live" && call.knocks.length === 0} onLeave={() => void visit.call.leave()} onSilence={silence} />
    </>
  );
}
