/** The frame of every page: name, what stands beside it, content. It needs no router. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSignedOutWatch } from "../accounts/use";
import { Brand } from "../core/ui/Brand";
import { Way } from "../core/ui/Way";
import classes from "./Shell.module.css";
import { useOwnLanguage } from "./useOwnLanguage";

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
      {children}
    </div>
  );
}
