/** A recording in the room: the sign that everybody sees all the time, the question, and the host's wish. */
import { Button, Group, Modal } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { shownName } from "../core/names";
import { Notice } from "../core/ui/Notice";
import { clockTime } from "../recordings/model";
import { Terms } from "../recordings/Terms";
import { useRoomRecording } from "../recordings/use";
import type { CallState } from "./model";
import { type RecordingNow, isGoing, mustAnswer, recordedMs } from "./recording";
import classes from "./Recording.module.css";
import type { Visit } from "./visit";

const TICK_MS = 500;

function useElapsed(now: RecordingNow): string {
  const [ms, setMs] = useState(() => recordedMs(now, performance.now()));
  useEffect(() => {
    const tick = (): void => setMs(recordedMs(now, performance.now()));
    tick();
    const timer = setInterval(tick, TICK_MS);
    return () => clearInterval(timer);
  }, [now]);
  return clockTime(ms);
}

/** Whose answer is missing, in words. */
function useWaiting(call: CallState): string {
  const { t, i18n } = useTranslation("recordings");
  const core = useTranslation("core");
  const waiting = call.recording?.view.waiting ?? [];
  if (call.selfId !== null && waiting.includes(call.selfId)) return t("live.waitingYou");
  const names = call.peers.filter(({ peerId }) => waiting.includes(peerId)).map(({ name }) => shownName(name, core.t("somebody")));
  return names.length === 0 ? t("live.starting") : t("live.waiting", { names: new Intl.ListFormat(i18n.language).format(names) });
}

interface SignProps {
  call: CallState;
  now: RecordingNow;
  onStop: () => void;
}

function Sign({ call, now, onStop }: SignProps): ReactNode {
  const { t } = useTranslation("recordings");
  const elapsed = useElapsed(now);
  const waiting = useWaiting(call);
  const { state } = now.view;
  const mayStop = state !== "asked" || call.role === "host";
  return (
    <div className={classes["sign"]} data-state={state} data-testid="recording-sign">
      <span className={classes["dot"]} aria-hidden="true" />
      <span className={classes["words"]}>
        {state !== "asked" && <strong>{t(state === "paused" ? "live.paused" : "live.recording")}</strong>}
        {state !== "recording" && <span>{waiting}</span>}
      </span>
      {state !== "asked" && (
        <span className={classes["time"]} aria-label={t("live.time", { time: elapsed })} role="timer">
          {elapsed}
        </span>
      )}
      {mayStop && (
        <Button size="compact-sm" variant="white" color="clay" onClick={onStop} aria-label={t(state === "asked" ? "live.takeBack" : "live.stop")} data-testid="recording-stop">
          {t(state === "asked" ? "live.takeBack" : "live.stopShort")}
        </Button>
      )}
    </div>
  );
}

function Question({ call, now, onAnswer }: { call: CallState; now: RecordingNow; onAnswer: (isAgreed: boolean) => void }): ReactNode {
  const { t } = useTranslation("recordings");
  const core = useTranslation("core");
  const isNewcomer = now.view.state === "paused";
  const host = shownName(call.room?.hostName, core.t("somebody"));
  return (
    <>
      <p className={classes["lead"]}>{isNewcomer ? t("consent.newcomer") : t("consent.asks", { name: host })}</p>
      <Terms retentionDays={now.view.retentionDays} />
      <Group justify="flex-end" mt="lg">
        <Button variant="subtle" onClick={() => onAnswer(false)} data-testid="recording-no">
          {t(isNewcomer ? "consent.noNewcomer" : "consent.no")}
        </Button>
        <Button onClick={() => onAnswer(true)} data-testid="recording-yes">
          {t("consent.yes")}
        </Button>
      </Group>
    </>
  );
}

/** Says once how a recording ended. */
function useEndWords(call: CallState): void {
  const { t } = useTranslation("recordings");
  const said = useRef<string | null>(null);
  const view = call.recording?.view;
  useEffect(() => {
    if (view?.state !== "ended" || view.reason === null || said.current === view.recordingId) return;
    said.current = view.recordingId;
    const isBad = view.reason === "disk" || view.reason === "failed";
    notifications.show({ message: t(`ended.${view.reason}`), color: isBad ? "clay" : "olive", autoClose: isBad ? false : 8_000 });
  }, [view, t]);
}

/** Everything about the recording that is always there, whoever one is. */
export function Recording({ visit, call }: { visit: Visit; call: CallState }): ReactNode {
  const { t } = useTranslation("recordings");
  const say = useSay();
  useEndWords(call);
  const { recording } = call;
  const complain = (error: unknown): void => void notifications.show({ message: say(error), color: "clay" });
  if (!isGoing(recording)) return null;
  const { recordingId } = recording.view;
  return (
    <>
      <Sign call={call} now={recording} onStop={() => void visit.call.stopRecording().catch(complain)} />
      <Modal opened={mustAnswer(recording, call.selfId)} onClose={() => undefined} closeOnEscape={false} closeOnClickOutside={false} withCloseButton={false} title={t("consent.title")} data-testid="recording-question">
        <Question call={call} now={recording} onAnswer={(isAgreed) => void visit.call.answerRecording(recordingId, isAgreed).catch(complain)} />
      </Modal>
    </>
  );
}

interface AskProps {
  visit: Visit;
  isOpen: boolean;
  onClose: () => void;
}

function Ask({ visit, onClose }: Omit<AskProps, "isOpen">): ReactNode {
  const { t } = useTranslation("recordings");
  const core = useTranslation("core");
  const say = useSay();
  const days = useRoomRecording(visit.roomId).data?.retentionDays;
  const [problem, setProblem] = useState<unknown>(null);
  const ask = (): void => void visit.call.askRecording().then(onClose, setProblem);
  return (
    <>
      <p className={classes["lead"]}>{t("ask.lead")}</p>
      {days !== undefined && <Terms retentionDays={days} />}
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

/** The host's wish to record: says what it means before anybody is asked. */
export function AskDialog({ visit, isOpen, onClose }: AskProps): ReactNode {
  const { t } = useTranslation("recordings");
  const core = useTranslation("core");
  return (
    <Modal opened={isOpen} onClose={onClose} title={t("ask.title")} closeButtonProps={{ "aria-label": core.t("close") }}>
      <Ask visit={visit} onClose={onClose} />
    </Modal>
  );
}
