/** One participant's connection through a session. */
import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { shownName } from "../core/names";
import { useNumerals } from "../core/numerals";
import { Sparkline } from "../core/ui/Sparkline";
import { dayAndTime } from "../core/when";
import { type CallRecord, heard, linesOf, minutesOf } from "./records";
import classes from "./RecordsPage.module.css";

const showMs = (ms: number): string => `${Math.round(ms)} ms`;
const showShare = (share: number): string => `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
const showHeight = (lines: number): string => `${Math.round(lines)}p`;

function Sound({ record: { mosUp, mosDown } }: { record: CallRecord }): ReactNode {
  const { t } = useTranslation("quality");
  const numerals = useNumerals();
  return (
    <dl className={classes["sound"]}>
      {([["sent", mosUp], ["received", mosDown]] as const).map(([way, mos]) => (
        <div key={way} data-heard={heard(mos)} data-testid={`record-${way}`}>
          <dt>{t(`records.${way}`)}</dt>
          <dd>
            {t(`records.heard.${heard(mos)}`)} {mos !== null && <small>{t("records.score", { mos: numerals(mos.toFixed(1)) })}</small>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Facts({ record }: { record: CallRecord }): ReactNode {
  const { t } = useTranslation("quality");
  const numerals = useNumerals();
  const { freezes, frozenMs, reconnections, firstFrameMs, route } = record;
  const facts = [
    t(`records.route.${route}`),
    freezes === 0 ? t("records.freezesNone") : t("records.freezes", { count: freezes, seconds: numerals((frozenMs / 1000).toFixed(1)) }),
    reconnections === 0 ? t("records.reconnectionsNone") : t("records.reconnections", { count: reconnections }),
    ...(firstFrameMs === null ? [] : [t("records.firstFrame", { seconds: numerals((firstFrameMs / 1000).toFixed(1)) })]),
  ];
  return (
    <ul className={classes["facts"]}>
      {facts.map((fact) => (
        <li key={fact}>{fact}</li>
      ))}
    </ul>
  );
}

/** In their own word, beside what was measured. */
function Said({ verdict }: { verdict: NonNullable<CallRecord["verdict"]> }): ReactNode {
  const { t, i18n } = useTranslation("quality");
  const troubles = verdict.troubles.map((one) => t(`verdict.troubles.${one}`));
  const said = t(`verdict.said.${verdict.said}`);
  return (
    <p className={classes["said"]} data-testid="record-verdict">
      {t("records.said", { said: troubles.length === 0 ? said : `${said} (${new Intl.ListFormat(i18n.language).format(troubles)})` })}
    </p>
  );
}

export function RecordCard({ record }: { record: CallRecord }): ReactNode {
  const { t, i18n } = useTranslation("quality");
  const lines = linesOf(record);
  return (
    <li className={classes["card"]} data-testid="record">
      <header className={classes["head"]}>
        <Title order={2} className={classes["name"]}>
          <bdi>{record.name === null ? t("records.guest") : shownName(record.name, t("records.guest"))}</bdi>
        </Title>
        <p>{t("records.when", { when: dayAndTime(new Date(record.joinedAt), i18n.language), count: minutesOf(record) })}</p>
      </header>
      <Sound record={record} />
      <div className={classes["charts"]}>
        <Sparkline label={t("records.rtt")} values={lines.rttMs} show={showMs} atLeast={100} />
        <Sparkline label={t("records.loss")} values={lines.loss} show={showShare} atLeast={0.05} />
        <Sparkline label={t("records.height")} values={lines.height} show={showHeight} atLeast={360} />
      </div>
      <Facts record={record} />
      {record.verdict && <Said verdict={record.verdict} />}
    </li>
  );
}
