/** What browsers have for writing down speech and for translating: asked for in one place, absent in many. */

interface Alternative {
  transcript: string;
}

interface Result {
  isFinal: boolean;
  length: number;
  [index: number]: Alternative | undefined;
}

export interface ResultEvent {
  resultIndex: number;
  results: { length: number; [index: number]: Result | undefined };
}

interface Heard {
  result: ResultEvent;
  error: { error: string };
  end: object;
}

/** SpeechRecognition, as far as we use it. */
export interface Recognition {
  continuous: boolean;
  interimResults: boolean;
  lang: string;
  processLocally?: boolean;
  addEventListener: <N extends keyof Heard>(name: N, listener: (event: Heard[N]) => void) => void;
  /** Newer browsers listen to the track that they are given. */
  start: (track?: MediaStreamTrack) => void;
  abort: () => void;
}

type Availability = "unavailable" | "downloadable" | "downloading" | "available";

export interface RecognitionKind {
  new (): Recognition;
  available?: (wish: { langs: string[]; processLocally: boolean }) => Promise<Availability>;
}

export interface Translation {
  translate: (text: string) => Promise<string>;
  destroy?: () => void;
}

interface Pair {
  sourceLanguage: string;
  targetLanguage: string;
}

export interface TranslatorKind {
  availability: (pair: Pair) => Promise<Availability>;
  create: (pair: Pair) => Promise<Translation>;
}

interface Speaking {
  SpeechRecognition?: RecognitionKind;
  webkitSpeechRecognition?: RecognitionKind;
  Translator?: TranslatorKind;
}

const here = (): Speaking => globalThis as Speaking;

/** Null: this browser writes down nothing. */
export const recognitionKind = (): RecognitionKind | null => here().SpeechRecognition ?? here().webkitSpeechRecognition ?? null;

export const translatorKind = (): TranslatorKind | null => here().Translator ?? null;

/** Whether this language is written on this device, so that no voice leaves it for that. */
export async function isWrittenHere(language: string): Promise<boolean> {
  try {
    return (await recognitionKind()?.available?.({ langs: [language], processLocally: true })) === "available";
  } catch {
    return false;
  }
}
