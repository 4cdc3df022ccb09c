/** Receipts of what one agreed to: what has become of it, and the way back. */
import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { Link } from "@tanstack/react-router";
import { FileText, Film, Undo2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { dayAndTime, shortDate } from "../core/when";
import type { Agreed } from "./api";
import { fateOf } from "./fate";
import classes from "./Recordings.module.css";
import { Confirm } from "../core/ui/Confirm";
import { useRevoke } from "./use";

const ICONS = { media: Film, text: FileText } as const;

function useFate(): (consent: Agreed) => string {
  const { t, i18n } = useTranslation("recordings");
  return (consent) => {
    const { word, at } = fateOf(consent);
    const date = at === null ? "" : shortDate(new Date(at), i18n.language);
    if (word === "live") return t("consents.live");
    return word === "until" ? t("consents.until", { date }) : t(`consents.gone.${word}`, { date });
  };
}

function Open({ consent: { id, kind } }: { consent: Agreed }): ReactNode {
  const { t } = useTranslation("recordings");
  return (
    <Button size="sm" variant="light" renderRoot={(props) => (kind === "media" ? <Link to="/recordings/$recordingId" params={{ recordingId: id }} {...props} /> : <Link to="/transcripts/$transcriptId" params={{ transcriptId: id }} {...props} />)}>
      {t("consents.open")}
    </Button>
  );
}

function Revoke({ consent }: { consent: Agreed }): ReactNode {
  const { t, i18n } = useTranslation("recordings");
  const [isAsking, setAsking] = useState(false);
  const revoke = useRevoke();
  const close = (): void => setAsking(false);
  const done = (): void => {
    close();
    notifications.show({ message: t("consents.done"), color: "olive" });
  };
  return (
    <>
      <Button size="sm" variant="subtle" color="clay" leftSection={<Undo2 size={16} aria-hidden="true" />} aria-label={t("consents.revokeNamed", { date: dayAndTime(new Date(consent.agreedAt), i18n.language) })} onClick={() => setAsking(true)} data-testid="revoke">
        {t("consents.revoke")}
      </Button>
      <Confirm isOpen={isAsking} onClose={close} title={t("consents.revokeAsk")} word={t("consents.revokeDo")} onDo={() => revoke.mutate(consent.id, { onSuccess: done })} isPending={revoke.isPending} error={revoke.error} testId="revoke-do">
        <p>{t(`consents.revokeHint.${consent.kind}`)}</p>
        {consent.isLive && <p>{t("consents.revokeLive")}</p>}
      </Confirm>
    </>
  );
}

function Row({ consent }: { consent: Agreed }): ReactNode {
  const { t, i18n } = useTranslation("recordings");
  const fate = useFate()(consent);
  const Icon = ICONS[consent.kind];
  const isThere = consent.gone === null;
  return (
    <li className={classes["row"]} data-gone={!isThere} data-testid="consent" data-kind={consent.kind}>
      <Icon size={22} aria-hidden="true" className={classes["icon"] ?? ""} />
      <div className={classes["words"]}>
        <h3 className={classes["title"]}>
          {t(`consents.kind.${consent.kind}`)} · <bdi>{consent.title || t("consents.untitled")}</bdi>
        </h3>
        <p className={classes["meta"]}>
          {t("consents.agreed", { date: dayAndTime(new Date(consent.agreedAt), i18n.language) })} · <bdi>{t("consents.with", { names: new Intl.ListFormat(i18n.language).format(consent.people) })}</bdi>
        </p>
        <p className={classes["meta"]} data-testid="fate">
          {fate}
        </p>
      </div>
      {isThere && (
        <div className={classes["rowDeeds"]}>
          {!consent.isLive && <Open consent={consent} />}
          <Revoke consent={consent} />
        </div>
      )}
    </li>
  );
}

const FIRST = 10;

export function Consents({ consents }: { consents: readonly Agreed[] }): ReactNode {
  const { t } = useTranslation("recordings");
  const [isAll, setAll] = useState(false);
  const shown = isAll ? consents : consents.slice(0, FIRST);
  return (
    <>
      <ul className={classes["rows"]}>
        {shown.map((consent) => (
          <Row key={consent.id} consent={consent} />
        ))}
      </ul>
      {shown.length < consents.length && (
        <Button variant="subtle" onClick={() => setAll(true)}>
          {t("consents.show", { count: consents.length - shown.length })}
        </Button>
      )}
    </>
  );
}
