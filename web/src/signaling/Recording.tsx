/** What is kept of the session, recording and text: the signs that everybody sees all the time, the questions, and the host's wish. */
import { Button, Group, Modal } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { FileText } from "lucide-react";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { isolated, shownName } from "../core/names";
import { useNumerals } from "../core/numerals";
import { Notice } from "../core/ui/Notice";
import { useEachSecond } from "../core/useEachSecond";
import { clockTime } from "../recordings/model";
import { Terms, WORDS } from "../recordings/Terms";
import { useRoomRecording } from "../recordings/use";
import { recognitionKind } from "./captions/speech";
import type { CallState } from "./model";
import { type RecordingNow, isGoing, mustAnswer, recordedMs } from "./recording";
import classes from "./Recording.module.css";
import type { KeptKind } from "./socket";
import type { Visit } from "./visit";

function useElapsed(now: RecordingNow): string {
  const numerals = useNumerals();
  const read = useCallback(() => numerals(clockTime(recordedMs(now, performance.now()))), [now, numerals]);
  return useEachSecond(read);
}

/** Whose answer is missing, in words. */
function useWaiting(call: CallState, { view }: RecordingNow): string {
  const { t, i18n } = useTranslation("recordings");
  const core = useTranslation("core");
  const { waiting, kind } = view;
  if (call.selfId !== null && waiting.includes(call.selfId)) return t("live.waitingYou");
  const names = call.peers.filter(({ peerId }) => waiting.includes(peerId)).map(({ name }) => shownName(name, core.t("somebody")));
  return names.length === 0 ? t(`${WORDS[kind]}live.starting`) : t("live.waiting", { names: new Intl.ListFormat(i18n.language).format(names) });
}

/** Whose words are not in the text, for their browsers cannot write any; ours too. */
function useUnwritten(call: CallState, { view }: RecordingNow): string | null {
  const { t, i18n } = useTranslation("recordings");
  const core = useTranslation("core");
  if (view.kind === "media" || view.state !== "recording") return null;
  const unable = new Set(call.captions.captioners.filter(({ state }) => state === "unable").map(({ peerId }) => peerId));
  if (call.selfId !== null && unable.has(call.selfId)) return t("text.live.unwrittenYou");
  const names = call.peers.filter(({ peerId }) => unable.has(peerId)).map(({ name }) => isolated(shownName(name, core.t("somebody"))));
  return names.length === 0 ? null : t("text.live.unwritten", { names: new Intl.ListFormat(i18n.language).format(names) });
}

interface SignProps {
  call: CallState;
  now: RecordingNow;
  onStop: () => void;
}

const TEST_IDS = { media: { sign: "recording-sign", stop: "recording-stop" }, text: { sign: "text-sign", stop: "text-stop" } } as const;

function SignWords({ call, now }: Omit<SignProps, "onStop">): ReactNode {
  const { t } = useTranslation("recordings");
  const waiting = useWaiting(call, now);
  const unwritten = useUnwritten(call, now);
  const { state, kind } = now.view;
  return (
    <span className={classes["words"]}>
      {state !== "asked" && <strong>{t(state === "paused" ? `${WORDS[kind]}live.paused` : `${WORDS[kind]}live.recording`)}</strong>}
      {state !== "recording" && <span>{waiting}</span>}
      {unwritten !== null && <small>{unwritten}</small>}
    </span>
  );
}

function StopButton({ now, onStop }: Omit<SignProps, "call">): ReactNode {
  const { t } = useTranslation("recordings");
  const { state, kind } = now.view;
  const isAsked = state === "asked";
  return (
    <Button size="compact-sm" variant="white" color="clay" onClick={onStop} aria-label={t(isAsked ? "live.takeBack" : `${WORDS[kind]}live.stop`)} data-testid={TEST_IDS[kind].stop}>
      {t(isAsked ? "live.takeBack" : "live.stopShort")}
    </Button>
  );
}

function Sign({ call, now, onStop }: SignProps): ReactNode {
  const { t } = useTranslation("recordings");
  const elapsed = useElapsed(now);
  const { state, kind } = now.view;
  const mayStop = state !== "asked" || call.role === "host";
  return (
    <div className={classes["sign"]} data-state={state} data-kind={kind} data-testid={TEST_IDS[kind].sign}>
      {kind === "media" ? <span className={classes["dot"]} aria-hidden="true" /> : <FileText size={16} aria-hidden="true" />}
      <SignWords call={call} now={now} />
      {state !== "asked" && (
        <span className={classes["time"]} aria-label={t(`${WORDS[kind]}live.time`, { time: elapsed })} role="timer">
          {elapsed}
        </span>
      )}
      {mayStop && <StopButton now={now} onStop={onStop} />}
    </div>
  );
}

