/** German words of attendance: plain, and without blame. */
import type { Words } from "../core/languages";
import type { attendanceWords } from "./enAttendance";

export const attendanceDe: Words<typeof attendanceWords> = {
  title: "Wer da war",
  you: "Du",
  is: {
    present: "War da",
    late: "Kam später",
    left_early: "Ging früher",
    network_fault: "Verbindung gestört",
    absent: "War nicht da",
    not_held: "Nichts zu versäumen",
  },
  hint: {
    network_fault: "hat es versucht, aber die Verbindung hielt nicht",
    not_held: "die Gesprächsleitung war nicht da",
  },
  lateBy_one: "{{count}} Minute nach dem Beginn",
  lateBy_other: "{{count}} Minuten nach dem Beginn",
  earlyBy_one: "{{count}} Minute vor dem Ende",
  earlyBy_other: "{{count}} Minuten vor dem Ende",
  corrected: "berichtigt",
  unknown: "Wer da war, steht hier einige Minuten nach dem Ende.",
  failed: "Wer da war, ließ sich nicht lesen.",
  correct: "War es anders?",
  correctOf: "War es anders? Der Termin: {{when}}",
  dialog: "Wie war es?",
  dialogHint: "Was du schreibst, steht neben dem, was der Raum notiert hat, und {{name}} erfährt davon. Notizen bleiben unter euch: Euer Programm sieht, wie es war, nie deine Worte.",
  dialogHintMany: "Was du schreibst, steht neben dem, was der Raum notiert hat. Deine Worte liest nur die Gesprächsleitung und um wen es geht.",
  whom: "Um wen es geht",
  how: "Wie es war",
  note: "Eine Notiz",
  noteHint: "Zum Beispiel: Wir haben stattdessen telefoniert.",
  send: "Berichtigen",
  until: "Lässt sich bis {{date}} berichtigen.",
  history: "Was dazu gesagt wurde",
  noted: { you: "Der Raum hat über dich notiert: {{is}}", other: "Der Raum hat über {{name}} notiert: {{is}}" },
  said: {
    youOfYourself: "Du über dich: {{is}}",
    youOfOther: "Du über {{name}}: {{is}}",
    otherOfYou: "{{by}} über dich: {{is}}",
    otherOfThemself: "{{by}} in eigener Sache: {{is}}",
    otherOfOther: "{{by}} über {{name}}: {{is}}",
  },
  gone: "Jemand, der nicht mehr dabei ist",
  notHeld: "Fand nicht statt",
};
