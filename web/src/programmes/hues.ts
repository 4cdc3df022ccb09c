/** The colour that each criterion has wherever weights are drawn. */
import type { CSSProperties } from "react";
import type { Criterion } from "./model";

/** Told apart by lightness too, for those who see few colours. */
export const HUES: Record<Criterion, string> = {
  goals: "#0d5561",
  skills: "#4f9fa3",
  style: "#c25a34",
  availability: "#f0ae57",
  industry: "#5b7030",
  seniority: "#a8bb74",
  interests: "#7a4b6a",
  quality: "#8fa9ac",
};

export const hued = (which: Criterion, tenths: number): CSSProperties => ({ "--hue": HUES[which], "--share": `${tenths / 10}%` }) as CSSProperties;
