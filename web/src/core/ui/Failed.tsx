/** Stands where something should that could not be fetched: why, and a way to try again where that may help. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../explain";
import { mayHelpAgain } from "../errors";
import classes from "./Failed.module.css";
import { Notice } from "./Notice";

/** A query. */
export interface Fetched {
  error: unknown;
  isFetching: boolean;
  refetch: () => unknown;
}

interface FailedProps {
  of: Fetched;
  /** As a page is that has nothing else to say. */
  isCentred?: boolean;
}

export function Failed({ of, isCentred = false }: FailedProps): ReactNode {
  const { t } = useTranslation("core");
  const say = useSay();
  return (
    <div className={classes["failed"]} data-centred={isCentred}>
      <Notice>{say(of.error)}</Notice>
      {mayHelpAgain(of.error) && (
        <Button variant="light" loading={of.isFetching} onClick={() => void of.refetch()} data-testid="retry">
          {t("retry")}
        </Button>
      )}
    </div>
  );
}
