/** What the aids have to say in the head of the room, and what they ask over its foot. */
import type { ReactNode } from "react";
import { CaptionAsk, WritingSign } from "../captions/CaptionAsk";
import type { LocalMedia, LocalState } from "../local";
import type { CallState } from "../model";
import { AudioOnly } from "./AudioOnly";
import { Balance } from "./Balance";
import { SilentMicrophone } from "./SilentMicrophone";
import type { Aids } from "./use";

interface AidProps {
  aids: Aids;
  call: CallState;
}

export function AidBanners({ aids, call, state }: AidProps & { state: LocalState }): ReactNode {
  return (
    <>
      <AudioOnly badge={call.badges[call.selfId ?? ""] ?? null} isOn={aids.isAudioOnly} onToggle={() => aids.onDeed("audioOnly")} />
      {aids.look.isBalanceShown && !aids.isAlone && <Balance call={call} isMicrophoneOn={state.microphone.isOn} />}
      <WritingSign call={call} desk={aids.captions} />
    </>
  );
}

export function AidQuestions({ aids, call, local, state }: AidProps & { local: LocalMedia; state: LocalState }): ReactNode {
  return (
    <>
      <SilentMicrophone local={local} state={state} />
      <CaptionAsk call={call} desk={aids.captions} />
    </>
  );
}
