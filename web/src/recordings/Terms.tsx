/** What being recorded means, in plain words: the same for who asks and who is asked. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Terms.module.css";

export function Terms({ retentionDays }: { retentionDays: number }): ReactNode {
  const { t } = useTranslation("recordings");
  return (
    <>
      <dl className={classes["terms"]}>
        <dt>{t("consent.what")}</dt>
        <dd>{t("consent.whatHint")}</dd>
        <dt>{t("consent.who")}</dt>
        <dd>{t("consent.whoHint")}</dd>
        <dt>{t("consent.how")}</dt>
        <dd>{t("consent.howHint", { count: retentionDays })}</dd>
      </dl>
      <p className={classes["change"]}>{t("consent.change")}</p>
    </>
  );
}
