/** For addresses that lead nowhere, and for pages that broke. */
import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Panel } from "../core/ui/Panel";
import { AdriftScene } from "../core/ui/scenes";
import { Way } from "../core/ui/Way";
import { useIsOnline } from "../core/useIsOnline";

export function LostPage(): ReactNode {
  const { t } = useTranslation("app");
  const core = useTranslation("core");
  return (
    <Panel title={t("lost.title")} scene={<AdriftScene />}>
      <p>{t("lost.hint")}</p>
      <Button renderRoot={(props) => <Way href="/" {...props} />}>{core.t("toHome")}</Button>
    </Panel>
  );
}

/** A part that was never loaded is loaded when there is a network again. */
function OfflinePage(): ReactNode {
  const { t } = useTranslation("app");
  const isOnline = useIsOnline();
  useEffect(() => {
    if (isOnline) window.location.reload();
  }, [isOnline]);
  return (
    <Panel title={t("crash.offline")} scene={<AdriftScene />} testId="page-offline">
      <p role="alert">{t("crash.offlineHint")}</p>
    </Panel>
  );
}

export function CrashPage(): ReactNode {
  const { t } = useTranslation("app");
  const [wasOffline] = useState(() => !navigator.onLine);
  if (wasOffline) return <OfflinePage />;
  return (
    <Panel title={t("crash.title")} scene={<AdriftScene />} testId="crash">
      <p role="alert" data-testid="error-message">
        {t("crash.hint")}
      </p>
      <Button onClick={() => window.location.reload()}>{t("crash.again")}</Button>
    </Panel>
  );
}
