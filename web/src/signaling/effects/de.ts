/** German words of what is done with our own picture and sound before others get them. */
import type { Words } from "../../core/languages";
import type { effectWords } from "./en";

export const effectDe: Words<typeof effectWords> = {
  behind: "Hinter dir",
  none: "Wie es ist",
  blur: "Unscharf",
  plain: "Leere Wand",
  unfit: {
    unsupported: "Dieser Browser kann nicht ändern, was hinter dir ist. Versuche es mit einem aktuellen Firefox, Chrome, Edge oder Safari.",
    weak: "Dieses Gerät ist nicht stark genug, um zu ändern, was hinter dir ist, während du sprichst.",
  },
  voice: {
    title: "Geräusche um dich",
    browser: "Gedämpft",
    strong: "Stark gedämpft",
    off: "Bleiben",
    ignored: {
      browser: "Dieser Browser oder dieses Mikrofon dämpft Geräusche nicht von selbst. „Stark gedämpft“ erledigt es hier.",
      strong: "Dieser Browser dämpft Geräusche außerdem selbst, was auch immer hier gewählt ist.",
      off: "Dieser Browser dämpft Geräusche trotzdem: Andere hören Musik vielleicht nicht, wie sie ist.",
    },
  },
  loading: "Dein Bild wird vorbereitet …",
};
