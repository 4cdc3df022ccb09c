/** Opens a session, then hands over its link. */
import { Button, Card, Group, Switch, TagsInput, TextInput, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { Link } from "@tanstack/react-router";
import { ArrowRight, Sailboat } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../accounts/use";
import { useSay } from "../core/explain";
import { CopyField } from "../core/ui/CopyField";
import { Notice } from "../core/ui/Notice";
import type { Room } from "./api";
import classes from "./HomePage.module.css";
import { TITLE_MAX_LENGTH, defaultTitle, isEmail, startsEndToEnd } from "./model";
import { CheckFirst } from "./CheckFirst";
import { useOpenRoom } from "./use";

function OpenedRoom({ room, onAnother }: { room: Room; onAnother: () => void }): ReactNode {
  const { t } = useTranslation("rooms");
  return (
    <Card className={classes["openCard"]} aria-live="polite">
      <Title order={2}>
        <bdi>{t("open.ready", { title: room.title })}</bdi>
      </Title>
      <p className={classes["hint"]}>{t("open.readyHint")}</p>
      <CopyField label={t("open.link")} value={room.inviteUrl} testId="invite-link" />
      <Group gap="sm">
        <Button size="lg" rightSection={<ArrowRight size={20} aria-hidden="true" className="flip" />} renderRoot={(props) => <Link to="/s/$roomId" params={{ roomId: room.id }} {...props} />} data-testid="enter-session">
          {t("open.enter")}
        </Button>
        <CheckFirst roomId={room.id} />
        <Button size="lg" variant="subtle" onClick={onAnother}>
          {t("open.another")}
        </Button>
      </Group>
    </Card>
  );
}

export function OpenRoomCard(): ReactNode {
  const { t } = useTranslation("rooms");
  const say = useSay();
  const me = useMe().data;
  const open = useOpenRoom();
  const [chosen, choose] = useState<boolean | null>(null);
  const named = defaultTitle(me?.name ?? "", { named: (name) => t("open.placeholder", { name }), plain: t("open.untitled") });
  const form = useForm({
    mode: "controlled",
    initialValues: { title: "", invite: [] as string[] },
    validate: {
      title: (title) => (title.trim().length > TITLE_MAX_LENGTH ? t("open.titleLong", { max: TITLE_MAX_LENGTH }) : null),
      invite: (invite) => {
        const bad = invite.find((email) => !isEmail(email));
        return bad === undefined ? null : t("open.badEmail", { email: bad });
      },
    },
  });
  const isEndToEnd = startsEndToEnd(chosen, form.values.invite.length);
  if (open.data) {
    return (
      <OpenedRoom
        room={open.data}
        onAnother={() => {
          form.reset();
          open.reset();
          choose(null);
        }}
      />
    );
  }
  const submit = form.onSubmit(({ title, invite }) =>
    open.mutate({ title: title.trim() || named, invite, protection: isEndToEnd ? "end_to_end" : "transport" }),
  );
  return (
    <Card className={classes["openCard"]}>
      <Title order={2}>{t("open.heading")}</Title>
      <form onSubmit={submit} noValidate className={classes["openForm"]}>
        {open.error && <Notice>{say(open.error)}</Notice>}
        <TextInput label={t("open.title")} placeholder={t("open.example")} dir="auto" maxLength={200} {...form.getInputProps("title")} data-testid="session-title" />
        <TagsInput label={t("open.invite")} description={t("open.inviteHint")} placeholder={form.values.invite.length === 0 ? t("open.invitePlaceholder") : ""} splitChars={[",", " ", ";"]} acceptValueOnBlur {...form.getInputProps("invite")} data-testid="session-invite" />
        <Switch label={t("open.endToEnd")} description={t(isEndToEnd ? "open.endToEndOn" : "open.endToEndOff")} checked={isEndToEnd} onChange={(event) => choose(event.currentTarget.checked)} data-testid="session-end-to-end" />
        <Button type="submit" size="lg" loading={open.isPending} leftSection={<Sailboat size={20} aria-hidden="true" />} data-testid="open-session">
          {t("open.submit")}
        </Button>
      </form>
    </Card>
  );
}
