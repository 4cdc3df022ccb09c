/** Every set of weights a programme had, each with its author, its evidence and a way back to it. */
import { Badge, Button, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../../core/explain";
import { Loading } from "../../core/ui/Loading";
import { Failed } from "../../core/ui/Failed";
import { Notice } from "../../core/ui/Notice";
import { dayAndTime } from "../../core/when";
import { hued } from "../../programmes/hues";
import { CRITERIA } from "../../programmes/model";
import { WeightsBar } from "../../programmes/WeightsBar";
import type { Version } from "./api";
import classes from "./Learning.module.css";
import { tenthsOfVersion } from "./model";
import { useRestore, useVersions } from "./use";

const SHOWN_FIRST = 5;

function Shares({ one }: { one: Version }): ReactNode {
  const { t, i18n } = useTranslation("learning");
  const programmes = useTranslation("programmes");
  const percent = new Intl.NumberFormat(i18n.language, { style: "percent", maximumFractionDigits: 1 });
  const tenths = tenthsOfVersion(one);
  return (
    <details className={classes["wide"]}>
      <summary>{t("history.shares")}</summary>
      <ul className={classes["parts"]}>
        {CRITERIA.map((name) => (
          <li key={name}>
            <span className={classes["dot"]} style={hued(name, tenths[name])} aria-hidden="true" />
            {t("history.share", { name: programmes.t(`rules.criterion.${name}`), percent: percent.format(tenths[name] / 1000) })}
          </li>
        ))}
      </ul>
    </details>
  );
}

function Words({ one, isCurrent }: { one: Version; isCurrent: boolean }): ReactNode {
  const { t, i18n } = useTranslation("learning");
  const whole = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 0 });
  const { evidence } = one;
  return (
    <div className={classes["words"]}>
      <p className={classes["name"]}>
        <bdi>{t(`history.author.${one.author}`, { by: one.by ?? t("history.somebody"), restores: one.restores ?? "" })}</bdi>
      </p>
      <p className={`${classes["meta"]} ${classes["line"]}`}>
        {t("history.number", { number: one.number })} · {dayAndTime(new Date(one.setAt), i18n.language)}
        {isCurrent && (
          <Badge variant="light" color="olive" tt="none" styles={{ label: { color: "var(--ink)" } }}>
            {t("history.current")}
          </Badge>
        )}
      </p>
      {evidence !== null && (
        <p className={classes["meta"]}>
          {t("history.evidence", {
            answers: t("proposal.answers", { count: evidence.sessions }),
            people: t("proposal.people", { count: evidence.raters }),
            before: whole.format(100 * evidence.foreseenBefore),
            after: whole.format(100 * evidence.foreseenAfter),
          })}
        </p>
      )}
    </div>
  );
}

export function HistoryList({ programmeId, version }: { programmeId: string; version: number }): ReactNode {
  const { t } = useTranslation("learning");
  const say = useSay();
  const versions = useVersions(programmeId, version);
  const restore = useRestore(programmeId);
  const [isWhole, setWhole] = useState(false);
  if (versions.isPending) return <Loading />;
  if (!versions.data) return <Failed of={versions} />;
  const every = versions.data;
  const again = (number: number): void => restore.mutate({ number, base: version }, { onSuccess: () => notifications.show({ message: t("restored"), color: "olive" }) });
  return (
    <section className={classes["tab"]} data-testid="learning-history">
      <div className={classes["words"]}>
        <Title order={2}>{t("history.title")}</Title>
        <p className={classes["hint"]}>{t("history.hint")}</p>
      </div>
      {restore.error && <Notice>{say(restore.error)}</Notice>}
      <ul className={classes["rows"]}>
        {(isWhole ? every : every.slice(0, SHOWN_FIRST)).map((one, place) => (
          <li key={one.number} className={classes["version"]} aria-current={place === 0 ? "true" : undefined} data-testid="weights-version" data-author={one.author}>
            <Words one={one} isCurrent={place === 0} />
            {place > 0 && (
              <Button variant="subtle" size="sm" disabled={restore.isPending} onClick={() => again(one.number)} aria-label={t("history.restoreFor", { number: one.number })} data-testid={`restore-${one.number}`}>
                {t("history.restore")}
              </Button>
            )}
            <div className={classes["wide"]}>
              <WeightsBar value={tenthsOfVersion(one)} />
            </div>
            <Shares one={one} />
          </li>
        ))}
      </ul>
      {!isWhole && every.length > SHOWN_FIRST && (
        <div>
          <Button variant="subtle" onClick={() => setWhole(true)}>
            {t("history.all", { count: every.length })}
          </Button>
        </div>
      )}
    </section>
  );
}
