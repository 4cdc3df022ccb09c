import { expect, test } from "vitest";
import type { Agreed, Transcript } from "../../src/recordings/api";
import { fateOf } from "../../src/recordings/fate";
import { asText, found, linesOf, secondsIn } from "../../src/recordings/words";

const line = (text: string, speakerId = "h", startsMs = 0): Transcript["lines"][number] => ({ speakerId, startsMs, durationMs: 900, language: "en", text });
const speakers = [
  { id: "h", name: "Penelope", isYou: true },
  { id: "g", name: "", isYou: false },
];
const text = (...lines: Transcript["lines"]): Transcript => ({ id: "t", roomId: "r", title: "", isLive: false, startedAt: "2026-11-22T12:00:00Z", endedAt: null, expiresAt: null, durationMs: 0, lineCount: lines.length, people: [], recordingId: null, speakers, lines });

test("a line has the name of who said it, or a word for somebody who is gone", () => {
  const lines = linesOf(text(line("Tell me", "h"), line("x", "g"), line("y", "?")), "Somebody");
  expect(lines.map(({ name, isYou }) => [name, isYou])).toEqual([["Penelope", true], ["Somebody", false], ["Somebody", false]]);
});

test("words are found whatever their case and marks, by every word, in names too", () => {
  const lines = linesOf(text(line("L’Odyssée d’Homère"), line("Ἄνδρα μοι ἔννεπε"), line("قُلْ لِي")), "Somebody");
  const hits = (sought: string): number[] => found(lines, sought).map(({ at }) => at);
  expect([hits("odyssee"), hits("HOMERE odyss"), hits("ανδρα"), hits("قل لي"), hits("penelope"), hits("nothing"), hits("  ")]).toEqual([[0], [0], [1], [2], [0, 1, 2], [], [0, 1, 2]]);
});

test("copied lines say when and who", () => {
  expect(asText(linesOf(text(line("Tell me", "h", 61_000)), "?"))).toBe("[1:01] Penelope: Tell me");
});

test("of the same words twice the nearer ones are played", () => {
  const cues = [{ startTime: 1, text: "Yes" }, { startTime: 50, text: "Yes" }, { startTime: 9, text: "No" }];
  expect([secondsIn(cues, line("Yes"), 44), secondsIn(cues, line("Yes"), 3), secondsIn(cues, line("Maybe"), 3)]).toEqual([50, 1, null]);
});

test("what became of a consent is said from the point of view of who gave it", () => {
  const consent = (part: Partial<Agreed>): Agreed => ({ id: "r", kind: "text", title: "", people: [], agreedAt: "a", revokedAt: null, isLive: false, expiresAt: "e", goneAt: null, gone: null, ...part });
  const words = [{}, { isLive: true }, { gone: "revoked", goneAt: "g" }, { gone: "revoked", goneAt: "g", revokedAt: "v" }, { gone: "expired", goneAt: "g" }] as const;
  expect(words.map((part) => fateOf(consent(part)))).toEqual([{ word: "until", at: "e" }, { word: "live", at: null }, { word: "revoked", at: "g" }, { word: "revokedYou", at: "v" }, { word: "expired", at: "g" }]);
});
