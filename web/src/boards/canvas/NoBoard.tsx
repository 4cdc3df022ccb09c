/** Said where a whiteboard is not, or is not for this person. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Panel } from "../../core/ui/Panel";
import { AdriftScene } from "../../core/ui/scenes";

export function NoBoard(): ReactNode {
  const { t } = useTranslation("whiteboards");
  return (
    <Panel title={t("page.goneTitle")} scene={<AdriftScene />}>
      <p>{t("page.goneHint")}</p>
    </Panel>
  );
}
