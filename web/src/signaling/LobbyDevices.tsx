/** What is chosen before the room: microphone, camera and speaker, on or off and which, seen and heard at once. */
import { Button } from "@mantine/core";
import { Volume2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { DevicePicker } from "./DevicePicker";
import { DeviceToggle } from "./DeviceToggle";
import { mayPickSpeaker } from "./devices";
import classes from "./Lobby.module.css";
import { BehindPicker, VoicePicker } from "./effects/ChoicePicker";
import type { LocalMedia, LocalState } from "./local";
import { playChime } from "./chime";
import { useIsSilent, useLoudness } from "./use";

export interface LocalProps {
  local: LocalMedia;
  state: LocalState;
}

export function Toggles({ local, state: { microphone, camera } }: LocalProps): ReactNode {
  return (
    <>
      <DeviceToggle kind="microphone" slot={microphone} onToggle={() => void local.toggle("microphone", !microphone.isOn)} />
      <DeviceToggle kind="camera" slot={camera} onToggle={() => void local.toggle("camera", !camera.isOn)} />
    </>
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

export function Chosen({ local, state }: LocalProps): ReactNode {
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
