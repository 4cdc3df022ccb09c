/** The way from a session's door to one's own page. */
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

export function HomeButton({ isLight = false }: { isLight?: boolean }): ReactNode {
  const { t } = useTranslation("signaling");
  return (
    <Button variant={isLight ? "subtle" : "filled"} renderRoot={(props) => <Link to="/" {...props} />}>
      {t("toHome")}
    </Button>
  );
}
