/** Kinds of notices by their ways, topic by topic. */
import { Card, Switch, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Settings, Switches, Topic } from "./api";
import { WAYS, type Way, camel, topicsOf, withSwitch } from "./model";
import classes from "./Notices.module.css";

interface MatrixProps {
  settings: Settings;
  onChange: (settings: Settings) => void;
}

function Cell({ row, way, onChange }: { row: Switches; way: Way; onChange: (isOn: boolean) => void }): ReactNode {
  const { t } = useTranslation("notifications");
  const label = t("settings.switchOf", { kind: t(`settings.kinds.${camel(row.kind)}`), way: t(`settings.way.${way}`) });
  if (!(way === "email" ? row.hasEmail : row.hasPush)) return <span className={classes["always"]}>{t("settings.never")}</span>;
  if (row.isFixed && way === "email") return <span className={classes["always"]}>{t("settings.always")}</span>;
  return <Switch size="md" aria-label={label} checked={row[way]} onChange={(event) => onChange(event.currentTarget.checked)} data-testid={`switch-${row.kind}-${way}`} />;
}

function TopicCard({ topic, rows, settings, onChange }: MatrixProps & { topic: Topic; rows: readonly Switches[] }): ReactNode {
  const { t } = useTranslation("notifications");
  return (
    <Card className={classes["card"]}>
      <table className={classes["matrix"]}>
        <thead>
          <tr>
            <th scope="col">
              <Title order={2}>{t(`settings.topics.${topic}`)}</Title>
            </th>
            {WAYS.map((way) => (
              <th key={way} scope="col" className={classes["cell"]}>
                {t(`settings.way.${way}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.kind}>
              <th scope="row">
                {t(`settings.kinds.${camel(row.kind)}`)}
                {row.isQuiet && settings.digest !== "off" && <small>{t("settings.isQuiet")}</small>}
              </th>
              {WAYS.map((way) => (
                <td key={way} className={classes["cell"]}>
                  <Cell row={row} way={way} onChange={(isOn) => onChange(withSwitch(settings, row.kind, way, isOn))} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

export function SwitchMatrix({ settings, onChange }: MatrixProps): ReactNode {
  return topicsOf(settings.switches).map(({ topic, rows }) => <TopicCard key={topic} topic={topic} rows={rows} settings={settings} onChange={onChange} />);
}
