/** The way to ask a mentor: beside them in a list, or on their page; nothing for somebody who is no mentee. */
import { Button } from "@mantine/core";
import { HeartHandshake } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../accounts/use";
import { useMentorSeen } from "../profiles/use";
import { AskDialog } from "./AskDialog";
import { type Candidate, obstacleIn } from "./model";
import { useName } from "./parts";
import { useTerms } from "./use";

interface AskMentorProps {
  mentor: Candidate;
  /** Who may be asked after them. */
  others?: readonly Candidate[];
  isQuiet?: boolean;
}

const NOBODY: readonly Candidate[] = [];

export function AskMentor({ mentor, others = NOBODY, isQuiet = false }: AskMentorProps): ReactNode {
  const { t } = useTranslation("mentorships");
  const name = useName()(mentor);
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" variant={isQuiet ? "light" : "filled"} leftSection={<HeartHandshake size={18} aria-hidden="true" />} aria-label={t("ask.openFor", { name })} onClick={() => setOpen(true)} data-testid="ask-open">
        {t("ask.open")}
      </Button>
      <AskDialog isOpen={isOpen} mentors={[mentor]} others={others} onClose={() => setOpen(false)} />
    </>
  );
}

export function AskButton({ mentorId }: { mentorId: string }): ReactNode {
  const isMentee = useMe().data?.roles.includes("mentee") ?? false;
  const mentor = useMentorSeen(mentorId).data;
  const terms = useTerms(mentorId, isMentee).data ?? [];
  const isKnown = terms.some((one) => ["is_mentor", "is_asked"].includes(obstacleIn(one) ?? ""));
  if (!isMentee || !mentor || (!mentor.isOpen && !isKnown)) return null;
  return <AskMentor mentor={{ id: mentorId, name: mentor.name, photoUrl: mentor.photoUrl }} isQuiet={isKnown} />;
}
