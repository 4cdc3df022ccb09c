/** Shown while something is fetched; appears only when the wait is long enough to be noticed. */
import { Loader } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Loading.module.css";

export function Loading(): ReactNode {
  const { t } = useTranslation("core");
  return (
    <div className={classes["loading"]} role="status" data-testid="loading">
      <Loader type="dots" color="aegean" size="lg" aria-hidden="true" />
      <span className={classes["words"]}>{t("loading")}</span>
    </div>
  );
}
