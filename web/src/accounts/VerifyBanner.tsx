/** Reminds of an unconfirmed address, with the way to another letter. */
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Mail } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { resendVerification } from "./api";
import { useMe } from "./use";
import classes from "./VerifyBanner.module.css";

export function VerifyBanner(): ReactNode {
  const { t } = useTranslation("accounts");
  const say = useSay();
  const me = useMe().data;
  const resend = useMutation({ mutationFn: resendVerification });
  if (!me || me.isEmailVerified) return null;
  const words = resend.error ? say(resend.error) : resend.isSuccess ? t("verify.resent") : t("verify.banner", { email: me.email });
  return (
    <section className={classes["banner"]} aria-label={t("verify.bannerTitle")} data-testid="verify-banner">
      <Mail size={22} aria-hidden="true" className={classes["icon"]} />
      <p className={classes["words"]} aria-live="polite">
        <strong>{t("verify.bannerTitle")}.</strong> {words}
      </p>
      {!resend.isSuccess && (
        <Button size="sm" variant="default" onClick={() => resend.mutate()} loading={resend.isPending}>
          {t("verify.resend")}
        </Button>
      )}
    </section>
  );
}
