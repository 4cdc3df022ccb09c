/** The aids in the menu of the bar. */
import { Menu } from "@mantine/core";
import { Captions, CaptionsOff, Ear, EarOff, PictureInPicture2, Scale } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "../Controls.module.css";
import { RadioItem } from "../RadioItem";
import { LAYOUTS, setLook } from "./look";
import type { Aids } from "./use";

function LayoutItems({ aids }: { aids: Aids }): ReactNode {
  const { t } = useTranslation("signaling");
  return (
    <>
      <Menu.Label>{t("aids.layout.title")}</Menu.Label>
      {LAYOUTS.map((layout) => (
        <RadioItem key={layout} isUsed={layout === aids.look.layout} onChoose={() => aids.onLayout(layout)} testId={`layout-${layout}`}>
          {t(`aids.layout.${layout}`)}
        </RadioItem>
      ))}
      <Menu.Divider />
    </>
  );
}

export function AidItems({ aids }: { aids: Aids }): ReactNode {
  const { t } = useTranslation("signaling");
  const { captions, smallWindow, isAudioOnly, look } = aids;
  const [Caption, Hear] = [captions.isWanted ? CaptionsOff : Captions, isAudioOnly ? EarOff : Ear];
  const isWindowless = smallWindow.way === "none" || smallWindow.way === "own";
  return (
    <>
      <LayoutItems aids={aids} />
      <Menu.Item leftSection={<Caption size={18} aria-hidden="true" />} onClick={() => aids.onDeed("captions")} data-testid="captions-toggle">
        {t(captions.isWanted ? "aids.captions.off" : "aids.captions.on")}
      </Menu.Item>
      <Menu.Item leftSection={<Hear size={18} aria-hidden="true" />} onClick={() => aids.onDeed("audioOnly")} data-testid="audio-only">
        {t(isAudioOnly ? "aids.audioOnly.off" : "aids.audioOnly.on")}
      </Menu.Item>
      <Menu.Item leftSection={<PictureInPicture2 size={18} aria-hidden="true" />} onClick={() => aids.onDeed("smallWindow")} disabled={isWindowless} data-testid="small-window">
        {t(smallWindow.isOpen ? "aids.window.close" : "aids.window.open")}
        {isWindowless && <small className={classes["why"]}>{t(smallWindow.way === "own" ? "aids.window.own" : "aids.window.none")}</small>}
      </Menu.Item>
      <Menu.Item leftSection={<Scale size={18} aria-hidden="true" />} onClick={() => setLook({ isBalanceShown: !look.isBalanceShown })} data-testid="balance-toggle">
        {t(look.isBalanceShown ? "aids.balance.hide" : "aids.balance.show")}
      </Menu.Item>
      <Menu.Divider />
    </>
  );
}
