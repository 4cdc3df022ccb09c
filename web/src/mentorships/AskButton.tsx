/** On a mentor's page: the way to ask them; nothing for somebody who is no mentee. */
import { Button } from "@mantine/core";
import { HeartHandshake } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../accounts/use";
import { useMentorSeen } from "../profiles/use";
import { AskDialog } from "./AskDialog";
import { obstacleIn } from "./model";
import { useTerms } from "./use";

export function AskButton({ mentorId }: { mentorId: string }): ReactNode {
  const { t } = useTranslation("mentorships");
  const [isOpen, setOpen] = useState(false);
  const isMentee = useMe().data?.roles.includes("mentee") ?? false;
  const mentor = useMentorSeen(mentorId).data;
  const terms = useTerms(mentorId, isMentee).data ?? [];
  const isKnown = terms.some((one) => ["is_mentor", "is_asked"].includes(obstacleIn(one) ?? ""));
  if (!isMentee || !mentor || (!mentor.isOpen && !isKnown)) return null;
  return (
    <>
      <Button size="sm" variant={isKnown ? "light" : "filled"} leftSection={<HeartHandshake size={18} aria-hidden="true" />} onClick={() => setOpen(true)} data-testid="ask-open">
        {t("ask.open")}
      </Button>
      <AskDialog isOpen={isOpen} mentors={[{ id: mentorId, name: mentor.name, photoUrl: mentor.photoUrl }]} onClose={() => setOpen(false)} />
    </>
  );
}
