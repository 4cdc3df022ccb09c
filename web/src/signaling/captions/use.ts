/** Joins captions with the call: what we asked for, what others ask of us, and our own recogniser while both are willing. */
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Store, useStore } from "../../core/store";
import { look } from "../aids/look";
import type { CallView } from "../call";
import type { LocalState } from "../local";
import type { CallState } from "../model";
import { keptIn } from "../recording";
import type { Captioning, KeptIn } from "../socket";
import type { Visit } from "../visit";
import { SPOKEN, nearest } from "./languages";
import type { CaptionLine } from "./lines";
import { Recogniser, type SpeechProblem } from "./recogniser";
import { isWrittenHere, recognitionKind, translatorKind } from "./speech";
import { Translations } from "./translate";

export interface CaptionDesk {
  isWanted: boolean;
  toggle: () => void;
  /** Others who asked for captions. */
  askers: readonly string[];
  /** They wait for our answer. */
  mustAnswer: boolean;
  /** What we say stays on this device while it is written. */
  isLocal: boolean;
  answer: (isAgreed: boolean) => void;
  isWriting: boolean;
  /** Our words are written for the text that is kept. */
  isKept: boolean;
  problem: SpeechProblem | null;
}

const quietly = (asked: Promise<void>): void => void asked.catch(() => undefined);

/** The language that we speak: the chosen one, else what the browser prefers. */
export function useSpoken(): string {
  const { i18n } = useTranslation();
  const { spoken } = useStore(look);
  return spoken ?? nearest(SPOKEN, [...navigator.languages, i18n.language]);
}

function useIsLocal(language: string, isNeeded: boolean): boolean {
  const [isLocal, setLocal] = useState(false);
  useEffect(() => {
    if (!isNeeded) return;
    let isCurrent = true;
    void isWrittenHere(language).then((found) => isCurrent && setLocal(found));
    return () => {
      isCurrent = false;
    };
  }, [language, isNeeded]);
  return isLocal;
}

interface Writing {
  visit: Visit;
  isOn: boolean;
  isLocal: boolean;
  track: MediaStreamTrack | null;
  /** A new one begins the recogniser anew: it has heard nothing from before. */
  mark: KeptIn | null;
}

/** A recogniser for as long as our words are wanted, agreed to, and the microphone is on. */
function useWriting({ visit, isOn, isLocal, track, mark }: Writing): SpeechProblem | null {
  const language = useSpoken();
  const nextLine = useRef(0);
  const [problem, setProblem] = useState<SpeechProblem | null>(null);
  const [transcript, stretch] = [mark?.recordingId, mark?.stretch];
  useEffect(() => {
    const kind = recognitionKind();
    const kept = transcript === undefined || stretch === undefined ? null : { recordingId: transcript, stretch };
    if (!isOn || kind === null) return;
    const recogniser = new Recogniser({
      kind,
      language,
      isLocal,
      track,
      firstLine: nextLine.current,
      // A line that is not taken is followed by its next telling.
      onWritten: (written) => quietly(visit.call.writeCaption({ ...written, language, keptIn: kept })),
      onProblem: setProblem,
    });
    return () => {
      nextLine.current = recogniser.nextLine;
      recogniser.stop();
      setProblem(null);
    };
  }, [visit, isOn, isLocal, track, language, transcript, stretch]);
  return problem;
}

/** Keeps the server's view of us equal to ours, also of a server that has forgotten it. */
function useTold(visit: Visit, call: CallState, isWanted: boolean, state: Captioning | null): void {
  const isLive = call.phase === "live";
  const { askedBy, captioners } = call.captions;
  const isAsked = askedBy.includes(call.selfId ?? "");
  const told = captioners.find(({ peerId }) => peerId === call.selfId)?.state;
  useEffect(() => {
    if (isLive && isAsked !== isWanted) quietly(visit.call.askCaptions(isWanted));
  }, [visit, isLive, isAsked, isWanted]);
  useEffect(() => {
    if (isLive && state !== null && told !== state) quietly(visit.call.offerCaptions(state));
  }, [visit, isLive, state, told]);
}

/** What we do with our words, as others are told it; null: we have not answered. */
function standing(isAble: boolean, isAgreed: boolean | null): Captioning | null {
  if (!isAble) return "unable";
  if (isAgreed === null) return null;
  return isAgreed ? "writing" : "declined";
}

/** Who agreed that their words are kept has agreed that they are written; null: they are not to be kept now. */
const markOf = ({ phase, transcript, selfId }: CallState): KeptIn | null => (phase === "live" ? keptIn(transcript, selfId) : null);

export function useCaptionDesk(visit: Visit, { call }: CallView, local: LocalState): CaptionDesk {
  const [isWanted, setWanted] = useState(false);
  const [isAgreed, setAgreed] = useState<boolean | null>(null);
  const askers = call.captions.askedBy.filter((peerId) => peerId !== call.selfId);
  const isNeeded = askers.length > 0;
  const mark = markOf(call);
  const isKept = mark !== null;
  const isUsed = isNeeded || isKept;
  const state = standing(recognitionKind() !== null, isKept || isAgreed);
  useTold(visit, call, isWanted, isUsed ? state : null);
  const isLocal = useIsLocal(useSpoken(), isUsed);
  const isWriting = call.phase === "live" && isUsed && state === "writing";
  const { microphone } = local;
  const problem = useWriting({ visit, isOn: isWriting && microphone.isOn, isLocal, track: microphone.track, mark });
  const toggle = useCallback(() => setWanted((was) => !was), []);
  return { isWanted, toggle, askers, mustAnswer: isNeeded && state === null, isLocal, answer: setAgreed, isWriting, isKept, problem };
}

const nothing = new Store<ReadonlyMap<string, string | null>>(new Map());

/** Line → its translation, as they are done; null: it cannot be translated. */
export function useTranslated(lines: readonly CaptionLine[], target: string | null): ReadonlyMap<string, string | null> {
  const made = useMemo(() => {
    const kind = translatorKind();
    return kind && target !== null ? new Translations(kind, target) : null;
  }, [target]);
  useEffect(() => () => made?.close(), [made]);
  useEffect(() => made?.follow(lines), [made, lines]);
  return useStore(made?.done ?? nothing);
}
