/** What somebody is told and by which ways; every change is saved by itself. */
import { Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { Loading } from "../core/ui/Loading";
import { Notice as Problem } from "../core/ui/Notice";
import { useTitle } from "../core/ui/useTitle";
import { DevicesCard } from "./DevicesCard";
import classes from "./Notices.module.css";
import { SwitchMatrix } from "./SwitchMatrix";
import { DigestCard, QuietCard, RemindersCard } from "./TimesCards";
import { useChangeSettings, useSettings } from "./use";

export function NoticeSettingsPage(): ReactNode {
  const { t } = useTranslation("notifications");
  const say = useSay();
  const settings = useSettings();
  const change = useChangeSettings();
  useTitle(t("settings.title"));
  const state = change.isPending ? t("settings.saving") : change.isSuccess ? t("settings.saved") : "";
  const props = settings.data && { settings: settings.data, onChange: change.mutate };
  return (
    <main className={classes["page"]} id="main">
      <header>
        <Title order={1}>{t("settings.title")}</Title>
        <p className={classes["lead"]}>{t("settings.lead")}</p>
      </header>
      {settings.isPending && <Loading />}
      {(settings.error ?? change.error) && <Problem>{say(settings.error ?? change.error)}</Problem>}
      {props && (
        <>
          <RemindersCard {...props} />
          <DevicesCard />
          <QuietCard {...props} />
          <DigestCard {...props} />
          <SwitchMatrix {...props} />
        </>
      )}
      <p className={classes["state"]} role="status" data-testid="settings-state">
        {state}
      </p>
    </main>
  );
}
