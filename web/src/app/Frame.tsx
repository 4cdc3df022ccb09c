/** The frame of every page: name, what stands beside it, content. It needs no router. */
import { CloudOff } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSignedOutWatch } from "../accounts/use";
import { Brand } from "../core/ui/Brand";
import { Way } from "../core/ui/Way";
import { useIsOnline } from "../core/useIsOnline";
import classes from "./Shell.module.css";
import { useOwnLanguage } from "./useOwnLanguage";

/** The place is there before the words are: what appears in it is read out. */
function OfflineLine(): ReactNode {
  const { t } = useTranslation("core");
  const isOnline = useIsOnline();
  return (
    <div role="status">
      {!isOnline && (
        <p className={classes["offline"]} data-testid="offline">
          <CloudOff size={18} aria-hidden="true" /> {t("offline")}
        </p>
      )}
    </div>
  );
}

export function Frame({ nav, children }: { nav: ReactNode; children: ReactNode }): ReactNode {
  const { t } = useTranslation("app");
  useSignedOutWatch();
  useOwnLanguage();
  return (
    <div className={classes["shell"]}>
      <a href="#main" className={classes["skip"]}>
        {t("skip")}
      </a>
      <header className={classes["head"]}>
        <Way href="/" className={classes["brand"]} aria-label="Ithaca">
          <Brand />
        </Way>
        <nav className={classes["nav"]}>{nav}</nav>
      </header>
      <OfflineLine />
      {children}
    </div>
  );
}
