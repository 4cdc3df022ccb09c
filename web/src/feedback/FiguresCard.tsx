/** What a mentor's mentees say, all together; or that there are too few of them yet. */
import { Title } from "@mantine/core";
import type { CSSProperties, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Failed } from "../core/ui/Failed";
import { Loading } from "../core/ui/Loading";
import type { Figures } from "./api";
import classes from "./Feedback.module.css";
import { PACES, widthOf } from "./model";
import { useFigures } from "./use";

function Mean({ label, mean }: { label: string; mean: number | null }): ReactNode {
  const { t, i18n } = useTranslation("feedback");
  if (mean === null) return null;
  const shown = new Intl.NumberFormat(i18n.language, { minimumFractionDigits: 1 }).format(mean);
  return (
    <div className={classes["mean"]}>
      <span>{label}</span>
      <strong>{shown}</strong>
      <span className={classes["bar"]} role="img" aria-label={t("figures.mean", { label, mean: shown })}>
        <span className={classes["fill"]} style={{ "--width": `${widthOf(mean)}%` } as CSSProperties} />
        <span className={classes["middle"]} />
      </span>
    </div>
  );
}

function Shown({ figures }: { figures: Figures }): ReactNode {
  const { t, i18n } = useTranslation("feedback");
  const percent = new Intl.NumberFormat(i18n.language, { style: "percent", maximumFractionDigits: 0 });
  const shares = { too_slow: figures.pace.tooSlow, right: figures.pace.right, too_fast: figures.pace.tooFast };
  return (
    <>
      <p className={classes["meta"]}>
        {t("figures.of", { sessions: t("figures.sessions", { count: figures.sessions }), mentees: t("figures.mentees", { count: figures.mentees }) })} · {t("figures.met")}
      </p>
      <Mean label={t("card.useful")} mean={figures.useful} />
      <Mean label={t("card.progress")} mean={figures.progress} />
      <Mean label={t("card.heard")} mean={figures.heard} />
      <p className={classes["meta"]}>
        {t("figures.pace")}: {PACES.map((one) => `${t(`card.paces.${one}`)} ${percent.format(shares[one])}`).join(" · ")}
      </p>
      {figures.tags.length > 0 && (
        <div>
          <p className={classes["meta"]}>{t("figures.thanks")}</p>
          <ul className={classes["tags"]}>
            {figures.tags.map(({ tag, mentees }) => (
              <li key={tag} className={classes["tag"]}>
                {t(`card.tags.${tag}`)} · {mentees}
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

export function FiguresCard(): ReactNode {
  const { t } = useTranslation("feedback");
  const found = useFigures(true);
  return (
    <section className={classes["card"]} aria-labelledby="figures" data-testid="figures">
      <div>
        <Title order={2} id="figures">
          {t("figures.title")}
        </Title>
        <p className={classes["hint"]}>{t("figures.hint")}</p>
      </div>
      {found.isPending && <Loading />}
      {found.isLoadingError && <Failed of={found} />}
      {found.data?.figures && <Shown figures={found.data.figures} />}
      {found.data && !found.data.figures && (
        <p className={classes["hint"]}>
          <strong>{t("figures.tooFew")}.</strong> {t("figures.tooFewHint", { count: found.data.neededMentees })}
        </p>
      )}
    </section>
  );
}
