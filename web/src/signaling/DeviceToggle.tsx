/** The button that mutes a microphone or turns a camera off, the same in the lobby and in the session. */
import { Camera, CameraOff, Mic, MicOff } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Captured } from "./devices";
import { useKeyWords } from "./keys/use";
import type { Slot } from "./local";
import { ToggleButton } from "./ToggleButton";

const LOOKS = {
  microphone: { on: Mic, off: MicOff, testId: "mic-toggle" },
  camera: { on: Camera, off: CameraOff, testId: "camera-toggle" },
} as const;

interface DeviceToggleProps {
  kind: Captured;
  slot: Slot;
  hasHotkey?: boolean;
  onToggle: () => void;
}

export function DeviceToggle({ kind, slot, hasHotkey = false, onToggle }: DeviceToggleProps): ReactNode {
  const { t } = useTranslation("signaling");
  const look = LOOKS[kind];
  const keyOf = useKeyWords();
  return (
    <ToggleButton
      Icon={slot.isOn ? look.on : look.off}
      label={t(`toggle.${kind}${slot.isOn ? "On" : "Off"}`)}
      {...(hasHotkey ? { hotkey: keyOf(kind) } : {})}
      tone={slot.isOn ? "on" : "off"}
      isPressed={slot.isOn}
      isBusy={slot.isBusy}
      hasProblem={slot.problem !== null}
      testId={look.testId}
      onClick={onToggle}
    />
  );
}
