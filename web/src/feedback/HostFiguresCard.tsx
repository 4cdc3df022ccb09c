/** What guests of somebody's gatherings say, five of them or more together; nothing before that. */
import { Title } from "@mantine/core";
import type { CSSProperties, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Feedback.module.css";
import { WORTHS, shareOf } from "./model";
import { useHostFigures } from "./use";

export function HostFiguresCard(): ReactNode {
  const { t, i18n } = useTranslation("feedback");
  const { figures = null, notes = [] } = useHostFigures().data ?? {};
  if (figures === null) return null;
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <section className={classes["card"]} aria-labelledby="hosted" data-testid="host-figures">
      <div>
        <Title order={2} id="hosted">
          {t("hosted.title")}
        </Title>
        <p className={classes["hint"]}>{t("hosted.hint")}</p>
      </div>
      <p className={classes["meta"]}>{t("hosted.of", { guests: t("hosted.guests", { count: figures.guests }), gatherings: t("hosted.gatherings", { count: figures.gatherings }) })}</p>
      {WORTHS.map((worth) => (
        <div key={worth} className={classes["mean"]}>
          <span>{t(`hosted.worth.${worth}`)}</span>
          <strong>{number.format(figures[worth])}</strong>
          <span className={classes["bar"]} aria-hidden="true">
            <span className={classes["fill"]} style={{ "--width": `${shareOf(figures, worth)}%` } as CSSProperties} />
          </span>
        </div>
      ))}
      {notes.length > 0 && (
        <div className={classes["part"]}>
          <p className={classes["meta"]}>{t("hosted.notes")}</p>
          {notes.map((note, at) => (
            // eslint-disable-next-line react/no-array-index-key
            <p key={at} className={classes["quote"]} dir="auto">
              {note}
            </p>
          ))}
        </div>
      )}
    </section>
  );
}
