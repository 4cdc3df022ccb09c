/** Calendars whose busy times count here: added by address, read again, removed; each says how it does. */
import { ActionIcon, Button, SegmentedControl, TextInput, Title, Tooltip } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery } from "@tanstack/react-query";
import { RefreshCw, X } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { isRefused } from "../core/errors";
import { useSay } from "../core/explain";
import { isolated } from "../core/names";
import { Loading } from "../core/ui/Loading";
import { Failed } from "../core/ui/Failed";
import { Notice } from "../core/ui/Notice";
import { useDeed } from "../core/useDeed";
import { useNow } from "../core/useNow";
import { dayAndTime, timeAgo } from "../core/when";
import * as http from "./api";
import { CalDavForm } from "./CalDavForm";
import classes from "./Scheduling.module.css";

const RENEWED = { keys: [http.BUSY_SOURCES] };
/** What is added or read anew is there within a minute. */
const SOON_MS = 10_000;
const LONGEST_NAME = 80;

function FeedForm(): ReactNode {
  const { t } = useTranslation("elsewhere");
  const say = useSay();
  const [name, setName] = useState("");
  const [address, setAddress] = useState("");
  const add = useDeed(http.addBusySource, RENEWED);
  const fields = isRefused(add.error) ? add.error.fields : {};
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const done = (): void => {
      setName("");
      setAddress("");
    };
    add.mutate({ name, address }, { onSuccess: done });
  };
  return (
    <form className={classes["form"]} onSubmit={submit} noValidate data-testid="busy-form">
      <div className={classes["fields"]}>
        <TextInput label={t("busy.name")} placeholder={t("busy.namePlaceholder")} maxLength={LONGEST_NAME} dir="auto" value={name} onChange={(event) => setName(event.currentTarget.value)} error={fields["name"]} data-testid="busy-name" />
        <TextInput label={t("busy.address")} type="url" inputMode="url" dir="ltr" autoComplete="off" value={address} onChange={(event) => setAddress(event.currentTarget.value)} error={fields["address"]} data-testid="busy-address" />
      </div>
      <p className={classes["hint"]}>{t("busy.addressHint")}</p>
      <Button type="submit" size="sm" className={classes["start"]} loading={add.isPending} disabled={address.trim() === ""} data-testid="busy-add">
        {t("busy.add")}
      </Button>
      {add.error && Object.keys(fields).length === 0 && <Notice>{say(add.error)}</Notice>}
    </form>
  );
}

type Way = "feed" | "caldav";

function Add({ left }: { left: number }): ReactNode {
  const { t } = useTranslation("elsewhere");
  const [way, setWay] = useState<Way>("feed");
  return (
    <div className={classes["adding"]}>
      <Title order={3}>{t("busy.more")}</Title>
      <SegmentedControl
        aria-label={t("busy.more")}
        className={`${classes["choice"]} ${classes["way"]}`}
        withItemsBorders={false}
        value={way}
        onChange={setWay}
        data={[
          { value: "feed", label: t("busy.byAddress") },
          { value: "caldav", label: t("caldav.way") },
        ]}
        data-testid="busy-way"
      />
      {way === "feed" ? <FeedForm /> : <CalDavForm left={left} />}
    </div>
  );
}

function State({ one }: { one: http.BusySource }): ReactNode {
  const { t, i18n } = useTranslation("elsewhere");
  const now = useNow();
  const moment = (at: string): string => dayAndTime(new Date(at), i18n.language);
  if (one.failingSince !== null) {
    return (
      <Notice>
        {t("busy.failing", { date: moment(one.failingSince), why: one.trouble === "" ? t("busy.unknown") : t(`busy.trouble.${one.trouble}`) })} {one.isCounting && one.countsUntil ? t("busy.counts", { date: moment(one.countsUntil) }) : t("busy.lapsed")}
      </Notice>
    );
  }
  if (one.readAt === null) return <p className={classes["meta"]}>{t("busy.waits")}</p>;
  return (
    <p className={classes["meta"]}>
      {t("busy.read", { when: timeAgo(new Date(one.readAt), now, i18n.language), server: one.server })} {one.account !== null && t("caldav.account", { name: isolated(one.account) })} {one.skipped > 0 && t("busy.skipped", { count: one.skipped })}
    </p>
  );
}

function Source({ one }: { one: http.BusySource }): ReactNode {
  const { t } = useTranslation("elsewhere");
  const say = useSay();
  const refresh = useDeed(() => http.refreshBusySource(one.id), RENEWED);
  const remove = useDeed(() => http.removeBusySource(one.id), RENEWED);
  const name = isolated(one.name);
  const error = refresh.error ?? remove.error;
  const again = t("busy.refresh", { name });
  const out = t("busy.remove", { name });
  return (
    <li className={classes["card"]} data-testid="busy-source">
      <div className={classes["cardHead"]}>
        <strong className={classes["cardWords"]}>
          <span>
            <bdi>{one.name}</bdi>
          </span>
        </strong>
        <div className={classes["cardSide"]}>
          <Tooltip label={again}>
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={again} loading={refresh.isPending} onClick={() => refresh.mutate(undefined, { onSuccess: () => notifications.show({ message: t("busy.refreshed") }) })}>
              <RefreshCw size={18} aria-hidden="true" />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={out}>
            <ActionIcon variant="subtle" color="gray" size="lg" aria-label={out} loading={remove.isPending} onClick={() => remove.mutate(undefined)}>
              <X size={18} aria-hidden="true" />
            </ActionIcon>
          </Tooltip>
        </div>
      </div>
      <State one={one} />
      {error && <Notice>{say(error)}</Notice>}
    </li>
  );
}

export function BusySources(): ReactNode {
  const { t } = useTranslation("elsewhere");
  const found = useQuery({ queryKey: http.BUSY_SOURCES, queryFn: http.fetchBusySources, refetchInterval: SOON_MS });
  if (found.isPending) return <Loading />;
  if (!found.data) return <Failed of={found} />;
  const { sources, everyMinutes, atMost } = found.data;
  return (
    <section className={classes["section"]} aria-labelledby="busy">
      <Title order={2} id="busy">
        {t("busy.title")}
      </Title>
      <p className={classes["hint"]}>{t("busy.lead")}</p>
      {sources.length === 0 ? <p className={classes["meta"]}>{t("busy.none")}</p> : <p className={classes["meta"]}>{t("busy.every", { count: everyMinutes })}</p>}
      <ul className={classes["dates"]}>
        {sources.map((one) => (
          <Source key={one.id} one={one} />
        ))}
      </ul>
      {sources.length < atMost ? <Add left={atMost - sources.length} /> : <p className={classes["hint"]}>{t("busy.most", { count: atMost })}</p>}
    </section>
  );
}
