/** Joins what helps beside picture and sound with the call: hand, reactions, layout, captions, audio only, the small window. */
import { notifications } from "@mantine/notifications";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../../core/explain";
import { useStore } from "../../core/store";
import { type CaptionDesk, useCaptionDesk } from "../captions/use";
import type { CallView } from "../call";
import type { AidDeed } from "../keys/model";
import type { LocalState } from "../local";
import type { Reaction } from "../socket";
import type { Visit } from "../visit";
import { type Layout, type Look, look, nextLayout, setLook } from "./look";
import { type SmallWindow, useSmallWindow } from "./smallWindow";

export interface Aids {
  look: Look;
  isHandUp: boolean;
  isAlone: boolean;
  isAudioOnly: boolean;
  captions: CaptionDesk;
  smallWindow: SmallWindow;
  onDeed: (deed: AidDeed) => void;
  onReact: (reaction: Reaction) => void;
  onLayout: (layout: Layout) => void;
}

/** Pictures off, ours and theirs; whoever turns a camera or a share on wants pictures again. */
function useAudioOnly(visit: Visit, isOn: boolean, local: LocalState): (isOn: boolean) => void {
  const hasPicture = local.camera.isOn || local.screen.isOn;
  useEffect(() => {
    if (isOn && hasPicture) visit.call.setAudioOnly(false);
  }, [visit, isOn, hasPicture]);
  return (wanted) => {
    if (wanted) {
      void visit.local.toggle("camera", false);
      visit.local.unshare();
    }
    visit.call.setAudioOnly(wanted);
  };
}

export function useAids(visit: Visit, view: CallView, local: LocalState): Aids {
  const { t } = useTranslation("signaling");
  const say = useSay();
  const { call } = view;
  const shown = useStore(look);
  const captions = useCaptionDesk(visit, view, local);
  const smallWindow = useSmallWindow(view);
  const setAudioOnly = useAudioOnly(visit, call.isAudioOnly, local);
  const isHandUp = call.raised.includes(call.selfId ?? "");
  const complain = (error: unknown): void => void notifications.show({ message: say(error), color: "clay" });
  const onLayout = (layout: Layout): void => setLook({ layout });
  const turnLayout = (): void => {
    const layout = nextLayout(shown.layout);
    onLayout(layout);
    notifications.hide("layout");
    notifications.show({ id: "layout", message: t("aids.layout.changed", { name: t(`aids.layout.${layout}`) }), color: "aegean", autoClose: 2_000 });
  };
  const deeds: Record<AidDeed, () => void> = {
    hand: () => void visit.call.raiseHand(!isHandUp).catch(complain),
    layout: turnLayout,
    captions: captions.toggle,
    audioOnly: () => setAudioOnly(!call.isAudioOnly),
    smallWindow: smallWindow.toggle,
  };
  return {
    look: shown,
    isHandUp,
    isAlone: call.peers.length === 0,
    isAudioOnly: call.isAudioOnly,
    captions,
    smallWindow,
    onDeed: (deed) => deeds[deed](),
    onReact: (reaction) => void visit.call.react(reaction).catch(complain),
    onLayout,
  };
}
