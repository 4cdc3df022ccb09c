/** How the session is encrypted, in a lock and in words; never by colour alone. */
import { UnstyledButton } from "@mantine/core";
import { LockKeyhole, LockKeyholeOpen, ShieldAlert, ShieldCheck } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Notice } from "../core/ui/Notice";
import classes from "./Lock.module.css";
import type { Protection } from "./orders";
import type { Standing } from "./words";

const ICON = { end_to_end: LockKeyhole, compared: ShieldCheck, transport: LockKeyholeOpen, unable: ShieldAlert } as const satisfies Record<Standing, unknown>;
const SHORT = { end_to_end: "chip.shortEnd_to_end", compared: "chip.shortCompared", transport: "chip.shortTransport", unable: "chip.shortUnable" } as const;

export function Lock({ standing, onClick }: { standing: Standing; onClick: () => void }): ReactNode {
  const { t } = useTranslation("secrecy");
  const Icon = ICON[standing];
  return (
    <UnstyledButton className={classes["lock"]} data-standing={standing} data-testid="lock" aria-label={t(`chip.${standing}`)} aria-haspopup="dialog" onClick={onClick}>
      <Icon size={17} aria-hidden="true" />
      <span className={classes["long"]}>{t(`chip.${standing}`)}</span>
      <span className={classes["short"]}>{t(SHORT[standing])}</span>
    </UnstyledButton>
  );
}

/** The same before one goes in: whether this browser can keep what the session promises. */
export function LobbyLock({ protection, isPossible }: { protection: Protection; isPossible: boolean }): ReactNode {
  const { t } = useTranslation("secrecy");
  if (protection === "end_to_end" && !isPossible) {
    return (
      <div data-testid="lobby-unable">
        <Notice title={t("lobby.unableTitle")}>{t("lobby.unable")}</Notice>
      </div>
    );
  }
  const Icon = ICON[protection];
  return (
    <p className={classes["line"]} data-protection={protection} data-testid="lobby-lock">
      <Icon size={18} aria-hidden="true" />
      {t(`lobby.${protection}`)}
    </p>
  );
}
