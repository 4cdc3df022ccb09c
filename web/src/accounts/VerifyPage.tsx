/** Confirms an address by a click: opening the link alone does nothing, since mail scanners open links too. */
import { Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { Notice } from "../core/ui/Notice";
import { verify } from "./api";
import { AuthFrame } from "./AuthFrame";
import { useRefreshMe } from "./use";

export function VerifyPage({ token }: { token: string }): ReactNode {
  const { t } = useTranslation("accounts");
  const core = useTranslation("core");
  const say = useSay();
  const refreshMe = useRefreshMe();
  const confirm = useMutation({ mutationFn: verify, onSuccess: refreshMe });
  if (confirm.isSuccess) {
    return (
      <AuthFrame title={t("verify.done")} lead={t("verify.doneLead")}>
        <Button size="lg" renderRoot={(props) => <Link to="/" {...props} />}>
          {core.t("toHome")}
        </Button>
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title={t("verify.title")} lead={t("verify.lead")}>
      {token === "" && <Notice>{t("verify.none")}</Notice>}
      {confirm.error && <Notice>{say(confirm.error)}</Notice>}
      <Button size="lg" disabled={token === ""} loading={confirm.isPending} onClick={() => confirm.mutate(token)} data-testid="verify-submit">
        {t("verify.submit")}
      </Button>
    </AuthFrame>
  );
}
