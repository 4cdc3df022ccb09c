/** The next session, for mentee and mentor alike: after the call in the card, during it in a dialog. */
import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../accounts/use";
import { useAgenda } from "../../boards/space/session";
import { type Held, NextTime } from "../../scheduling/NextTime";
import { MentorAsk } from "./MentorAsk";

export function NextPart({ held }: { held: Held }): ReactNode {
  const me = useMe().data;
  return me && <NextTime held={held} asking={(pair, name) => <MentorAsk mentorshipId={pair.id} mentorId={me.id} name={name} />} />;
}

interface NextDialogProps {
  bookingId: string;
  mentorshipId: string;
  isOpen: boolean;
  onClose: () => void;
}

export function NextDialog({ bookingId, mentorshipId, isOpen, onClose }: NextDialogProps): ReactNode {
  const { t } = useTranslation("scheduling");
  const core = useTranslation("core");
  const agenda = useAgenda(bookingId).data;
  return (
    <Modal opened={isOpen} onClose={onClose} title={t("nextTime.title")} closeButtonProps={{ "aria-label": core.t("close") }} data-testid="next-dialog">
      {agenda && <NextPart held={{ mentorshipId, startsAt: agenda.startsAt, minutes: agenda.minutes }} />}
    </Modal>
  );
}
