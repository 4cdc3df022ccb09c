/** The host's three dialogs on a session: rename, invite, end. */
import { Button, Group, Modal, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { Notice } from "../core/ui/Notice";
import type { Room } from "./api";
import { TITLE_MAX_LENGTH } from "./model";
import { useEndRoom, useInviteToRoom, useRenameRoom } from "./use";

export type RoomDialog = "rename" | "invite" | "end";

interface DialogProps {
  room: Room;
  onClose: () => void;
}

interface OneFieldProps {
  label: string;
  type: "text" | "email";
  start: string;
  submitLabel: string;
  error: unknown;
  isPending: boolean;
  onSubmit: (text: string) => void;
}

function OneField({ label, type, start, submitLabel, error, isPending, onSubmit }: OneFieldProps): ReactNode {
  const say = useSay();
  const [text, setText] = useState(start);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (text.trim() !== "") onSubmit(text.trim());
  };
  return (
    <form onSubmit={submit} noValidate>
      <TextInput label={label} type={type} value={text} dir="auto" maxLength={type === "text" ? TITLE_MAX_LENGTH : 254} onChange={(event) => setText(event.currentTarget.value)} error={error ? say(error) : null} data-autofocus />
      <Group justify="flex-end" mt="lg">
        <Button type="submit" loading={isPending}>
          {submitLabel}
        </Button>
      </Group>
    </form>
  );
}

function Rename({ room, onClose }: DialogProps): ReactNode {
  const { t } = useTranslation("rooms");
  const rename = useRenameRoom();
  return (
    <OneField label={t("open.title")} type="text" start={room.title} submitLabel={t("list.renameDo")} error={rename.error} isPending={rename.isPending} onSubmit={(title) => rename.mutate({ id: room.id, title }, { onSuccess: onClose })} />
  );
}

function Invite({ room, onClose }: DialogProps): ReactNode {
  const { t } = useTranslation("rooms");
  const invite = useInviteToRoom();
  const send = (email: string): void =>
    invite.mutate(
      { id: room.id, email },
      {
        onSuccess: () => {
          notifications.show({ message: t("list.invited", { email }), color: "olive" });
          onClose();
        },
      },
    );
  return (
    <OneField label={t("open.invite")} type="email" start="" submitLabel={t("list.inviteDo")} error={invite.error} isPending={invite.isPending} onSubmit={send} />
  );
}

function End({ room, onClose }: DialogProps): ReactNode {
  const { t } = useTranslation("rooms");
  const core = useTranslation("core");
  const say = useSay();
  const end = useEndRoom();
  return (
    <>
      <p>{t("list.endHint")}</p>
      {end.error && <Notice>{say(end.error)}</Notice>}
      <Group justify="flex-end" mt="lg">
        <Button variant="subtle" onClick={onClose} data-autofocus>
          {core.t("cancel")}
        </Button>
        <Button color="clay" loading={end.isPending} onClick={() => end.mutate(room.id, { onSuccess: onClose })}>
          {t("list.endDo")}
        </Button>
      </Group>
    </>
  );
}

const BODIES = { rename: Rename, invite: Invite, end: End } as const;

export function RoomDialogs({ room, which, onClose }: DialogProps & { which: RoomDialog | null }): ReactNode {
  const { t } = useTranslation("rooms");
  const core = useTranslation("core");
  const titles = { rename: t("list.rename"), invite: t("list.invite"), end: t("list.endAsk", { title: room.title }) };
  const Body = which === null ? null : BODIES[which];
  return (
    <Modal opened={which !== null} onClose={onClose} title={which === null ? "" : titles[which]} closeButtonProps={{ "aria-label": core.t("close") }}>
      {Body && <Body room={room} onClose={onClose} />}
    </Modal>
  );
}
