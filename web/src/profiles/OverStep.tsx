/** The end of the form: whether one can be matched, what is still missing, and what others will see. */
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { CircleAlert, CircleCheck, Download } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Failed } from "../core/ui/Failed";
import { Loading } from "../core/ui/Loading";
import type { Completeness } from "./api";
import { MentorView } from "./MentorView";
import { type Gap, type Role, gapsOf } from "./model";
import { StepHead } from "./StepHead";
import { useMentorSeen } from "./use";
import classes from "./Wizard.module.css";

function Gaps({ title, gaps, side }: { title: string; gaps: readonly Gap[]; side: Role }): ReactNode {
  const { t } = useTranslation("profiles");
  if (gaps.length === 0) return null;
  return (
    <section className={classes["block"]}>
      <h3 className={classes["label"]}>{title}</h3>
      <ul className={classes["gaps"]}>
        {gaps.map(({ field, step, isNeeded }) => (
          <li key={field} data-needed={isNeeded}>
            {isNeeded ? <CircleAlert size={18} aria-hidden="true" /> : <CircleCheck size={18} aria-hidden="true" />}
            <Link to={`/profile/${side}`} search={{ step }} data-testid={`gap-${field}`}>
              {t(`field.${field}`)}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Preview({ personId }: { personId: string }): ReactNode {
  const { t } = useTranslation("profiles");
  const mentor = useMentorSeen(personId);
  return (
    <section className={classes["block"]}>
      <h3 className={classes["label"]}>{t("over.preview")}</h3>
      <p className={classes["hint"]}>{t("over.previewHint")}</p>
      <div className={classes["preview"]}>{mentor.data ? <MentorView mentor={mentor.data} isPreview /> : mentor.error ? <Failed of={mentor} /> : <Loading />}</div>
    </section>
  );
}

interface OverStepProps {
  side: Role;
  personId: string;
  completeness: Completeness;
}

export function OverStep({ side, personId, completeness }: OverStepProps): ReactNode {
  const { t } = useTranslation("profiles");
  const gaps = gapsOf(completeness);
  const title = completeness.isReady ? t(`over.ready.${side}`) : t("notReady");
  return (
    <>
      <StepHead title={title} hint={t(`over.readyHint.${side}`)} />
      <Gaps title={t("over.missing")} gaps={gaps.filter(({ isNeeded }) => isNeeded)} side={side} />
      <Gaps title={t("over.optional")} gaps={gaps.filter(({ isNeeded }) => !isNeeded)} side={side} />
      {side === "mentor" && <Preview personId={personId} />}
      <p className={classes["hint"]}>
        <a href="/api/profile/export" download className={classes["link"]} data-testid="export">
          <Download size={16} aria-hidden="true" /> {t("over.export")}
        </a>{" "}
        {t("over.exportHint")}
      </p>
      <Button size="lg" className={classes["start"]} renderRoot={(props) => <Link to="/" {...props} />}>
        {t("over.home")}
      </Button>
    </>
  );
}
