/** Calendars elsewhere: one's sessions in them, and their busy times here. */
import { Button, CopyButton, TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ChevronLeft } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { Loading } from "../core/ui/Loading";
import { Failed } from "../core/ui/Failed";
import { Notice } from "../core/ui/Notice";
import { useTitle } from "../core/ui/useTitle";
import { useDeed } from "../core/useDeed";
import { dayAndTime } from "../core/when";
import * as http from "./api";
import { BusySources } from "./BusySources";
import classes from "./Scheduling.module.css";

const FEED = ["calendar-feed"] as const;
const RENEWED = { keys: [FEED] };

function Address({ made }: { made: http.NewFeed }): ReactNode {
  const { t } = useTranslation("elsewhere");
  return (
    <div className={classes["form"]}>
      <TextInput label={t("feed.shown")} description={t("feed.shownHint")} value={made.address} readOnly dir="ltr" onFocus={(event) => event.currentTarget.select()} data-testid="feed-address" />
      <div className={classes["deeds"]}>
        <CopyButton value={made.address}>
          {({ copied, copy }) => (
            <Button size="sm" onClick={copy}>
              {t(copied ? "feed.copied" : "feed.copy")}
            </Button>
          )}
        </CopyButton>
        <Button size="sm" variant="light" component="a" href={made.webcal}>
          {t("feed.subscribe")}
        </Button>
      </div>
    </div>
  );
}

function FeedDeeds({ hasOne }: { hasOne: boolean }): ReactNode {
  const { t } = useTranslation("elsewhere");
  const say = useSay();
  const renew = useDeed(http.renewFeed, RENEWED);
  const end = useDeed(http.endFeed, RENEWED);
  const error = renew.error ?? end.error;
  return (
    <>
      {hasOne && renew.data && <Address made={renew.data} />}
      <div className={classes["deeds"]}>
        <Button size="sm" variant={hasOne ? "light" : "filled"} loading={renew.isPending} onClick={() => renew.mutate()} data-testid="feed-make">
          {t(hasOne ? "feed.renew" : "feed.make")}
        </Button>
        {hasOne && (
          <>
            <Button size="sm" variant="subtle" color="clay" loading={end.isPending} onClick={() => end.mutate(undefined, { onSuccess: renew.reset })} data-testid="feed-end">
              {t("feed.end")}
            </Button>
            <span className={classes["soft"]}>{t("feed.renewHint")}</span>
          </>
        )}
      </div>
      {error && <Notice>{say(error)}</Notice>}
    </>
  );
}

function Feed(): ReactNode {
  const { t, i18n } = useTranslation("elsewhere");
  const feed = useQuery({ queryKey: FEED, queryFn: http.fetchFeed });
  if (feed.isPending) return <Loading />;
  if (!feed.data) return <Failed of={feed} />;
  const { since } = feed.data;
  return (
    <section className={classes["section"]} aria-labelledby="feed">
      <Title order={2} id="feed">
        {t("feed.title")}
      </Title>
      <p className={classes["hint"]}>{t("feed.lead")}</p>
      <p className={classes["meta"]} data-testid="feed-state">
        {since === null ? t("feed.none") : t("feed.since", { date: dayAndTime(new Date(since), i18n.language) })}
      </p>
      <FeedDeeds hasOne={since !== null} />
    </section>
  );
}

export function ElsewherePage(): ReactNode {
  const { t } = useTranslation("elsewhere");
  useTitle(t("title"));
  return (
    <main className={classes["page"]} id="main">
      <header className={classes["section"]}>
        <Link to="/calendar" className={`${classes["link"]} ${classes["back"]}`}>
          <ChevronLeft size={17} aria-hidden="true" className={classes["flip"]} /> {t("back")}
        </Link>
        <Title order={1}>{t("title")}</Title>
      </header>
      <Feed />
      <BusySources />
    </main>
  );
}
