/** Stands where a whole page should that could not be fetched; what is gone for good the page says itself. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { mayHelpAgain } from "../errors";
import { Failed, type Fetched } from "./Failed";
import { Panel } from "./Panel";
import { AdriftScene } from "./scenes";

interface FailedPageProps {
  of: Fetched;
  /** Instead, where trying again would not help. */
  children?: ReactNode;
}

export function FailedPage({ of, children }: FailedPageProps): ReactNode {
  const { t } = useTranslation("core");
  if (children !== undefined && !mayHelpAgain(of.error)) return children;
  return (
    <Panel title={t("notLoaded")} scene={<AdriftScene />} testId="page-failed">
      <Failed of={of} isCentred />
    </Panel>
  );
}
