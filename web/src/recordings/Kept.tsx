/** What was kept of one session, recording or text: when it was, with whom, until when; in a list and on a card. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useNumerals } from "../core/numerals";
import { dayAndTime, shortDate } from "../core/when";
import { clockTime } from "./model";
import classes from "./Recordings.module.css";

interface Kept {
  title: string;
  startedAt: string;
  expiresAt: string | null;
  durationMs: number;
  people: readonly string[];
}

export function Met({ kept: { startedAt, durationMs, people } }: { kept: Kept }): ReactNode {
  const { t, i18n } = useTranslation("recordings");
  const numerals = useNumerals();
  return (
    <>
      {dayAndTime(new Date(startedAt), i18n.language)} · {numerals(clockTime(durationMs))} · <bdi>{t("list.with", { names: new Intl.ListFormat(i18n.language).format(people) })}</bdi>
    </>
  );
}

/** After something else in the same line. */
export function Until({ kept: { expiresAt } }: { kept: Pick<Kept, "expiresAt"> }): ReactNode {
  const { t, i18n } = useTranslation("recordings");
  return expiresAt !== null && ` · ${t("list.expires", { date: shortDate(new Date(expiresAt), i18n.language) })}`;
}

interface KeptRowProps {
  kept: Kept;
  Heading: "h2" | "h3";
  /** How far it is. */
  words: string;
  state?: string;
  testId: string;
  /** What leads to it. */
  children: ReactNode;
}

export function KeptRow({ kept, Heading, words, state, testId, children }: KeptRowProps): ReactNode {
  return (
    <li className={classes["row"]} data-testid={testId} data-state={state}>
      <div className={classes["words"]}>
        <Heading className={classes["title"]}>
          <bdi>{kept.title}</bdi>
        </Heading>
        <p className={classes["meta"]}>
          <Met kept={kept} />
        </p>
        <p className={classes["meta"]}>
          {words}
          <Until kept={kept} />
        </p>
      </div>
      {children}
    </li>
  );
}

interface KeptLineProps {
  sign: ReactNode;
  startedAt: string;
  words: string;
  state?: string;
  testId: string;
  children: ReactNode;
}

/** The short of it, where the session is known. */
export function KeptLine({ sign, startedAt, words, state, testId, children }: KeptLineProps): ReactNode {
  const { i18n } = useTranslation("recordings");
  return (
    <li className={classes["line"]} data-testid={testId} data-state={state}>
      {sign}
      <span className={classes["lineWords"]}>
        {dayAndTime(new Date(startedAt), i18n.language)} · {words}
      </span>
      {children}
    </li>
  );
}
