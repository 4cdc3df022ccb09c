/** German words of how a session is encrypted. */
import type { Words } from "../core/languages";
import type { secrecyWords } from "./en";

export const secrecyDe: Words<typeof secrecyWords> = {
  chip: {
    end_to_end: "Ende-zu-Ende-verschlüsselt",
    transport: "Nur bis zum Server verschlüsselt",
    compared: "Ende-zu-Ende-verschlüsselt, verglichen",
    unable: "Dein Browser kann nicht teilnehmen",
    shortEnd_to_end: "Ende-zu-Ende",
    shortTransport: "Bis zum Server",
    shortCompared: "Verglichen",
    shortUnable: "Nicht möglich",
  },
  dialog: {
    end_to_end: "Bild und Ton werden in deinem Browser verschlüsselt, und nur die Browser derer, die hier sind, können sie entschlüsseln. Der Server reicht sie weiter und kann sie weder sehen noch hören.",
    transport: "Bild und Ton sind auf dem Weg zum Server und von dort zu den anderen verschlüsselt. Dazwischen könnte der Server sie sehen und hören.",
    knows: "Wer hier ist, wann, und wie viel gesendet wird, weiß der Server in jedem Fall.",
    compareTitle: "Vergleicht den Sicherheitscode",
    compareHint: "Lest einander diese Zahlen vor. Haben alle dieselben, sitzt niemand zwischen euch. Sind sie verschieden, sag hier nichts Vertrauliches: Verlass das Gespräch, und sprecht auf einem anderen Weg miteinander.",
    code: "Sicherheitscode",
    coming: "Wird berechnet…",
    alone: "Der Code erscheint, sobald noch jemand hier ist.",
    compared: "Wir haben ihn verglichen, und er ist bei allen gleich",
    comparedHint: "Kommt jemand dazu oder wird eine Seite neu geladen, ändert sich der Code und muss neu verglichen werden.",
    switch: "Ende-zu-Ende-Verschlüsselung",
    switchHint: "Du hast dieses Gespräch geöffnet, also entscheidest du. Alle erfahren es sofort.",
    unable_one: "Der Browser von {{names}} kann das nicht: Solange es an ist, gibt es dort weder Bild noch Ton.",
    unable_other: "Die Browser von {{names}} können das nicht: Solange es an ist, gibt es dort weder Bild noch Ton.",
    ownUnable: "Dein Browser kann das nicht. Niemand sieht oder hört dich hier, und du siehst und hörst niemanden, bis die Gesprächsleitung es ausschaltet. Ein aktueller Chrome, Edge, Firefox oder Safari kann es.",
    hostUnable: "Dein Browser kann das nicht. Niemand sieht oder hört dich hier, und du siehst und hörst niemanden, bis du es ausschaltest. Ein aktueller Chrome, Edge, Firefox oder Safari kann es.",
  },
  banner: {
    unable_one: "Der Browser von {{names}} kann nicht Ende-zu-Ende verschlüsseln.",
    unable_other: "Die Browser von {{names}} können nicht Ende-zu-Ende verschlüsseln.",
    ownUnable: "Dein Browser kann nicht Ende-zu-Ende verschlüsseln, deshalb sieht und hört dich niemand.",
    more: "Was tun?",
  },
  lobby: {
    end_to_end: "Ende-zu-Ende-verschlüsselt: Nicht einmal der Server sieht oder hört dich.",
    transport: "Verschlüsselt bis zum Server, und von dort zu den anderen.",
    unableTitle: "Mit diesem Browser kannst du so nicht teilnehmen",
    unable: "Das Gespräch ist Ende-zu-Ende-verschlüsselt, und das kann dieser Browser nicht. Du würdest niemanden sehen und hören, bis die Gesprächsleitung das ausschaltet. Nimm stattdessen einen aktuellen Chrome, Edge, Firefox oder Safari.",
  },
};
