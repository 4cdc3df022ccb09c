/** German words of going straight into a session. */
import type { Words } from "../../core/languages";
import type { straightWords } from "./en";

export const straightDe: Words<typeof straightWords> = {
  going: "Es geht hinein in „{{title}}“…",
  checkFirst: "Erst Geräte prüfen",
  tick: "Beim nächsten Mal gleich hinein",
  hint: "Auf diesem Gerät und mit dem, was jetzt an ist. Deine Geräte kannst du trotzdem jederzeit vorher prüfen.",
  asks: {
    microphone: "Du bist nicht gleich hineingegangen: Dein Browser fragt neu, ob diese Seite dein Mikrofon benutzen darf.",
    camera: "Du bist nicht gleich hineingegangen: Dein Browser fragt neu, ob diese Seite deine Kamera benutzen darf.",
  },
  gone: {
    microphone: "Du bist nicht gleich hineingegangen: Das Mikrofon vom letzten Mal ist nicht da.",
    camera: "Du bist nicht gleich hineingegangen: Die Kamera vom letzten Mal ist nicht da.",
  },
  failed: {
    microphone: "Du bist nicht gleich hineingegangen: Dein Mikrofon ließ sich nicht starten.",
    camera: "Du bist nicht gleich hineingegangen: Deine Kamera ließ sich nicht starten.",
  },
};
