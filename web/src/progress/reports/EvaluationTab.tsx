/** The report on a programme for whoever looks after it: on a screen, on paper, and as files. */
import { Button, Select, Title } from "@mantine/core";
import { Printer } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Failed } from "../../core/ui/Failed";
import { Loading } from "../../core/ui/Loading";
import { dayAndTime } from "../../core/when";
import type { Evaluation } from "./api";
import { EngagementPart } from "./EngagementPart";
import { FairnessPart } from "./FairnessPart";
import { FunnelPart, ReasonsPart } from "./FunnelPart";
import { OutcomesPart } from "./OutcomesPart";
import { PairsPart } from "./PairsPart";
import classes from "./Reports.module.css";
import { useEvaluation } from "./use";

const WINDOWS = ["0", "3", "6", "12"] as const;
type Window = (typeof WINDOWS)[number];

function Head({ seen, window, onWindow }: { seen: Evaluation; window: Window; onWindow: (window: Window) => void }): ReactNode {
  const { t, i18n } = useTranslation("reports");
  return (
    <div className={classes["head"]}>
      <div>
        <Title order={2}>{t("title")}</Title>
        <p className={classes["hint"]}>{t("lead")}</p>
        <p className={classes["hint"]} data-testid="evaluation-at">
          {t("asOf", { time: dayAndTime(new Date(seen.at), i18n.language) })}
          {window !== "0" && ` · ${t("windowHint")}`}
        </p>
      </div>
      <div className={classes["tools"]}>
        <Select label={t("window")} data={WINDOWS.map((value) => ({ value, label: t(`windows.w${value}`) }))} value={window} allowDeselect={false} onChange={(value) => onWindow(WINDOWS.find((one) => one === value) ?? "0")} data-testid="evaluation-window" />
        <Button variant="light" leftSection={<Printer size={18} aria-hidden="true" />} onClick={() => globalThis.print()} data-testid="evaluation-print">
          {t("print")}
        </Button>
      </div>
    </div>
  );
}

export function EvaluationTab({ programmeId }: { programmeId: string }): ReactNode {
  const [window, setWindow] = useState<Window>("0");
  const found = useEvaluation(programmeId, Number(window));
  if (found.isPending) return <Loading />;
  if (!found.data) return <Failed of={found} />;
  const seen = found.data;
  return (
    <div className={classes["tab"]} data-testid="evaluation">
      <Head seen={seen} window={window} onWindow={setWindow} />
      <FunnelPart programmeId={programmeId} seen={seen} />
      <PairsPart programmeId={programmeId} />
      <EngagementPart programmeId={programmeId} seen={seen} />
      <OutcomesPart programmeId={programmeId} seen={seen} />
      <ReasonsPart programmeId={programmeId} seen={seen} />
      <FairnessPart programmeId={programmeId} />
    </div>
  );
}