function Question({ call, now, onAnswer }: { call: CallState; now: RecordingNow; onAnswer: (isAgreed: boolean) => void }): ReactNode {
  const { t } = useTranslation("recordings");
  const core = useTranslation("core");
  const isNewcomer = now.view.state === "paused";
  const host = shownName(call.room?.hostName, core.t("somebody"));
  const of = WORDS[now.view.kind];
  const isAble = now.view.kind === "media" || recognitionKind() !== null;
  return (
    <>
      <p className={classes["lead"]}>{isNewcomer ? t(`${of}consent.newcomer`) : t(`${of}consent.asks`, { name: isolated(host) })}</p>
      <Terms kind={now.view.kind} retentionDays={now.view.retentionDays} />
      {!isAble && <p className={classes["lead"]}>{t("text.consent.unable")}</p>}
      <Group justify="flex-end" mt="lg">
        <Button variant="subtle" onClick={() => onAnswer(false)} data-testid="recording-no">
          {t(isNewcomer ? `${of}consent.noNewcomer` : `${of}consent.no`)}
        </Button>
        <Button onClick={() => onAnswer(true)} data-testid="recording-yes">
          {t("consent.yes")}
        </Button>
      </Group>
    </>
  );
}

/** Says once how it ended. */
function useEndWords(now: RecordingNow | null): void {
  const { t } = useTranslation("recordings");
  const said = useRef<string | null>(null);
  const view = now?.view;
  useEffect(() => {
    if (view?.state !== "ended" || view.reason === null || said.current === view.recordingId) return;
    said.current = view.recordingId;
    const isBad = view.reason === "disk" || view.reason === "failed";
    notifications.show({ message: t(`${WORDS[view.kind]}ended.${view.reason}`), color: isBad ? "clay" : "olive", autoClose: isBad ? false : 8_000 });
  }, [view, t]);
}

interface KeptProps {
  visit: Visit;
  call: CallState;
  now: RecordingNow | null;
  /** Another question is before this one. */
  mustWait: boolean;
}

function Kept({ visit, call, now, mustWait }: KeptProps): ReactNode {
  const { t } = useTranslation("recordings");
  const say = useSay();
  useEndWords(now);
  const complain = (error: unknown): void => void notifications.show({ message: say(error), color: "clay" });
  if (!isGoing(now)) return null;
  const { recordingId, kind } = now.view;
  return (
    <>
      <Sign call={call} now={now} onStop={() => void visit.call.stopRecording(kind).catch(complain)} />
      <Modal opened={mustAnswer(now, call.selfId) && !mustWait} onClose={() => undefined} closeOnEscape={false} closeOnClickOutside={false} withCloseButton={false} title={t(`${WORDS[kind]}consent.title`)} data-testid="recording-question">
        <Question call={call} now={now} onAnswer={(isAgreed) => void visit.call.answerRecording(recordingId, isAgreed).catch(complain)} />
      </Modal>
    </>
  );
}

/** Everything about what is kept that is always there, whoever one is. Two questions come one after the other. */
export function Recording({ visit, call }: { visit: Visit; call: CallState }): ReactNode {
  const { recording, transcript, selfId } = call;
  return (
    <>
      <Kept visit={visit} call={call} now={recording} mustWait={false} />
      <Kept visit={visit} call={call} now={transcript} mustWait={mustAnswer(recording, selfId)} />
    </>
  );
}

interface AskProps {
  visit: Visit;
  kind: KeptKind;
  onClose: () => void;
}

function Ask({ visit, kind, onClose }: AskProps): ReactNode {
  const { t } = useTranslation("recordings");
  const core = useTranslation("core");
  const say = useSay();
  const days = useRoomRecording(visit.roomId).data?.retentionDays;
  const [problem, setProblem] = useState<unknown>(null);
  const ask = (): void => void visit.call.askRecording(kind).then(onClose, setProblem);
  return (
    <>
      <p className={classes["lead"]}>{t(`${WORDS[kind]}ask.lead`)}</p>
      {days !== undefined && <Terms kind={kind} retentionDays={days} />}
      {problem !== null && <Notice>{say(problem)}</Notice>}
      <Group justify="flex-end" mt="lg">
        <Button variant="subtle" onClick={onClose}>
          {core.t("cancel")}
        </Button>
        <Button onClick={ask} data-autofocus data-testid="recording-ask-do">
          {t("ask.do")}
        </Button>
      </Group>
    </>
  );
}

/** The host's wish to keep something: says what it means before anybody is asked. */
export function AskDialog({ visit, kind, onClose }: Omit<AskProps, "kind"> & { kind: KeptKind | null }): ReactNode {
  const { t } = useTranslation("recordings");
  const core = useTranslation("core");
  return (
    <Modal opened={kind !== null} onClose={onClose} title={kind && t(`${WORDS[kind]}ask.title`)} closeButtonProps={{ "aria-label": core.t("close") }}>
      {kind && <Ask visit={visit} kind={kind} onClose={onClose} />}
    </Modal>
  );
}
