/** What somebody is told and by which ways; every change is saved by itself. */
import { Card, Title } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { Failed } from "../core/ui/Failed";
import { Loading } from "../core/ui/Loading";
import { Notice as Problem } from "../core/ui/Notice";
import { useTitle } from "../core/ui/useTitle";
import type { Settings } from "./api";
import { DevicesCard } from "./DevicesCard";
import classes from "./Notices.module.css";
import { SwitchMatrix } from "./SwitchMatrix";
import { DigestCard, QuietCard, RemindersCard } from "./TimesCards";
import { useChangeSettings, useSettings } from "./use";

/** What is shown is what was just chosen, before the server knows; what it refuses is taken back. */
function Cards({ saved, language, nudges }: { saved: Settings; language: (label: string) => ReactNode; nudges: ReactNode }): ReactNode {
  const { t } = useTranslation("notifications");
  const say = useSay();
  const change = useChangeSettings();
  const [settings, setSettings] = useState(saved);
  const onChange = (wanted: Settings): void => {
    setSettings(wanted);
    change.mutate(wanted, { onError: () => setSettings(saved) });
  };
  const state = change.isPending ? t("settings.saving") : change.isSuccess ? t("settings.saved") : "";
  const props = { settings, onChange };
  return (
    <>
      {change.error && <Problem>{say(change.error)}</Problem>}
      <Card className={classes["card"]}>
        <div className={classes["cardHead"]}>
          <Title order={2}>{t("settings.language.title")}</Title>
          <p className={classes["hint"]}>{t("settings.language.hint")}</p>
        </div>
        {language(t("settings.language.title"))}
      </Card>
      <RemindersCard {...props} />
      <DevicesCard />
      <QuietCard {...props} />
      <DigestCard {...props} />
      {nudges}
      <SwitchMatrix {...props} />
      <p className={classes["state"]} role="status" data-testid="settings-state">
        {state}
      </p>
    </>
  );
}

/** `language`: where its reader says in which language they are told; who they are, and what `nudges` are, is known further up. */
export function NoticeSettingsPage({ language, nudges }: { language: (label: string) => ReactNode; nudges: ReactNode }): ReactNode {
  const { t } = useTranslation("notifications");
  const settings = useSettings();
  useTitle(t("settings.title"));
  return (
    <main className={classes["page"]} id="main">
      <header>
        <Title order={1}>{t("settings.title")}</Title>
        <p className={classes["lead"]}>{t("settings.lead")}</p>
      </header>
      {settings.isPending && <Loading />}
      {settings.isLoadingError && <Failed of={settings} />}
      {settings.data && <Cards saved={settings.data} language={language} nudges={nudges} />}
    </main>
  );
}
