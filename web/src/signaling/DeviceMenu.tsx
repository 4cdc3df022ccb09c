/** The small menu beside a toggle: which device is used. */
import { Menu, UnstyledButton } from "@mantine/core";
import { ChevronUp } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Controls.module.css";
import { deviceInUse } from "./DevicePicker";
import { type DeviceKind, mayPickSpeaker } from "./devices";
import { BehindItems, VoiceItems } from "./effects/ChoiceItems";
import type { LocalMedia, LocalState } from "./local";
import { RadioItem } from "./RadioItem";
import { StraightItem } from "./straight/StraightIn";

interface DeviceMenuProps {
  label: string;
  kinds: readonly DeviceKind[];
  local: LocalMedia;
  state: LocalState;
}

export function DeviceItems({ kinds, local, state }: Omit<DeviceMenuProps, "label">): ReactNode {
  const { t } = useTranslation("signaling");
  const offered = kinds.filter((kind) => kind !== "speaker" || mayPickSpeaker());
  const devices = offered.map((kind) => (
    <Fragment key={kind}>
      <Menu.Label>{t(`lobby.${kind}`)}</Menu.Label>
      {state.devices[kind].length === 0 && <Menu.Item disabled>{t("toggle.noDevices")}</Menu.Item>}
      {state.devices[kind].map(({ id, label }) => (
        <RadioItem key={id} isUsed={id === deviceInUse(state, kind)} onChoose={() => void local.choose(kind, id)}>
          {label}
        </RadioItem>
      ))}
    </Fragment>
  ));
  return (
    <>
      {devices}
      {kinds.includes("microphone") && <VoiceItems local={local} state={state} />}
      {kinds.includes("camera") && <BehindItems local={local} state={state} />}
      {kinds.includes("camera") && <StraightItem local={local} />}
    </>
  );
}

export function DeviceMenu({ label, ...items }: DeviceMenuProps): ReactNode {
  return (
    <Menu position="top" width={300}>
      <Menu.Target>
        <UnstyledButton className={classes["caret"]} aria-label={label}>
          <ChevronUp size={16} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown className={classes["dropdown"]}>
        <DeviceItems {...items} />
      </Menu.Dropdown>
    </Menu>
  );
}
