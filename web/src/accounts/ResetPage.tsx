/** Sets a new password with the token of a letter. */
import { Button, PasswordInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { Notice } from "../core/ui/Notice";
import { confirmReset } from "./api";
import { AuthFrame } from "./AuthFrame";
import classes from "./AuthForm.module.css";
import { showFieldErrors, useFormWord } from "./fields";
import { PASSWORD_MIN_LENGTH, passwordWord } from "./model";

/** `isFirst`: for somebody whose account was made by others, and who has no password yet. */
export function ResetPage({ token, isFirst = false }: { token: string; isFirst?: boolean }): ReactNode {
  const { t } = useTranslation("accounts");
  const say = useSay();
  const word = useFormWord();
  const confirm = useMutation({ mutationFn: confirmReset });
  const form = useForm({
    mode: "controlled",
    initialValues: { password: "" },
    validate: { password: (password) => word(passwordWord(password)) },
  });
  if (confirm.isSuccess) {
    return (
      <AuthFrame title={t("reset.done")} lead={t(isFirst ? "invited.doneLead" : "reset.doneLead")}>
        <Button size="lg" renderRoot={(props) => <Link to="/sign-in" search={{ next: isFirst ? "/programmes" : "/" }} {...props} />}>
          {t("signIn.submit")}
        </Button>
      </AuthFrame>
    );
  }
  if (token === "") {
    return (
      <AuthFrame title={t("reset.title")}>
        <Notice>{t("verify.none")}</Notice>
      </AuthFrame>
    );
  }
  const submit = form.onSubmit(({ password }) =>
    confirm.mutate({ token, password }, { onError: (error) => void showFieldErrors(error, form, ["password"]) }),
  );
  return (
    <AuthFrame title={t(isFirst ? "invited.title" : "reset.title")} lead={t(isFirst ? "invited.lead" : "reset.lead")}>
      <form onSubmit={submit} noValidate className={classes["form"]}>
        {confirm.error && !form.errors["password"] && <Notice>{say(confirm.error)}</Notice>}
        <PasswordInput label={t("security.newPassword")} description={t("signUp.passwordHint", { min: PASSWORD_MIN_LENGTH })} autoComplete="new-password" {...form.getInputProps("password")} data-testid="new-password" />
        <Button type="submit" size="lg" loading={confirm.isPending} data-testid="new-password-submit">
          {t("reset.submit")}
        </Button>
      </form>
    </AuthFrame>
  );
}
