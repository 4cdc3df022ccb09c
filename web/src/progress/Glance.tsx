/** One line on the card of a mentorship: when the next session is, how far the goals are. */
import { CalendarClock, Flag, Moon } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { dayAndTime } from "../core/when";
import classes from "./Progress.module.css";
import { useGlance } from "./use";
import { usePercent } from "./words";

export function Glance({ mentorshipId }: { mentorshipId: string }): ReactNode {
  const { t, i18n } = useTranslation("progress");
  const percent = usePercent();
  const glance = useGlance(mentorshipId);
  if (!glance) return null;
  return (
    <p className={classes["glance"]} data-testid="glance" data-stage={glance.stage}>
      <span>
        <CalendarClock size={16} aria-hidden="true" />
        {glance.nextAt === null ? t("glance.noNext") : t("glance.next", { when: dayAndTime(new Date(glance.nextAt), i18n.language) })}
      </span>
      <span>
        <Flag size={16} aria-hidden="true" />
        {glance.goalPercent === null ? t("glance.noGoals") : t("glance.goals", { percent: percent(glance.goalPercent) })}
      </span>
      {glance.stage === "stalled" && (
        <span>
          <Moon size={16} aria-hidden="true" />
          {t("glance.quiet")}
        </span>
      )}
    </p>
  );
}
