/** The way to the connection test, from wherever somebody may have trouble. */
import { Anchor } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Way } from "../../core/ui/Way";

/** `isApart`: in another tab, so that a call goes on. */
export function CheckLink({ roomId, isApart = false }: { roomId: string | null; isApart?: boolean }): ReactNode {
  const { t } = useTranslation("signaling");
  return (
    <span data-testid="check-link">
      {t("check.linkHint")}{" "}
      <Anchor
        renderRoot={(props) => <Way href={roomId === null ? "/check" : `/check?room=${roomId}`} {...(isApart ? { target: "_blank" } : {})} {...props} />}
      >
        {t("check.link")}
      </Anchor>
    </span>
  );
}
