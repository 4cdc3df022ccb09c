/** The way from a session's door to one's own page. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Way } from "../core/ui/Way";

export function HomeButton({ isLight = false }: { isLight?: boolean }): ReactNode {
  const { t } = useTranslation("signaling");
  return (
    <Button variant={isLight ? "subtle" : "filled"} renderRoot={(props) => <Way href="/" {...props} />}>
      {t("toHome")}
    </Button>
  );
}
