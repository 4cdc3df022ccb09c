/** Signs a person in and brings them to where they were heading. */
import { Anchor, Button, PasswordInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { Notice } from "../core/ui/Notice";
import { AuthFrame } from "./AuthFrame";
import classes from "./AuthForm.module.css";
import { useFormWord } from "./fields";
import { emailWord } from "./model";
import { useSignIn } from "./use";

export function SignInPage({ next }: { next: string }): ReactNode {
  const { t } = useTranslation("accounts");
  const say = useSay();
  const word = useFormWord();
  const navigate = useNavigate();
  const signIn = useSignIn();
  const form = useForm({
    mode: "controlled",
    initialValues: { email: "", password: "" },
    validate: {
      email: (email) => word(emailWord(email)),
      password: (password) => word(password === "" ? "needed" : null),
    },
  });
  const submit = form.onSubmit(({ email, password }) =>
    signIn.mutate({ email: email.trim(), password }, { onSuccess: () => void navigate({ to: next }) }),
  );
  return (
    <AuthFrame title={t("signIn.title")} lead={next === "/" ? t("signIn.lead") : t("signIn.next")}>
      <form onSubmit={submit} noValidate className={classes["form"]}>
        {signIn.error && <Notice>{say(signIn.error)}</Notice>}
        <TextInput label={t("email")} type="email" autoComplete="username" inputMode="email" dir="ltr" {...form.getInputProps("email")} data-testid="sign-in-email" />
        <PasswordInput label={t("password")} autoComplete="current-password" {...form.getInputProps("password")} data-testid="sign-in-password" />
        <Button type="submit" size="lg" loading={signIn.isPending} data-testid="sign-in-submit">
          {t("signIn.submit")}
        </Button>
      </form>
      <p className={`${classes["foot"]} ${classes["between"]}`}>
        <span>
          {t("signIn.none")} <Anchor renderRoot={(props) => <Link to="/sign-up" search={{ next }} {...props} />}>{t("signIn.toSignUp")}</Anchor>
        </span>
        <Anchor renderRoot={(props) => <Link to="/forgot" {...props} />}>{t("signIn.forgot")}</Anchor>
      </p>
    </AuthFrame>
  );
}
