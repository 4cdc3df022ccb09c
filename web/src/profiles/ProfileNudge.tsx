/** On the start page: how far one's profiles are, and the way to go on. */
import { Button, Progress } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Anchor, Compass } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../accounts/use";
import type { Completeness } from "./api";
import type { Role } from "./model";
import { useMentee, useMentor } from "./use";
import classes from "./ProfileNudge.module.css";

const ICONS = { mentee: Anchor, mentor: Compass } as const;

function Side({ side, completeness }: { side: Role; completeness: Completeness }): ReactNode {
  const { t } = useTranslation("profiles");
  const Icon = ICONS[side];
  const { percent, isReady } = completeness;
  const hint = isReady ? t("nudge.ready") : t(side === "mentee" ? "nudge.start" : "nudge.startMentor");
  return (
    <div className={classes["side"]} data-ready={isReady} data-testid={`nudge-${side}`}>
      <Icon size={24} aria-hidden="true" className={classes["icon"]} />
      <div className={classes["words"]}>
        <strong>{t(`nudge.${side}`)}</strong>
        <span className={classes["hint"]}>{hint}</span>
        {!isReady && <Progress value={percent} size="sm" radius="xl" mt="0.4rem" aria-label={t("done", { percent })} />}
      </div>
      {side === "mentee" && isReady && (
        <Button size="sm" renderRoot={(props) => <Link to="/mentors" search={{}} {...props} />} data-testid="nudge-find">
          {t("nudge.find")}
        </Button>
      )}
      <Button size="sm" variant={isReady ? "subtle" : "filled"} renderRoot={(props) => <Link to={`/profile/${side}`} search={{}} {...props} />}>
        {t(isReady ? "nudge.edit" : percent > 15 ? "nudge.go" : "nudge.begin")}
      </Button>
    </div>
  );
}

export function ProfileNudge(): ReactNode {
  const { t } = useTranslation("profiles");
  const roles = useMe().data?.roles ?? [];
  const mentee = useMentee(roles.includes("mentee")).data;
  const mentor = useMentor(roles.includes("mentor")).data;
  if (!mentee && !mentor) return null;
  return (
    <section className={classes["nudge"]} aria-label={t("nudge.heading")}>
      {mentee && roles.includes("mentee") && <Side side="mentee" completeness={mentee.completeness} />}
      {mentor && roles.includes("mentor") && <Side side="mentor" completeness={mentor.completeness} />}
    </section>
  );
}
