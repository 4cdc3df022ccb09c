/** The page of one mentor. */
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Pencil } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { shownName } from "../core/names";
import { Loading } from "../core/ui/Loading";
import { FailedPage } from "../core/ui/FailedPage";
import { useTitle } from "../core/ui/useTitle";
import { MentorView } from "./MentorView";
import { useMentorSeen } from "./use";
import classes from "./Wizard.module.css";

interface MentorPageProps {
  mentorId: string;
  /** What a mentee can do here; the domains above bring it. */
  actions?: (mentorId: string) => ReactNode;
  reviews?: (mentorId: string) => ReactNode;
}

function Own(): ReactNode {
  const { t } = useTranslation("profiles");
  return (
    <>
      <span className={classes["hint"]}>{t("see.own")}</span>
      <Button size="sm" variant="light" leftSection={<Pencil size={16} aria-hidden="true" />} renderRoot={(props) => <Link to="/profile/mentor" search={{}} {...props} />}>
        {t("see.edit")}
      </Button>
    </>
  );
}

export function MentorPage({ mentorId, actions, reviews }: MentorPageProps): ReactNode {
  const core = useTranslation("core");
  const mentor = useMentorSeen(mentorId);
  useTitle(mentor.data ? shownName(mentor.data.name, core.t("somebody")) : "");
  if (mentor.isPending) return <Loading />;
  if (!mentor.data) return <FailedPage of={mentor} />;
  return (
    <main className={classes["wide"]} id="main">
      <MentorView mentor={mentor.data} actions={mentor.data.isOwn ? <Own /> : actions?.(mentorId)} />
      {reviews?.(mentorId)}
    </main>
  );
}
