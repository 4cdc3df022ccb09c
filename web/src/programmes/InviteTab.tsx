/** How people come: links to send, and lists to import. */
import { ActionIcon, Button, Card, NumberInput, Select, TextInput, Title } from "@mantine/core";
import { Trash2 } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused } from "../core/errors";
import { useSay } from "../core/explain";
import { CopyField } from "../core/ui/CopyField";
import { Notice } from "../core/ui/Notice";
import { shortDate } from "../core/when";
import type { Desk, InviteLink, Role } from "./api";
import { ImportCard } from "./ImportCard";
import { dayOf, endOfDay } from "./model";
import classes from "./Programmes.module.css";
import { useAddLink, useLinks, useRevokeLink } from "./use";

const BY_DEFAULT_DAYS = 30;
const DAY_MS = 86_400_000;
const FOR = ["both", "mentee", "mentor"] as const;
const rolesOf = (whom: string | null): Role[] => (whom === "mentor" || whom === "mentee" ? [whom] : ["mentee", "mentor"]);

function NewLinkForm({ programmeId }: { programmeId: string }): ReactNode {
  const { t } = useTranslation("programmes");
  const say = useSay();
  const add = useAddLink(programmeId);
  const [whom, setWhom] = useState<string | null>("both");
  const [label, setLabel] = useState("");
  const [until, setUntil] = useState(() => dayOf(new Date(Date.now() + BY_DEFAULT_DAYS * DAY_MS).toISOString()));
  const [uses, setUses] = useState<string | number>("");
  const fields: Readonly<Record<string, string>> = add.error instanceof Refused ? add.error.fields : {};
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const expiresAt = endOfDay(until) ?? new Date().toISOString();
    add.mutate({ label, roles: rolesOf(whom), expiresAt, mostUses: uses === "" ? null : Number(uses) }, { onSuccess: () => setLabel("") });
  };
  const choices = FOR.map((value) => ({ value, label: value === "both" ? t("invite.both") : t(`role.${value}`) }));
  return (
    <form className={classes["form"]} onSubmit={submit} noValidate>
      <div className={classes["grid"]}>
        <Select label={t("invite.linkFor")} data={choices} value={whom} onChange={setWhom} allowDeselect={false} />
        <TextInput type="date" label={t("invite.until")} value={until} onChange={(event) => setUntil(event.currentTarget.value)} error={fields["expiresAt"]} />
        <NumberInput label={t("invite.uses")} description={t("invite.usesHint")} size="md" min={1} allowDecimal={false} value={uses} onChange={setUses} error={fields["mostUses"]} />
        <TextInput label={t("invite.label")} placeholder={t("invite.labelExample")} dir="auto" maxLength={80} value={label} onChange={(event) => setLabel(event.currentTarget.value)} error={fields["label"]} />
      </div>
      {add.error && Object.keys(fields).length === 0 && <Notice>{say(add.error)}</Notice>}
      <div className={classes["save"]}>
        <Button type="submit" loading={add.isPending} data-testid="link-make">
          {t("invite.make")}
        </Button>
      </div>
      {add.data?.address && (
        <Notice tone="good" title={t("invite.made")}>
          <CopyField label={t("invite.links")} value={add.data.address} testId="link-address" />
        </Notice>
      )}
    </form>
  );
}

function LinkRow({ programmeId, link }: { programmeId: string; link: InviteLink }): ReactNode {
  const { t, i18n } = useTranslation("programmes");
  const revoke = useRevokeLink(programmeId);
  const roles = new Intl.ListFormat(i18n.language).format(link.roles.map((role) => t(`role.${role}`)));
  const used = link.mostUses === null ? t("invite.used", { uses: link.uses }) : t("invite.usedOf", { uses: link.uses, most: link.mostUses });
  const until = link.isGood ? t("invite.goodUntil", { date: shortDate(new Date(link.expiresAt), i18n.language) }) : t("invite.spent");
  return (
    <li className={classes["row"]}>
      <div className={classes["words"]}>
        <p className={classes["name"]}>
          <bdi>{link.label || roles}</bdi>
        </p>
        <p className={classes["meta"]}>{[...(link.label === "" ? [] : [roles]), used, until].join(" · ")}</p>
      </div>
      <ActionIcon variant="subtle" color="clay" size="lg" aria-label={`${t("invite.withdraw")}: ${link.label || roles}`} title={t("invite.withdraw")} loading={revoke.isPending} onClick={() => revoke.mutate(link.id)}>
        <Trash2 size={18} aria-hidden="true" />
      </ActionIcon>
    </li>
  );
}

function Links({ programmeId }: { programmeId: string }): ReactNode {
  const { t } = useTranslation("programmes");
  const links = useLinks(programmeId);
  return (
    <Card className={classes["card"]}>
      <Title order={2}>{t("invite.links")}</Title>
      <p className={classes["hint"]}>{t("invite.linksHint")}</p>
      <NewLinkForm programmeId={programmeId} />
      <ul className={classes["rows"]}>
        {links.data?.map((link) => (
          <LinkRow key={link.id} programmeId={programmeId} link={link} />
        ))}
      </ul>
    </Card>
  );
}

export function InviteTab({ desk }: { desk: Desk }): ReactNode {
  const { t } = useTranslation("programmes");
  const { id, isOpen } = desk.programme;
  if (isOpen) return <Notice tone="plain">{t("invite.fixed")}</Notice>;
  return (
    <div className={classes["form"]}>
      <ImportCard desk={desk} />
      <Links programmeId={id} />
    </div>
  );
}
