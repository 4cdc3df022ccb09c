/** Choosing a microphone, camera or speaker. */
import { Select } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { DeviceKind } from "./devices";
import type { LocalMedia, LocalState } from "./local";

/** The device in use: what the track says, for the browser may have taken another than the wished one. */
export function deviceInUse(state: LocalState, kind: DeviceKind): string | null {
  const used = kind === "speaker" ? undefined : state[kind].device?.getSettings().deviceId;
  const id = used ?? state.chosen[kind];
  const known = state.devices[kind];
  return known.some((device) => device.id === id) ? (id ?? null) : (known[0]?.id ?? null);
}

interface DevicePickerProps {
  kind: DeviceKind;
  local: LocalMedia;
  state: LocalState;
}

export function DevicePicker({ kind, local, state }: DevicePickerProps): ReactNode {
  const { t } = useTranslation("signaling");
  const data = state.devices[kind].map(({ id, label }) => ({ value: id, label }));
  if (data.length === 0) return null;
  return (
    <Select
      size="sm"
      label={t(`lobby.${kind}`)}
      placeholder={t("lobby.pick")}
      data={data}
      value={deviceInUse(state, kind)}
      onChange={(id) => id !== null && void local.choose(kind, id)}
      allowDeselect={false}
      comboboxProps={{ withinPortal: true }}
    />
  );
}
