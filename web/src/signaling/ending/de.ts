/** German words of what is asked when a session has ended for somebody. */
import type { Words } from "../../core/languages";
import type { endingWords } from "./en";

export const endingDe: Words<typeof endingWords> = {
  title: "Bevor du gehst",
  hint: "Antworte, worauf du magst; es dauert eine Minute. Alles lässt sich auslassen.",
  guestTitle: "Eine Frage, bevor du gehst",
  guestHint: "Du kannst sie auslassen.",
  gathering: "Danke, dass du dabei warst.",
  done: "Fertig",
  away: "Danke. Bis zum nächsten Mal.",
};
