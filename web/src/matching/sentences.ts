/** Reasons, caveats and changes as sentences in the reader's language. */
import { useTranslation } from "react-i18next";
import { isolated } from "../core/names";
import { languageName } from "../core/languages";
import { useMe } from "../accounts/use";
import { useNow } from "../core/useNow";
import { dayName } from "../profiles/grid";
import type { Change, Said, Window } from "./api";
import { daysOf, formOf, momentOf } from "./model";

const TWO_HOURS_MS = 7_200_000;

/** The sentence of a reason or a caveat. */
export function useSentence(): (said: Said, common: readonly Window[]) => string {
  const { t, i18n } = useTranslation("matching");
  const profiles = useTranslation("profiles");
  const locale = i18n.language;
  const list = new Intl.ListFormat(locale);
  const quoted = (texts: readonly string[]): string => list.format(texts.map((one) => t("quoted", { words: isolated(one) })));
  return (said, common) => {
    const count = said.hours ?? said.covered ?? said.steps ?? said.sessions ?? 0;
    const form = formOf(said) as "found_less";
    return t(`reason.${form}`, {
      count,
      covered: said.covered ?? 0,
      of: said.of ?? 0,
      goal: isolated(said.goals[0] ?? ""),
      line: isolated(said.lines[0] ?? ""),
      goals: quoted(said.goals),
      lines: quoted([...new Set(said.lines)]),
      skills: list.format(said.skills.map(isolated)),
      industries: list.format(said.industries.map((one) => profiles.t(`industry.${one as "software"}`))),
      interests: list.format(said.interests.map(isolated)),
      languages: list.format(said.languages.map((tag) => languageName(tag, locale))),
      styles: list.format(said.styles.map((one) => profiles.t(`style.${one as "coaching"}.name`))),
      days: list.format(daysOf(common).map((day) => dayName(day, locale, "long"))),
    });
  };
}

/** The smallest change that would help; null for one that nobody can make. */
export function useChange(): (change: Change) => string | null {
  const { t, i18n } = useTranslation("matching");
  const zone = useMe().data?.timeZone ?? "UTC";
  const now = useNow();
  const locale = i18n.language;
  const clock = new Intl.DateTimeFormat(locale, { timeZone: zone, hour: "2-digit", minute: "2-digit" });
  return ({ gate, opens, startMinute, language }) => {
    switch (gate) {
      case "hours": {
        const from = momentOf(startMinute ?? 0, now);
        const day = new Intl.DateTimeFormat(locale, { timeZone: zone, weekday: "long" }).format(from);
        return t("none.hours", { count: opens, day, from: clock.format(from), to: clock.format(new Date(from.getTime() + TWO_HOURS_MS)) });
      }
      case "language":
        return t("none.language", { count: opens, language: languageName(language ?? "", locale) });
      case "wished_language":
      case "charges":
      case "gap":
      case "full":
        return t(`none.${gate}`, { count: opens });
      default:
        return null;
    }
  };
}
