/** Who is with whom and how far: to be filtered and put in order, so that a coordinator finds who needs help. */
import { Badge, Button, Select } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { shownName } from "../../core/names";
import { HarbourScene } from "../../core/ui/scenes";
import { Failed } from "../../core/ui/Failed";
import { Loading } from "../../core/ui/Loading";
import type { Pair, Pairs, Stage } from "./api";
import { plainDate } from "../../core/when";
import { SORTS, STAGES, type Sort, countsOf, sorted } from "./model";
import { Part } from "./parts";
import classes from "./Reports.module.css";
import { usePairs } from "./use";

const AT_ONCE = 50;
const TONES: Record<Stage, string> = { stalled: "clay", waiting: "sun", active: "olive", paused: "gray", completed: "aegean", ended_early: "gray" };

function Line({ pair }: { pair: Pair }): ReactNode {
  const { t, i18n } = useTranslation("reports");
  const core = useTranslation("core");
  const name = (one: Pair["mentor"]): string => shownName(one?.name, core.t("somebody"));
  const met = pair.lastMetOn === null ? t("pairs.notMet") : plainDate(pair.lastMetOn, i18n.language);
  return (
    <tr data-testid="pair-line" data-stage={pair.stage}>
      <th scope="row">
        <bdi>{name(pair.mentee)}</bdi>
      </th>
      <td data-label={t("pairs.mentor")}>
        <bdi>{name(pair.mentor)}</bdi>
      </td>
      <td className={classes["stage"]}>
        <Badge className={classes["badge"] ?? ""} variant="light" color={TONES[pair.stage]}>
          {t(`pairs.stages.${pair.stage}`)}
        </Badge>
      </td>
      <td data-label={t("pairs.started")}>{plainDate(pair.startedOn, i18n.language)}</td>
      <td data-label={t("pairs.met")}>
        {met} {pair.lastMetOn !== null && pair.quietDays !== null && pair.quietDays > 0 && <span className={classes["soft"]}>· {t("pairs.quiet", { count: pair.quietDays })}</span>}
      </td>
      <td data-label={t("pairs.ends")}>{plainDate(pair.endsOn, i18n.language)}</td>
    </tr>
  );
}

function Table({ pairs }: { pairs: readonly Pair[] }): ReactNode {
  const { t } = useTranslation("reports");
  return (
    <table className={`${classes["table"]} ${classes["pairs"]}`} data-testid="pairs-table">
      <thead>
        <tr>
          {(["mentee", "mentor", "stage", "started", "met", "ends"] as const).map((one) => (
            <th key={one} scope="col">
              {t(`pairs.${one}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {pairs.map((pair) => (
          <Line key={pair.mentorshipId} pair={pair} />
        ))}
      </tbody>
    </table>
  );
}

function Found({ found }: { found: Pairs }): ReactNode {
  const { t, i18n } = useTranslation("reports");
  const counts = countsOf(found.pairs);
  const [stage, setStage] = useState<Stage | "">((counts.get("stalled") ?? 0) > 0 ? "stalled" : "");
  const [sort, setSort] = useState<Sort>("quiet");
  const [most, setMost] = useState(AT_ONCE);
  if (found.pairs.length === 0) {
    return (
      <div className={classes["empty"]}>
        <HarbourScene {...(classes["scene"] ? { className: classes["scene"] } : {})} />
        <strong>{t("pairs.none")}</strong>
        <p className={classes["hint"]}>{t("pairs.noneHint")}</p>
      </div>
    );
  }
  const shown = sorted(found.pairs.filter((one) => stage === "" || one.stage === stage), sort, i18n.language);
  const stages = [{ value: "", label: t("pairs.all", { count: found.pairs.length }) }, ...STAGES.map((value) => ({ value, label: `${t(`pairs.stages.${value}`)} (${counts.get(value) ?? 0})` }))];
  return (
    <>
      <div className={classes["filters"]}>
        <Select label={t("pairs.show")} data={stages} value={stage} allowDeselect={false} onChange={(value) => setStage(STAGES.find((one) => one === value) ?? "")} data-testid="pairs-stage" />
        <Select label={t("pairs.sort")} data={SORTS.map((value) => ({ value, label: t(`pairs.sorts.${value}`) }))} value={sort} allowDeselect={false} onChange={(value) => setSort(SORTS.find((one) => one === value) ?? "quiet")} data-testid="pairs-sort" />
      </div>
      {shown.length === 0 ? <p className={classes["hint"]}>{t("pairs.nobody")}</p> : <Table pairs={shown.slice(0, most)} />}
      {shown.length > most && (
        <div className={classes["screen"]}>
          <Button variant="light" onClick={() => setMost(most + AT_ONCE)}>
            {t("pairs.more")}
          </Button>
        </div>
      )}
    </>
  );
}

export function PairsPart({ programmeId }: { programmeId: string }): ReactNode {
  const { t } = useTranslation("reports");
  const pairs = usePairs(programmeId);
  return (
    <Part title={t("pairs.title")} hint={t("pairs.hint", { days: pairs.data?.stalledAfterDays ?? 21 })} file={{ programmeId, sheet: "pairs", window: 0 }} testId="pairs">
      {pairs.isPending ? <Loading /> : pairs.data ? <Found found={pairs.data} /> : <Failed of={pairs} />}
    </Part>
  );
}
