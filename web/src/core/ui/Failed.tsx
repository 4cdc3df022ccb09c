/** Stands where something should that could not be fetched: why, and a way to try again where that may help. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../explain";
import { mayHelpAgain } from "../errors";
import classes from "./Failed.module.css";
import { Notice } from "./Notice";

/** A query, or a few that were needed together. */
interface Fetched {
  error: unknown;
  isFetching: boolean;
  refetch: () => unknown;
}

export function Failed({ of }: { of: Fetched | readonly Fetched[] }): ReactNode {
  const { t } = useTranslation("core");
  const say = useSay();
  const failed = [of].flat().filter(({ error }) => error !== null && error !== undefined);
  const error = failed[0]?.error;
  return (
    <div className={classes["failed"]}>
      <Notice>{say(error)}</Notice>
      {mayHelpAgain(error) && (
        <Button variant="light" loading={failed.some(({ isFetching }) => isFetching)} onClick={() => failed.forEach(({ refetch }) => void refetch())} data-testid="retry">
          {t("retry")}
        </Button>
      )}
    </div>
  );
}
