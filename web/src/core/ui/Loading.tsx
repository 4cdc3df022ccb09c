/** Shown while something is fetched; appears only when the wait is long enough to be noticed, and says so when it is long. */
import { Loader } from "@mantine/core";
import { type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./Loading.module.css";

const LONG_MS = 6_000;

function useIsLong(): boolean {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), LONG_MS);
    return () => clearTimeout(timer);
  }, []);
  return isLong;
}

export function Loading(): ReactNode {
  const { t } = useTranslation("core");
  const isLong = useIsLong();
  return (
    <div className={classes["loading"]} role="status" data-testid="loading">
      <Loader type="dots" color="aegean" size="lg" aria-hidden="true" />
      <span className={classes["words"]}>{t(isLong ? "slow" : "loading")}</span>
    </div>
  );
}
