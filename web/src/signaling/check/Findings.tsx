/** What the test found, in words: the verdict, how much goes through, what to do, and the text for support. */
import { useNumerals } from "../../core/numerals";
import { Button, Textarea } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { ArrowDown, ArrowUp, Check, Copy, Lightbulb } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./CheckPage.module.css";
import { type Step, type Tier, adviceOf, bandwidthOf, bestPath, worstLoss } from "./model";
import { browserName, reportText, showBps, showMs, showShare } from "./report";

/** Beyond this the pattern itself was the limit, so more may go through. */
const MEASURED_TO_BPS = 2_400_000;

function Way({ isUp, tier, bps }: { isUp: boolean; tier: Tier; bps: number }): ReactNode {
  const { t } = useTranslation("signaling");
  const numerals = useNumerals();
  const Icon = isUp ? ArrowUp : ArrowDown;
  return (
    <div className={classes["way"]} data-tier={tier} data-testid={isUp ? "check-up" : "check-down"}>
      <dt>
        <Icon size={18} aria-hidden="true" /> {t(isUp ? "check.band.up" : "check.band.down")}
      </dt>
      <dd>{t(`check.band.${tier}`)}</dd>
      <dd className={classes["figures"]}>{t(bps >= MEASURED_TO_BPS ? "check.band.atLeast" : "check.band.about", { value: numerals(showBps(Math.min(bps, MEASURED_TO_BPS))) })}</dd>
    </div>
  );
}

function Bandwidth({ steps }: { steps: readonly Step[] }): ReactNode {
  const { t } = useTranslation("signaling");
  const bandwidth = bandwidthOf(steps);
  if (!bandwidth) return null;
  return (
    <section className={classes["band"]} aria-labelledby="check-band">
      <h2 id="check-band">{t("check.band.title")}</h2>
      <dl>
        <Way isUp tier={bandwidth.up} bps={bandwidth.upBps} />
        <Way isUp={false} tier={bandwidth.down} bps={bandwidth.downBps} />
      </dl>
    </section>
  );
}

function AdviceList({ steps }: { steps: readonly Step[] }): ReactNode {
  const { t } = useTranslation("signaling");
  const numerals = useNumerals();
  const found = adviceOf(steps);
  const figures = bestPath(steps)?.figures ?? null;
  if (found.length === 0) return null;
  const values = { loss: numerals(showShare(worstLoss(figures))), rtt: numerals(showMs(figures?.rttMs ?? null) ?? "") };
  return (
    <section className={classes["advice"]} aria-labelledby="check-advice" data-testid="check-advice">
      <h2 id="check-advice">
        <Lightbulb size={20} aria-hidden="true" /> {t("check.advice.title")}
      </h2>
      <ul>
        {found.map((advice) => (
          <li key={advice} data-advice={advice}>
            {t(`check.advice.${advice}`, values)}
          </li>
        ))}
      </ul>
    </section>
  );
}

function ForSupport({ text }: { text: string }): ReactNode {
  const { t } = useTranslation("signaling");
  const core = useTranslation("core");
  const clipboard = useClipboard({ timeout: 2_000 });
  const [isShown, setShown] = useState(false);
  return (
    <section className={classes["support"]} aria-labelledby="check-support">
      <div>
        <h2 id="check-support">{t("check.report.title")}</h2>
        <p>{t("check.report.hint")}</p>
      </div>
      <div className={classes["buttons"]}>
        <Button
          variant="light"
          size="sm"
          onClick={() => clipboard.copy(text)}
          leftSection={clipboard.copied ? <Check size={18} aria-hidden="true" /> : <Copy size={18} aria-hidden="true" />}
          data-testid="check-copy"
        >
          <span aria-live="polite">{clipboard.copied ? core.t("copied") : t("check.report.copy")}</span>
        </Button>
        <Button variant="subtle" size="sm" aria-expanded={isShown} onClick={() => setShown(!isShown)} data-testid="check-show">
          {t("check.report.show")}
        </Button>
      </div>
      {isShown && <Textarea readOnly autosize value={text} aria-label={t("check.report.label")} className={classes["text"]} data-testid="check-text" />}
    </section>
  );
}

export function Findings({ steps, at }: { steps: readonly Step[]; at: Date }): ReactNode {
  const { t } = useTranslation("signaling");
  return (
    <>
      <Bandwidth steps={steps} />
      <AdviceList steps={steps} />
      <ForSupport text={reportText(steps, browserName(navigator.userAgent), at, t)} />
    </>
  );
}
