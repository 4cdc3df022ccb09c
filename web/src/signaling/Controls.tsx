/** The bar of a session: microphone, camera, screen, people, more, leave. */
import { Menu, Tooltip, UnstyledButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { CircleDot, Ellipsis, Eye, EyeOff, Keyboard, LinkIcon, MonitorUp, MonitorX, PhoneOff, UsersRound } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Controls.module.css";
import { DeviceItems, DeviceMenu } from "./DeviceMenu";
import { DeviceToggle } from "./DeviceToggle";
import { mayShareScreen } from "./devices";
import type { LocalMedia, LocalState } from "./local";
import { ToggleButton } from "./ToggleButton";
import type { Deed } from "./use";

interface ControlsProps {
  local: LocalMedia;
  state: LocalState;
  peopleCount: number;
  knockCount: number;
  isPeopleOpen: boolean;
  isSelfHidden: boolean;
  isNarrow: boolean;
  inviteUrl: string;
  mayRecord: boolean;
  onDeed: (deed: Deed) => void;
  onLeave: () => void;
}

type MoreProps = Pick<ControlsProps, "local" | "state" | "isSelfHidden" | "isNarrow" | "inviteUrl" | "mayRecord" | "onDeed">;

function MoreMenu({ local, state, isSelfHidden, isNarrow, inviteUrl, mayRecord, onDeed }: MoreProps): ReactNode {
  const { t } = useTranslation("signaling");
  const recordings = useTranslation("recordings");
  const copy = (): void =>
    void navigator.clipboard?.writeText(inviteUrl).then(() => notifications.show({ message: t("room.linkCopied"), color: "olive" }));
  const Hide = isSelfHidden ? Eye : EyeOff;
  return (
    <Menu position="top" width={300}>
      <Menu.Target>
        <UnstyledButton className={classes["round"]} data-tone="quiet" aria-label={t("toggle.more")} data-testid="more">
          <Ellipsis size={23} aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<LinkIcon size={18} aria-hidden="true" />} onClick={copy}>
          {t("room.copyLink")}
        </Menu.Item>
        {mayRecord && (
          <Menu.Item leftSection={<CircleDot size={18} aria-hidden="true" />} onClick={() => onDeed("record")} data-testid="record">
            {recordings.t("live.record")}
          </Menu.Item>
        )}
        <Menu.Item leftSection={<Hide size={18} aria-hidden="true" />} onClick={() => onDeed("hideSelf")}>
          {isSelfHidden ? t("room.showSelf") : t("room.hideSelf")}
        </Menu.Item>
        <Menu.Item leftSection={<Keyboard size={18} aria-hidden="true" />} onClick={() => onDeed("help")}>
          {t("room.shortcuts")}
        </Menu.Item>
        {isNarrow && <DeviceItems kinds={["microphone", "camera", "speaker"]} local={local} state={state} />}
      </Menu.Dropdown>
    </Menu>
  );
}

export function Controls(props: ControlsProps): ReactNode {
  const { local, state, peopleCount, knockCount, isPeopleOpen, onDeed, onLeave } = props;
  const { t } = useTranslation("signaling");
  const { screen } = state;
  return (
    <div className={classes["bar"]} role="toolbar" aria-label={t("session")}>
      <span className={classes["pair"]}>
        <DeviceToggle kind="microphone" slot={state.microphone} hasHotkey onToggle={() => onDeed("microphone")} />
        <DeviceMenu label={t("toggle.microphoneMenu")} kinds={["microphone", "speaker"]} local={local} state={state} />
      </span>
      <span className={classes["pair"]}>
        <DeviceToggle kind="camera" slot={state.camera} hasHotkey onToggle={() => onDeed("camera")} />
        <DeviceMenu label={t("toggle.cameraMenu")} kinds={["camera"]} local={local} state={state} />
      </span>
      {mayShareScreen() && (
        <ToggleButton Icon={screen.isOn ? MonitorX : MonitorUp} label={t(screen.isOn ? "toggle.shareOn" : "toggle.shareOff")} hotkey="S" tone={screen.isOn ? "active" : "quiet"} isPressed={screen.isOn} isBusy={screen.isBusy} testId="share-toggle" onClick={() => onDeed("share")} />
      )}
      <span className={classes["gap"]} />
      <ToggleButton Icon={UsersRound} label={`${t("toggle.people")} (${peopleCount})`} hotkey="P" tone={isPeopleOpen ? "active" : "quiet"} isPressed={isPeopleOpen} count={knockCount} testId="people-toggle" onClick={() => onDeed("people")} />
      <MoreMenu {...props} />
      <span className={classes["gap"]} />
      <Tooltip label={t("toggle.leave")}>
        <UnstyledButton className={classes["round"]} data-tone="leave" aria-label={t("toggle.leave")} onClick={onLeave} data-testid="leave">
          <PhoneOff size={23} aria-hidden="true" />
        </UnstyledButton>
      </Tooltip>
    </div>
  );
}
