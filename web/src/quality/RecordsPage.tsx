/** How everybody's connection was in a session, for its host: figures only, nothing of what was said or shown. */
import { Button, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "../core/api";
import { Failed } from "../core/ui/Failed";
import { Loading } from "../core/ui/Loading";
import { HarbourScene } from "../core/ui/scenes";
import { useTitle } from "../core/ui/useTitle";
import { fetchRoom } from "../rooms/api";
import { RecordCard } from "./RecordCard";
import type { CallRecord } from "./records";
import classes from "./RecordsPage.module.css";

async function fetchRecords(roomId: string): Promise<CallRecord[]> {
  const { records } = await unwrap(api.GET("/api/rooms/{roomId}/quality", { params: { path: { roomId } } }));
  return records;
}

function Records({ records }: { records: readonly CallRecord[] }): ReactNode {
  const { t } = useTranslation("quality");
  if (records.length > 0) {
    return (
      <ul className={classes["list"]}>
        {records.map((record) => (
          <RecordCard key={record.id} record={record} />
        ))}
      </ul>
    );
  }
  return (
    <div className={classes["empty"]} data-testid="records-empty">
      <HarbourScene className={classes["scene"]} />
      <Title order={2}>{t("records.empty")}</Title>
      <p>{t("records.emptyHint")}</p>
    </div>
  );
}

/** A session that goes on is looked at again. */
const LOOK_AGAIN_MS = 10_000;

export function RecordsPage({ roomId }: { roomId: string }): ReactNode {
  const { t } = useTranslation("quality");
  const core = useTranslation("core");
  const room = useQuery({ queryKey: ["room", roomId], queryFn: () => fetchRoom(roomId) });
  const records = useQuery({ queryKey: ["records", roomId], queryFn: () => fetchRecords(roomId), refetchInterval: LOOK_AGAIN_MS });
  useTitle(t("records.title"));
  return (
    <main className={classes["page"]} id="main">
      <header>
        <Title order={1}>{t("records.title")}</Title>
        {room.data && (
          <p className={classes["room"]}>
            <bdi>{room.data.title}</bdi>
          </p>
        )}
        <p className={classes["lead"]}>{t("records.lead")}</p>
      </header>
      {records.isLoadingError && <Failed of={records} />}
      {records.isPending && <Loading />}
      {records.data && <Records records={records.data} />}
      <Button variant="subtle" className={classes["home"]} renderRoot={(props) => <Link to="/" {...props} />}>
        {core.t("toHome")}
      </Button>
    </main>
  );
}
