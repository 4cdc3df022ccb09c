/** What being recorded means, in plain words: the same for who asks and who is asked. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Terms.module.css";

/** Words of what is kept as text stand in a branch of their own, in the same order. */
export const WORDS = { media: "", text: "text." } as const;

export function Terms({ kind, retentionDays }: { kind: keyof typeof WORDS; retentionDays: number }): ReactNode {
  const { t } = useTranslation("recordings");
  const of = WORDS[kind];
  return (
    <>
      <dl className={classes["terms"]}>
        <dt>{t(`${of}consent.what`)}</dt>
        <dd>{t(`${of}consent.whatHint`)}</dd>
        <dt>{t(`${of}consent.who`)}</dt>
        <dd>{t(`${of}consent.whoHint`)}</dd>
        <dt>{t(`${of}consent.how`)}</dt>
        <dd>{t(`${of}consent.howHint`, { count: retentionDays })}</dd>
      </dl>
      <p className={classes["change"]}>{t(`${of}consent.change`)}</p>
    </>
  );
}
