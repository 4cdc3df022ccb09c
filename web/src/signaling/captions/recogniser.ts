/** Writes down our own voice by the browser's speech recognition: line by line, begun again whenever the browser stops by itself. */
import type { Recognition, RecognitionKind, ResultEvent } from "./speech";

/** Between two tellings of a line that still grows. */
const TELL_EVERY_MS = 350;
/** What the server takes of a line; of a longer one the end is what is new. */
export const MAX_CHARACTERS = 500;
const AGAIN_MS = 250;
/** After a speech service that could not be reached. */
const AGAIN_AFTER_LOSS_MS = 5_000;

export interface Written {
  line: number;
  text: string;
  isFinal: boolean;
}

export type SpeechProblem = "not-allowed" | "network" | "language-not-supported" | "audio-capture" | "other";

/** An error that is none (silence, our own stopping) is null. */
export function problemOf(error: string): SpeechProblem | null {
  if (error === "no-speech" || error === "aborted") return null;
  if (error === "service-not-allowed") return "not-allowed";
  return (["not-allowed", "network", "language-not-supported", "audio-capture"] as const).find((known) => known === error) ?? "other";
}

interface Parts {
  kind: RecognitionKind;
  language: string;
  /** Only on this device. */
  isLocal: boolean;
  track: MediaStreamTrack | null;
  /** The number of the first line: lines of an earlier recogniser are not written over. */
  firstLine: number;
  onWritten: (written: Written) => void;
  /** Null: it works again. */
  onProblem: (problem: SpeechProblem | null) => void;
}

export class Recogniser {
  readonly #parts: Parts;
  #recognition: Recognition | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #nextLine: number;
  #toldAtMs = 0;
  #againMs = AGAIN_MS;
  #isStopped = false;

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#nextLine = parts.firstLine;
    this.#begin();
  }

  /** The number that a later recogniser begins with. */
  get nextLine(): number {
    return this.#nextLine + 1;
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#recognition?.abort();
    this.#recognition = null;
  }

  #begin(): void {
    const { kind, language, isLocal, track } = this.#parts;
    const recognition = new kind();
    recognition.continuous = true;
    recognition.interimResults = true;
    recognition.lang = language;
    if (isLocal) recognition.processLocally = true;
    recognition.addEventListener("result", (event) => this.#hear(event));
    recognition.addEventListener("error", ({ error }) => this.#failed(problemOf(error)));
    recognition.addEventListener("end", () => this.#ended());
    this.#recognition = recognition;
    try {
      if (track) recognition.start(track);
      else recognition.start();
    } catch {
      this.#failed("other");
    }
  }

  #hear({ resultIndex, results }: ResultEvent): void {
    if (this.#isStopped) return;
    this.#againMs = AGAIN_MS;
    this.#parts.onProblem(null);
    let growing = "";
    for (let index = resultIndex; index < results.length; index += 1) {
      const text = results[index]?.[0]?.transcript ?? "";
      if (results[index]?.isFinal) this.#tell(text, true);
      else growing += text;
    }
    if (performance.now() - this.#toldAtMs >= TELL_EVERY_MS) this.#tell(growing, false);
  }

  #tell(words: string, isFinal: boolean): void {
    const text = words.trim().slice(-MAX_CHARACTERS);
    if (text === "") return;
    this.#toldAtMs = performance.now();
    this.#parts.onWritten({ line: this.#nextLine, text, isFinal });
    if (isFinal) this.#nextLine += 1;
  }

  #failed(problem: SpeechProblem | null): void {
    if (problem === null || this.#isStopped) return;
    this.#parts.onProblem(problem);
    this.#againMs = AGAIN_AFTER_LOSS_MS;
    if (problem === "not-allowed" || problem === "language-not-supported") this.stop();
  }

  #ended(): void {
    if (this.#isStopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#begin(), this.#againMs);
  }
}
