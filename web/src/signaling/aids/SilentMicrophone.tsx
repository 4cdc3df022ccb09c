/** Says during the call that a microphone which is on gives nothing, and offers the next one. */
import { Button, Group } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { isolated } from "../../core/names";
import { Notice } from "../../core/ui/Notice";
import { deviceInUse } from "../DevicePicker";
import type { LocalMedia, LocalState } from "../local";
import { useSilence } from "./silence";

export function SilentMicrophone({ local, state }: { local: LocalMedia; state: LocalState }): ReactNode {
  const { t } = useTranslation("signaling");
  const { track, isOn } = state.microphone;
  const silence = useSilence(isOn ? track : null);
  const [seen, setSeen] = useState<MediaStreamTrack | null>(null);
  if (silence === null || seen === track) return null;
  const others = state.devices.microphone.filter(({ id }) => id !== deviceInUse(state, "microphone")).slice(0, 2);
  return (
    <div data-testid="silent-microphone">
      <Notice title={t("aids.silent.title")}>
        {t(`aids.silent.${silence}`)}
        <Group gap="xs" mt="xs">
          {others.map(({ id, label }) => (
            <Button key={id} size="xs" variant="default" maw="100%" onClick={() => void local.choose("microphone", id)}>
              {t("aids.silent.choose", { name: isolated(label) })}
            </Button>
          ))}
          <Button size="xs" variant="subtle" color="clay" onClick={() => setSeen(track)}>
            {t("problem.dismiss")}
          </Button>
        </Group>
      </Notice>
    </div>
  );
}
