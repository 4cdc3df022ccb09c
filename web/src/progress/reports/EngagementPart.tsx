/** How alive the running mentorships are, all together: how many in which band, and the parts' means. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Engaged, Evaluation } from "./api";
import { decimal } from "./model";
import { Bar, Part } from "./parts";
import classes from "./Reports.module.css";

function Bands({ engaged }: { engaged: Engaged }): ReactNode {
  const { t, i18n } = useTranslation("reports");
  const most = Math.max(1, ...engaged.bands);
  const wide = 100 / engaged.bands.length;
  return (
    <table className={classes["table"]}>
      <thead>
        <tr>
          <th scope="col">{t("engagement.points")}</th>
          <th scope="col">{t("engagement.pairs")}</th>
        </tr>
      </thead>
      <tbody>
        {engaged.bands.map((pairs, at) => ({ pairs, band: at })).map(({ pairs, band }) => (
          <tr key={`from ${wide * band}`}>
            <th scope="row">
              <bdi dir="ltr">
                {decimal(wide * band, i18n.language)} – {decimal(band === engaged.bands.length - 1 ? 100 : wide * (band + 1) - 1, i18n.language)}
              </bdi>
            </th>
            <td>
              <div className={classes["cell"]}>
                {decimal(pairs, i18n.language)}
                <Bar share={pairs / most} />
              </div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Parts({ engaged }: { engaged: Engaged }): ReactNode {
  const { t, i18n } = useTranslation("reports");
  return (
    <table className={classes["table"]}>
      <thead>
        <tr>
          <th scope="col">{t("engagement.part")}</th>
          <th scope="col">{t("engagement.mean")}</th>
        </tr>
      </thead>
      <tbody>
        {engaged.parts.map((one) => (
          <tr key={one.part}>
            <th scope="row">
              {t(`engagement.parts.${one.part}`)}
              <small>
                {t("engagement.weight")} {decimal(one.weight, i18n.language)}
              </small>
            </th>
            <td>
              {one.mean === null ? (
                <span className={classes["soft"]}>{t("engagement.unknown")}</span>
              ) : (
                <div className={classes["cell"]}>
                  {decimal(one.mean, i18n.language)}
                  <Bar share={one.mean / 100} />
                </div>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function EngagementPart({ programmeId, seen }: { programmeId: string; seen: Evaluation }): ReactNode {
  const { t, i18n } = useTranslation("reports");
  const { engaged } = seen;
  return (
    <Part title={t("engagement.title")} hint={t("engagement.hint")} file={{ programmeId, sheet: "engagement", window: 0 }} testId="engagement">
      {engaged === null ? (
        <p>{t("engagement.none")}</p>
      ) : (
        <>
          <p className={classes["hint"]}>
            {t("engagement.median", { score: decimal(engaged.median, i18n.language) })} {engaged.tooEarly > 0 && t("engagement.early", { count: engaged.tooEarly })}
          </p>
          <div className={classes["two"]}>
            <Bands engaged={engaged} />
            <Parts engaged={engaged} />
          </div>
        </>
      )}
    </Part>
  );
}
