/** Numbers in words, and the whole test as text for a support person: no addresses, nothing about anybody. Pure. */
import type { TFunction } from "i18next";
import { type Figures, type Step, bandwidthOf, bestPath, verdictOf } from "./model";

export const showMs = (ms: number | null): string | null => (ms === null ? null : ms < 1 ? "< 1 ms" : `${Math.round(ms)} ms`);

export function showShare(share: number | null): string {
  if (share === null) return "–";
  const percent = share * 100;
  return `${percent > 0 && percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`;
}

export function showBps(bps: number): string {
  return bps >= 1_000_000 ? `${(bps / 1_000_000).toFixed(1)} Mbit/s` : `${Math.round(bps / 1000)} kbit/s`;
}

/** The measured figures of a step as short phrases. */
export function figureWords({ connectMs, rttMs, lossUp, lossDown, jitterMs }: Figures, t: TFunction<"signaling">): string[] {
  const [connect, rtt, jitter] = [showMs(connectMs), showMs(rttMs), showMs(jitterMs)];
  return [
    rtt && t("check.figure.rtt", { value: rtt }),
    lossUp === null && lossDown === null ? null : t("check.figure.loss", { up: showShare(lossUp), down: showShare(lossDown) }),
    jitter && t("check.figure.jitter", { value: jitter }),
    connect && t("check.figure.connect", { value: connect }),
  ].filter((words) => words !== null);
}

/** Name and major version, as far as the browser says them: support asks for that first. */
export function browserName(agent: string): string {
  for (const [name, pattern] of [
    ["Firefox", /Firefox\/(\d+)/u],
    ["Edge", /Edg\/(\d+)/u],
    ["Chrome", /Chrome\/(\d+)/u],
    ["Safari", /Version\/(\d+).*Safari/u],
  ] as const) {
    const version = pattern.exec(agent)?.[1];
    if (version !== undefined) return `${name} ${version}`;
  }
  return "?";
}

export function reportText(steps: readonly Step[], browser: string, at: Date, t: TFunction<"signaling">): string {
  const best = bestPath(steps);
  const bandwidth = bandwidthOf(steps);
  const verdict = verdictOf(steps);
  const lines = steps.map(({ kind, state, figures }) => {
    const measured = figures ? figureWords(figures, t) : [];
    return [`${t(`check.step.${kind}.title`)}: ${t(`check.state.${state}`)}`, ...measured].join(", ");
  });
  return [
    t("check.report.head"),
    `${at.toISOString().slice(0, 16).replace("T", " ")} UTC, ${browser}`,
    ...(verdict ? [t(`check.verdict.${verdict.word}`)] : []),
    "",
    ...lines,
    best ? t("check.report.best", { step: t(`check.step.${best.kind}.title`) }) : t("check.report.noBest"),
    ...(bandwidth ? [t("check.report.band", { up: showBps(bandwidth.upBps), down: showBps(bandwidth.downBps) })] : []),
  ].join("\n");
}
