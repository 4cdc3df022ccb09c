/** German words of the page that a link in a letter leads to. */
import type { Words } from "../core/languages";
import type { answerWords } from "./answerWords";

export const answerDe: Words<typeof answerWords> = {
  title: "Deine Antwort",
  hello: "Hallo {{name}},",
  gone: "Dieser Link gilt nicht mehr",
  goneHint: "Er gehörte zu einem Termin, der inzwischen begonnen oder sich geändert hat. Den jetzigen Stand findest du in der letzten E-Mail und unter deinen Terminen.",
  home: "Ithaca öffnen",
  asked: "Du wirst um diesen Termin gebeten. Passt er dir?",
  yes: "Ja sagen",
  no: "Nein sagen",
  stands: "Dieser Termin findet statt. Du kannst doch nicht?",
  cancel: "Termin absagen",
  cancelHint: "Die andere Seite erfährt es sofort, und die Zeit ist wieder frei.",
  cancelAllHint: "Alle, die teilnehmen, erfahren es sofort.",
  giveBack: "Meinen Platz zurückgeben",
  giveBackHint: "Ihn bekommt, wer am längsten wartet.",
  agreed: "Du hast ja gesagt. Ihr bekommt beide eine E-Mail mit der Einladung.",
  over: "Dieser Termin findet nicht statt, oder du nimmst nicht mehr teil.",
  zone: "Zeiten in {{zone}}",
};
