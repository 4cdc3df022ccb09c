/** Our own share of talking, for our own eyes: counted in this page since it was switched on, told to nobody. */
import { Scale } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { percentText } from "../../core/percents";
import { type CallState, isSpeaking } from "../model";
import classes from "./Aids.module.css";
import { type Talk, noTalk, sharePercent, talked } from "./balance";

const LOOK_EVERY_MS = 500;

function useTalk(call: CallState, isMicrophoneOn: boolean): Talk {
  const [talk, setTalk] = useState(noTalk);
  const now = useRef({ isOwn: false, isOthers: false });
  useEffect(() => {
    now.current = { isOwn: isMicrophoneOn && isSpeaking(call, call.selfId), isOthers: call.peers.some(({ peerId }) => isSpeaking(call, peerId)) };
  }, [call, isMicrophoneOn]);
  useEffect(() => {
    let beforeMs = performance.now();
    const timer = setInterval(() => {
      const nowMs = performance.now();
      const elapsedMs = nowMs - beforeMs;
      beforeMs = nowMs;
      setTalk((before) => talked(before, now.current, elapsedMs));
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return talk;
}

export function Balance({ call, isMicrophoneOn }: { call: CallState; isMicrophoneOn: boolean }): ReactNode {
  const { t, i18n } = useTranslation("signaling");
  const own = sharePercent(useTalk(call, isMicrophoneOn));
  const percent = (part: number): string => percentText(part / 100, i18n.language);
  const words = own === null ? t("aids.balance.nothing") : t("aids.balance.share", { own: percent(own), others: percent(100 - own) });
  return (
    <aside className={classes["balance"]} aria-label={`${t("aids.balance.label")}. ${t("aids.balance.only")}`} title={t("aids.balance.only")} data-testid="balance">
      <Scale size={16} aria-hidden="true" />
      <span>{words}</span>
      <meter min={0} max={100} value={own ?? 50} aria-hidden="true" data-empty={own === null} />
    </aside>
  );
}
