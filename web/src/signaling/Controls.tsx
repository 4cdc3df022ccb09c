/** The bar of a session: microphone, camera, screen, people, more, leave. */
import { Menu, Tooltip, UnstyledButton } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type ChangeEvent, type ReactNode, useRef, useState } from "react";
import { CircleDot, Ellipsis, Eye, EyeOff, FileText, Keyboard, LinkIcon, MonitorUp, MonitorX, Music, PhoneOff, Smartphone, UsersRound } from "lucide-react";
import { useTranslation } from "react-i18next";
import { WORDS } from "../recordings/Terms";
import { AidItems } from "./aids/AidItems";
import type { Aids } from "./aids/use";
import classes from "./Controls.module.css";
import { DeviceItems, DeviceMenu } from "./DeviceMenu";
import { DeviceToggle } from "./DeviceToggle";
import { mayShareScreen } from "./devices";
import { GestureMenu } from "./gestures/GestureMenu";
import type { RoomDeed } from "./keys/model";
import { useKeyWords } from "./keys/use";
import type { LocalMedia, LocalState } from "./local";
import { KEPT } from "./recording";
import type { KeptKind } from "./socket";
import { ToggleButton } from "./ToggleButton";

interface ControlsProps {
  aids: Aids;
  local: LocalMedia;
  state: LocalState;
  peopleCount: number;
  knockCount: number;
  isPeopleOpen: boolean;
  isSelfHidden: boolean;
  isNarrow: boolean;
  inviteUrl: string;
  /** What the host may ask to keep now. */
  mayKeep: readonly KeptKind[];
  onDeed: (deed: RoomDeed) => void;
  /** Plays a sound file to everybody; null for those who may not. */
  onPlay: ((file: File) => Promise<void>) | null;
  /** Only the people here have the keys: the server can play nothing. */
  isSealed: boolean;
  onLeave: () => void;
  /** The buttons of what is worked on together, if there is anything. */
  panels: ReactNode;
}

const KEPT_SIGNS = { media: { Icon: CircleDot, testId: "record" }, text: { Icon: FileText, testId: "keep-text" } } as const satisfies Record<KeptKind, unknown>;

/** What the server can play; it looks at the content again. */
const SOUNDS = "audio/*,.mp3,.m4a,.ogg,.oga,.opus,.wav,.flac,.webm,.aiff";

type MoreProps = Pick<ControlsProps, "aids" | "local" | "state" | "isSelfHidden" | "isNarrow" | "inviteUrl" | "mayKeep" | "onDeed" | "onPlay" | "isSealed">;

interface Player {
  isSending: boolean;
  /** Lets somebody choose a file. */
  choose: () => void;
  /** Stays outside of the menu, which is gone when the file has been chosen. */
  input: ReactNode;
}

function usePlayer(onPlay: ControlsProps["onPlay"]): Player | null {
  const { t } = useTranslation("signaling");
  const [isSending, setSending] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  if (!onPlay) return null;
  const send = ({ currentTarget }: ChangeEvent<HTMLInputElement>): void => {
    const file = currentTarget.files?.[0];
    // The same file may be chosen again.
    currentTarget.value = "";
    if (!file) return;
    setSending(true);
    void onPlay(file).finally(() => setSending(false));
  };
  const input = <input ref={field} type="file" accept={SOUNDS} aria-label={t("playing.begin")} hidden onChange={send} />;
  return { isSending, choose: () => field.current?.click(), input };
}

function MoreMenu({ aids, local, state, isSelfHidden, isNarrow, inviteUrl, mayKeep, onDeed, onPlay, isSealed }: MoreProps): ReactNode {
  const { t } = useTranslation("signaling");
  const recordings = useTranslation("recordings");
  const copy = (): void =>
    void navigator.clipboard?.writeText(inviteUrl).then(() => notifications.show({ message: t("room.linkCopied"), color: "olive" }));
  const Hide = isSelfHidden ? Eye : EyeOff;
  const player = usePlayer(onPlay);
  return (
    <>
      {player?.input}
      <Menu position="top" width={300}>
        <Menu.Target>
          <UnstyledButton className={classes["round"]} data-tone="quiet" aria-label={t("toggle.more")} data-testid="more">
            <Ellipsis size={23} aria-hidden="true" />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown className={classes["dropdown"]}>
          <AidItems aids={aids} />
          <Menu.Item leftSection={<LinkIcon size={18} aria-hidden="true" />} onClick={copy}>
            {t("room.copyLink")}
          </Menu.Item>
          <Menu.Item leftSection={<Smartphone size={18} aria-hidden="true" />} onClick={() => onDeed("phone")} data-testid="use-phone">
            {t("companion.open")}
          </Menu.Item>
          {mayKeep.map((kind) => {
            const { Icon, testId } = KEPT_SIGNS[kind];
            return (
              <Menu.Item key={kind} leftSection={<Icon size={18} aria-hidden="true" />} onClick={() => onDeed(KEPT[kind].deed)} disabled={isSealed} data-testid={testId}>
                {recordings.t(`${WORDS[kind]}live.record`)}
                {isSealed && <small className={classes["why"]}>{recordings.t("sealed")}</small>}
              </Menu.Item>
            );
          })}
          <Menu.Item leftSection={<Hide size={18} aria-hidden="true" />} onClick={() => onDeed("hideSelf")}>
            {isSelfHidden ? t("room.showSelf") : t("room.hideSelf")}
          </Menu.Item>
          <Menu.Item leftSection={<Keyboard size={18} aria-hidden="true" />} onClick={() => onDeed("help")}>
            {t("room.shortcuts")}
          </Menu.Item>
          {player && (
            <Menu.Item leftSection={<Music size={18} aria-hidden="true" />} onClick={player.choose} disabled={player.isSending || isSealed}>
              {player.isSending ? t("playing.sending") : t("playing.begin")}
              {isSealed && <small className={classes["why"]}>{t("playing.sealed")}</small>}
            </Menu.Item>
          )}
          {isNarrow && <DeviceItems kinds={["microphone", "camera", "speaker"]} local={local} state={state} />}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

export function Controls(props: ControlsProps): ReactNode {
  const { aids, local, state, peopleCount, knockCount, isPeopleOpen, onDeed, onLeave, panels } = props;
  const { t } = useTranslation("signaling");
  const { screen } = state;
  const keyOf = useKeyWords();
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
        <ToggleButton Icon={screen.isOn ? MonitorX : MonitorUp} label={t(screen.isOn ? "toggle.shareOn" : "toggle.shareOff")} hotkey={keyOf("share")} tone={screen.isOn ? "active" : "quiet"} isPressed={screen.isOn} isBusy={screen.isBusy} testId="share-toggle" onClick={() => onDeed("share")} />
      )}
      <span className={classes["gap"]} />
      {panels}
      <GestureMenu isHandUp={aids.isHandUp} isAlone={aids.isAlone} onHand={() => aids.onDeed("hand")} onReact={aids.onReact} />
      <ToggleButton Icon={UsersRound} label={`${t("toggle.people")} (${peopleCount})`} hotkey={keyOf("people")} tone={isPeopleOpen ? "active" : "quiet"} isPressed={isPeopleOpen} count={knockCount} testId="people-toggle" onClick={() => onDeed("people")} />
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
