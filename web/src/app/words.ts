/** All words of the application by language; one more language is one more object of the same shape. */
import { accountsWords } from "../accounts/en";
import { coreWords } from "../core/en";
import { qualityWords } from "../quality/en";
import { recordingsWords } from "../recordings/en";
import { roomsWords } from "../rooms/en";
import { signalingWords } from "../signaling/en";
import { appWords } from "./en";

export const english = {
  core: coreWords,
  accounts: accountsWords,
  rooms: roomsWords,
  quality: qualityWords,
  recordings: recordingsWords,
  signaling: signalingWords,
  app: appWords,
} as const;

declare module "i18next" {
  interface CustomTypeOptions {
    defaultNS: "core";
    resources: typeof english;
  }
}
