/** The next session, for mentee and mentor alike: after the call in the card, during it in a dialog. */
import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { RoomSession } from "../../boards/space/api";
import { useAgenda } from "../../boards/space/session";
import { type Held, NextTime } from "../../scheduling/NextTime";
import { MentorAsk } from "./MentorAsk";

export const NextPart = ({ held }: { held: Held }): ReactNode => <NextTime held={held} Asking={MentorAsk} />;

interface DialogProps {
  isOpen: boolean;
  onClose: () => void;
}

function Dialog({ bookingId, mentorshipId, isOpen, onClose }: DialogProps & { bookingId: string; mentorshipId: string }): ReactNode {
  const { t } = useTranslation("scheduling");
  const core = useTranslation("core");
  const agenda = useAgenda(bookingId).data;
  return (
    <Modal opened={isOpen} onClose={onClose} title={t("nextTime.title")} closeButtonProps={{ "aria-label": core.t("close") }} data-testid="next-dialog">
      {agenda && <NextPart held={{ mentorshipId, startsAt: agenda.startsAt, minutes: agenda.minutes }} />}
    </Modal>
  );
}

/** Nothing where the session is nobody's of two. */
export function NextDialog({ session, ...props }: DialogProps & { session: RoomSession | null }): ReactNode {
  const { bookingId = null, mentorshipId = null } = session ?? {};
  return bookingId !== null && mentorshipId !== null && <Dialog {...props} bookingId={bookingId} mentorshipId={mentorshipId} />;
}
