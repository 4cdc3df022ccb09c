/** German words of the parts that every domain uses. */
import type { coreWords } from "./en";
import type { Words } from "./languages";

export const coreDe: Words<typeof coreWords> = {
  app: "Ithaca",
  cancel: "Abbrechen",
  close: "Schließen",
  copy: "Kopieren",
  copied: "Kopiert",
  loading: "Einen Moment…",
  slow: "Das dauert länger als sonst.",
  notLoaded: "Diese Seite ließ sich nicht laden",
  offline: "Du bist offline. Was du siehst, stimmt vielleicht nicht mehr.",
  retry: "Noch einmal versuchen",
  save: "Änderungen speichern",
  saved: "Gespeichert",
  remove: "Entfernen",
  somebody: "Jemand",
  toHome: "Zur Startseite",
  chart: { empty: "Nicht gemessen", span: "{{least}} bis {{most}}" },
  errors: {
    unreachable: "Der Server ist nicht zu erreichen. Prüfe deine Verbindung und versuche es noch einmal.",
    offline: "Du bist offline. Prüfe deine Verbindung und versuche es noch einmal.",
    late: "Der Server antwortet seit Langem nicht. Bitte versuche es gleich noch einmal.",
    server: "Bei uns ist etwas schiefgegangen. Nichts von dir ist verloren; bitte versuche es noch einmal.",
    unknown: "Etwas ist schiefgegangen. Bitte versuche es noch einmal.",
    tooMany: "Das war etwas zu oft. Bitte warte einen Moment und versuche es dann noch einmal.",
    tooManyFor_one: "Das war etwas zu oft. Bitte warte {{count}} Sekunde und versuche es dann noch einmal.",
    tooManyFor_other: "Das war etwas zu oft. Bitte warte {{count}} Sekunden und versuche es dann noch einmal.",
    unauthenticated: "Du wurdest abgemeldet. Bitte melde dich wieder an.",
    forbidden: "Das darfst du hier nicht.",
    notFound: "Das gibt es nicht mehr.",
  },
};
