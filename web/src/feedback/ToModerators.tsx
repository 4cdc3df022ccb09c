/** Words for the coordinators of a programme alone, clearly marked as such. */
import { Button, Group, Modal, Radio, Stack, Textarea } from "@mantine/core";
import { ShieldQuestion } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { Notice } from "../core/ui/Notice";
import type { NoteIn } from "./api";
import classes from "./Feedback.module.css";
import { LONGEST_NOTE, MATTERS } from "./model";
import { useWriteToModerators } from "./use";

function NoteForm({ mentorshipId, name, onClose }: { mentorshipId: string; name: string; onClose: () => void }): ReactNode {
  const { t } = useTranslation("feedback");
  const core = useTranslation("core");
  const say = useSay();
  const write = useWriteToModerators(mentorshipId);
  const [note, setNote] = useState<NoteIn>({ matter: "concern", text: "" });
  const isReady = note.text.trim() !== "";
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady && !write.isPending) write.mutate(note);
  };
  if (write.isSuccess) {
    return (
      <Stack>
        <Notice tone="good">{t("moderators.sent")}</Notice>
        <Button variant="light" onClick={onClose}>
          {core.t("close")}
        </Button>
      </Stack>
    );
  }
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        <p className={classes["hint"]}>{t("moderators.hint", { name })}</p>
        <Radio.Group label={t("moderators.matter")} value={note.matter} onChange={(value) => setNote({ ...note, matter: MATTERS.find((one) => one === value) ?? "other" })}>
          <Stack gap="xs" mt="sm">
            {MATTERS.map((one) => (
              <Radio key={one} value={one} label={t(`moderators.matters.${one}`)} />
            ))}
          </Stack>
        </Radio.Group>
        <Textarea autosize minRows={3} dir="auto" maxLength={LONGEST_NOTE} label={t("moderators.text")} value={note.text} onChange={(event) => setNote({ ...note, text: event.currentTarget.value })} data-testid="moderators-text" />
        {write.error && <Notice>{say(write.error)}</Notice>}
        <Group justify="flex-end">
          <Button variant="subtle" onClick={onClose}>
            {core.t("cancel")}
          </Button>
          <Button type="submit" disabled={!isReady} loading={write.isPending} data-testid="moderators-send">
            {t("moderators.send")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

export function ToModerators({ mentorshipId, name }: { mentorshipId: string; name: string }): ReactNode {
  const { t } = useTranslation("feedback");
  const core = useTranslation("core");
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button variant="subtle" size="sm" leftSection={<ShieldQuestion size={17} aria-hidden="true" />} onClick={() => setOpen(true)} data-testid="to-moderators">
        {t("moderators.open")}
      </Button>
      <Modal opened={isOpen} onClose={() => setOpen(false)} title={t("moderators.title")} closeButtonProps={{ "aria-label": core.t("close") }}>
        <NoteForm mentorshipId={mentorshipId} name={name} onClose={() => setOpen(false)} />
      </Modal>
    </>
  );
}
