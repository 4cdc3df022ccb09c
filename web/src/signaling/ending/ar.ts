/** Arabic words of what is asked when a session has ended for somebody. */
import type { Words } from "../../core/languages";
import type { endingWords } from "./en";

export const endingAr: Words<typeof endingWords> = {
  title: "قبل أن تذهب",
  hint: "أجب عما تشاء في دقيقة. ويمكن ترك كل ذلك.",
  guestTitle: "سؤال واحد قبل أن تذهب",
  guestHint: "يمكنك تركه.",
  gathering: "شكرًا على مشاركتك.",
  done: "تم",
  away: "شكرًا. إلى اللقاء.",
};
