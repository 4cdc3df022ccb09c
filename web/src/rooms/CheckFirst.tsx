/** The way to the lobby for those who otherwise go straight past it; nothing for everybody else. */
import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../accounts/use";
import { useStraight } from "./straight";

export function CheckFirst({ roomId }: { roomId: string }): ReactNode {
  const { t } = useTranslation("rooms");
  const isPast = useStraight(useMe().data?.id ?? null) !== null;
  if (!isPast) return null;
  return (
    <Button variant="subtle" size="sm" renderRoot={(props) => <Link to="/s/$roomId" params={{ roomId }} search={{ lobby: true }} {...props} />} data-testid="check-first">
      {t("checkFirst")}
    </Button>
  );
}
