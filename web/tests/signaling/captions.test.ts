import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { SPOKEN, nearest } from "../../src/signaling/captions/languages";
import { type CaptionLine, stillRead, withLine } from "../../src/signaling/captions/lines";
import { MAX_CHARACTERS, Recogniser, type SpeechProblem, type Written, problemOf } from "../../src/signaling/captions/recogniser";
import type { RecognitionKind, TranslatorKind } from "../../src/signaling/captions/speech";
import { Translations } from "../../src/signaling/captions/translate";
import type { CaptionedLine } from "../../src/signaling/socket";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const told = (line: number, text: string | null, part: Partial<CaptionedLine> = {}): CaptionedLine => ({ peerId: "a", line, text, isFinal: false, language: "en", envelope: null, ...part });
const texts = (lines: readonly CaptionLine[]): string[] => lines.map(({ text }) => text);

test("a line grows in its place, beside the lines of others", () => {
  const first = withLine(withLine([], told(0, "Tell"), 0), told(0, "Sing", { peerId: "b" }), 0);
  expect(texts(withLine(first, told(0, "Tell me"), 1))).toEqual(["Tell me", "Sing"]);
});

test("what comes late does not undo a finished line", () => {
  const done = withLine([], told(0, "Tell me, Muse.", { isFinal: true }), 0);
  expect(withLine(done, told(0, "Tell me"), 1)).toBe(done);
});

test("no more lines than can be read, none for longer than that takes, and none that says nothing", () => {
  const many = [0, 1, 2, 3, 4, 5].reduce<readonly CaptionLine[]>((lines, line) => withLine(lines, told(line, `${line}`), line), []);
  expect(texts(many)).toEqual(["2", "3", "4", "5"]);
  expect(stillRead(many, 5)).toBe(many);
  expect(texts(stillRead(many, 9004))).toEqual(["5"]);
  expect([withLine([], told(0, null), 0), withLine([], told(0, "  "), 0)]).toEqual([[], []]);
});

/** The browser's part: started, aborted, and made to say what a test wants. */
class Speech extends EventTarget {
  static all: Speech[] = [];
  continuous = false;
  interimResults = false;
  lang = "";
  isStarted = false;
  constructor() {
    super();
    Speech.all.push(this);
  }
  start(): void {
    this.isStarted = true;
  }
  abort(): void {
    this.isStarted = false;
  }
  say(transcript: string, isFinal: boolean): void {
    const result = { 0: { transcript }, length: 1, isFinal };
    this.dispatchEvent(Object.assign(new Event("result"), { resultIndex: 0, results: { 0: result, length: 1 } }));
  }
  fail(error: string): void {
    this.dispatchEvent(Object.assign(new Event("error"), { error }));
  }
  end(): void {
    this.dispatchEvent(new Event("end"));
  }
}

function listening(): { recogniser: Recogniser; written: Written[]; problems: (SpeechProblem | null)[]; speech: () => Speech } {
  Speech.all = [];
  const [written, problems]: [Written[], (SpeechProblem | null)[]] = [[], []];
  const recogniser = new Recogniser({
    kind: Speech as unknown as RecognitionKind,
    language: "el-GR",
    isLocal: false,
    track: null,
    firstLine: 7,
    onWritten: (one) => written.push(one),
    onProblem: (problem) => problems.push(problem),
  });
  return { recogniser, written, problems, speech: () => Speech.all.at(-1) ?? new Speech() };
}

test("a voice is written line by line, while it grows not more often than one can read", () => {
  const { written, speech } = listening();
  expect([speech().lang, speech().continuous, speech().interimResults]).toEqual(["el-GR", true, true]);
  vi.advanceTimersByTime(1000);
  speech().say("Tell", false);
  speech().say("Tell me", false);
  speech().say("Tell me, Muse", true);
  speech().say("of", true);
  expect(written).toEqual([
    { line: 7, text: "Tell", isFinal: false },
    { line: 7, text: "Tell me, Muse", isFinal: true },
    { line: 8, text: "of", isFinal: true },
  ]);
});

test("of a line without end the newest words are told", () => {
  const { written, speech } = listening();
  speech().say(`${"x".repeat(MAX_CHARACTERS)} end`, true);
  expect(written[0]?.text.length).toBe(MAX_CHARACTERS);
  expect(written[0]?.text.endsWith(" end")).toBe(true);
});

test("a browser that stops by itself is asked again, one that was stopped is not", () => {
  const { recogniser, speech } = listening();
  speech().end();
  vi.advanceTimersByTime(300);
  expect(Speech.all.length).toBe(2);
  recogniser.stop();
  expect(speech().isStarted).toBe(false);
  speech().end();
  vi.advanceTimersByTime(60_000);
  expect(Speech.all.length).toBe(2);
});

test("a refusal ends it, a lost service is tried again later, silence is nothing", () => {
  const lost = listening();
  lost.speech().fail("no-speech");
  expect(lost.problems).toEqual([]);
  lost.speech().fail("network");
  lost.speech().end();
  vi.advanceTimersByTime(1000);
  expect(Speech.all.length).toBe(1);
  vi.advanceTimersByTime(5000);
  expect(Speech.all.length).toBe(2);
  lost.speech().say("back", true);
  expect(lost.problems).toEqual(["network", null]);
  const refused = listening();
  refused.speech().fail("service-not-allowed");
  refused.speech().end();
  vi.advanceTimersByTime(60_000);
  expect([refused.problems, Speech.all.length]).toEqual([["not-allowed"], 1]);
});

test("a later recogniser does not write over the lines of an earlier one", () => {
  const { recogniser, speech } = listening();
  speech().say("one", true);
  expect(recogniser.nextLine).toBeGreaterThan(8);
});

test("an error that no standard knows is one all the same", () => {
  expect([problemOf("bad-grammar"), problemOf("aborted")]).toEqual(["other", null]);
});

test("the language is the nearest to what the browser prefers", () => {
  expect([nearest(SPOKEN, ["fr-CA"]), nearest(SPOKEN, ["fr-BE"]), nearest(SPOKEN, ["el"]), nearest(SPOKEN, ["tlh"])]).toEqual(["fr-CA", "fr-FR", "el-GR", "en-GB"]);
});

const made: string[] = [];
const translator: TranslatorKind = {
  availability: ({ sourceLanguage }) => Promise.resolve(sourceLanguage === "sw" ? "unavailable" : "available"),
  create: ({ sourceLanguage, targetLanguage }) => {
    made.push(`${sourceLanguage}-${targetLanguage}`);
    return Promise.resolve({ translate: (text) => (text === "!" ? Promise.reject(new Error("no")) : Promise.resolve(`${targetLanguage}: ${text}`)) });
  },
};

test("finished lines are translated once, by one translator for each language", async () => {
  made.length = 0;
  const translations = new Translations(translator, "el");
  const line = (id: string, language: string, part: Partial<CaptionLine> = {}): CaptionLine => ({ id, peerId: "a", text: id, isFinal: true, language, untilMs: 0, ...part });
  const lines = [line("a", "en-GB"), line("b", "en-US"), line("c", "el-GR"), line("d", "sw"), line("e", "en", { isFinal: false }), line("f", "en", { text: "!" })];
  translations.follow(lines);
  translations.follow(lines);
  await vi.runAllTimersAsync();
  expect(Object.fromEntries(translations.done.get())).toEqual({ a: "el: a", b: "el: b", c: "c", d: null, f: null });
  expect(made).toEqual(["en-el"]);
  translations.close();
});
