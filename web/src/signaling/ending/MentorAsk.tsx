/** How a mentor comes to the next session: the mentee chooses of the mentor's times, and is asked to by a message that can be taken back. */
import { Button } from "@mantine/core";
import { Check, Send, Undo2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../accounts/use";
import type { Message } from "../../chat/api";
import { useSendOnce, useTakeBack } from "../../chat/use";
import { useSay } from "../../core/explain";
import { Notice } from "../../core/ui/Notice";
import { newKey } from "../../scheduling/model";
import classes from "./EndCard.module.css";

export function MentorAsk({ mentorshipId, name }: { mentorshipId: string; name: string }): ReactNode {
  const { t } = useTranslation("scheduling");
  const mentorId = useMe().data?.id ?? "";
  const say = useSay();
  const send = useSendOnce(mentorshipId);
  const takeBack = useTakeBack(mentorshipId);
  const [sent, setSent] = useState<Message | null>(null);
  const [key, setKey] = useState(newKey);
  const ask = (): void => {
    const text = t("nextTime.mentorText", { link: `${window.location.origin}/mentors/${mentorId}/book` });
    send.mutate({ key, text, files: [], bookingId: null }, { onSuccess: setSent });
  };
  const undo = (message: Message): void =>
    takeBack.mutate(message.id, {
      onSuccess: () => {
        setSent(null);
        setKey(newKey());
      },
    });
  const error = send.error ?? takeBack.error;
  return (
    <>
      {sent === null ? (
        <>
          <p className={classes["hint"]}>{t("nextTime.mentor", { name })}</p>
          <div className={classes["deeds"]}>
            <Button size="sm" variant="light" leftSection={<Send size={16} aria-hidden="true" />} loading={send.isPending} onClick={ask} maw="100%" data-testid="next-mentor-ask">
              {t("nextTime.mentorAsk", { name })}
            </Button>
          </div>
        </>
      ) : (
        <div className={classes["deeds"]} data-testid="next-mentor-asked">
          <p className={classes["done"]} role="status">
            <Check size={19} aria-hidden="true" /> {t("nextTime.mentorAsked", { name })}
          </p>
          <Button size="compact-sm" variant="subtle" leftSection={<Undo2 size={15} aria-hidden="true" />} loading={takeBack.isPending} onClick={() => undo(sent)} data-testid="next-mentor-undo">
            {t("nextTime.undo")}
          </Button>
        </div>
      )}
      {error && <Notice>{say(error)}</Notice>}
    </>
  );
}
