/** The parts of the operators' page that are lists: health, workers, distributions. */
import { CircleCheck, CircleMinus, CircleX } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Schemas } from "../core/api";
import { useNumerals } from "../core/numerals";
import { bitrate, percent, shares, whole } from "./figures";
import classes from "./OperatorPage.module.css";

type Overview = Schemas["OverviewOut"];
type Health = Schemas["HealthOut"];

const ICON = { up: CircleCheck, down: CircleX, off: CircleMinus } as const;

function Part({ part, way, state }: { part: Health["part"]; way: string; state: Health["state"] }): ReactNode {
  const { t } = useTranslation("operators");
  const Icon = ICON[state];
  const name = way === "" && part === "relay" ? t("relayOff") : t(`part.${part}`, { way: way.toUpperCase() });
  return (
    <li data-state={state} data-testid="operator-health">
      <Icon size={20} aria-hidden="true" />
      <span>{name}</span>
      <span className={classes["stateWord"]}>{t(`state.${state}`)}</span>
    </li>
  );
}

export function HealthList({ health }: { health: readonly Health[] }): ReactNode {
  const { t } = useTranslation("operators");
  const hasRelay = health.some(({ part }) => part === "relay");
  return (
    <section aria-labelledby="operator-health">
      <h2 id="operator-health">{t("health")}</h2>
      <ul className={classes["health"]}>
        {health.map(({ part, way, state }) => (
          <Part key={part + way} part={part} way={way} state={state} />
        ))}
        {!hasRelay && <Part part="relay" way="" state="off" />}
      </ul>
    </section>
  );
}

export function WorkerTable({ workers }: { workers: Overview["workers"] }): ReactNode {
  const { t } = useTranslation("operators");
  const numerals = useNumerals();
  const columns = ["worker", "rooms", "cpu", "packets", "bits", "loss", "drops"] as const;
  return (
    <section aria-labelledby="operator-workers">
      <h2 id="operator-workers">{t("workers")}</h2>
      <p className={classes["hint"]}>{t("workersHint")}</p>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a table that scrolls must be reached by keys */}
      <div className={classes["scroll"]} tabIndex={0} role="group" aria-labelledby="operator-workers">
        <table className={classes["table"]} data-testid="operator-workers">
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {t(`column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {workers.map((worker, index) => (
              // oxlint-disable-next-line react/no-array-index-key -- a worker is its number
              <tr key={index}>
                <th scope="row">{numerals(whole(index + 1))}</th>
                <td>{numerals(whole(worker.rooms))}</td>
                <td>{numerals(percent(worker.cpu))}</td>
                <td>{numerals(whole(worker.packetsPerSecond))}</td>
                <td>{numerals(bitrate(worker.bitsPerSecond))}</td>
                <td>{worker.loss === null ? "–" : numerals(percent(worker.loss))}</td>
                <td>{numerals(whole(worker.drops))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface Slice {
  word: string;
  label: string;
  share: number;
}

/** Words first; the bar only repeats them. */
function Distribution({ slices }: { slices: readonly Slice[] }): ReactNode {
  return (
    <>
      <div className={classes["bar"]} aria-hidden="true">
        {slices.map(({ word, share }) => (
          <span key={word} data-class={word} style={{ flexGrow: share }} />
        ))}
      </div>
      <ul className={classes["legend"]}>
        {slices.map(({ word, label }) => (
          <li key={word} data-class={word}>
            {label}
          </li>
        ))}
      </ul>
    </>
  );
}

function Grades({ grades }: { grades: Overview["grades"] }): ReactNode {
  const { t } = useTranslation("operators");
  const numerals = useNumerals();
  const found = shares(grades, ["good", "fair", "poor", "lost"]);
  const isEmpty = found.every(({ count }) => count === 0);
  return (
    <div className={classes["card"]}>
      <h3>{t("connections")}</h3>
      <p className={classes["hint"]}>{t(isEmpty ? "connectionsNone" : "connectionsHint")}</p>
      {!isEmpty && <Distribution slices={found.map(({ word, count, share }) => ({ word, share, label: t("share", { word: t(`grade.${word}`), count, share: numerals(percent(share)) }) }))} />}
    </div>
  );
}

function Ended({ title, of }: { title: string; of: Overview["day"] }): ReactNode {
  const { t } = useTranslation("operators");
  const numerals = useNumerals();
  const found = shares(of, ["good", "fair", "poor"]);
  return (
    <div className={classes["card"]} data-testid="operator-ended">
      <h3>{title}</h3>
      {of.participations === 0 || of.medianMos === null ? (
        <p className={classes["hint"]}>{t("none")}</p>
      ) : (
        <>
          <Distribution slices={found.map(({ word, count, share }) => ({ word, share, label: t("share", { word: t(`class.${word}`), count, share: numerals(percent(share)) }) }))} />
          <p className={classes["hint"]}>{t("median", { mos: numerals(of.medianMos.toFixed(1)) })}</p>
          <p className={classes["hint"]}>{t("freezes", { count: of.freezes, share: numerals(percent(of.withoutFreeze / of.participations)) })}</p>
        </>
      )}
    </div>
  );
}

export function QualityPart({ seen }: { seen: Overview }): ReactNode {
  const { t } = useTranslation("operators");
  return (
    <section aria-labelledby="operator-quality">
      <h2 id="operator-quality">{t("quality")}</h2>
      <p className={classes["hint"]}>{t("qualityHint")}</p>
      <div className={classes["cards"]}>
        <Grades grades={seen.grades} />
        <Ended title={t("day")} of={seen.day} />
        <Ended title={t("week")} of={seen.week} />
      </div>
    </section>
  );
}
