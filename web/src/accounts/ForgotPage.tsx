/** Asks for a reset letter; says the same whether or not the address is known. */
import { Anchor, Button, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { Notice } from "../core/ui/Notice";
import { askReset } from "./api";
import { AuthFrame } from "./AuthFrame";
import classes from "./AuthForm.module.css";
import { useFormWord } from "./fields";
import { emailWord } from "./model";

export function ForgotPage(): ReactNode {
  const { t } = useTranslation("accounts");
  const say = useSay();
  const word = useFormWord();
  const ask = useMutation({ mutationFn: askReset });
  const form = useForm({
    mode: "controlled",
    initialValues: { email: "" },
    validate: { email: (email) => word(emailWord(email)) },
  });
  const back = (
    <p className={classes["foot"]}>
      <Anchor renderRoot={(props) => <Link to="/sign-in" search={{ next: "/" }} {...props} />}>{t("forgot.back")}</Anchor>
    </p>
  );
  if (ask.isSuccess) {
    return (
      <AuthFrame title={t("forgot.sent")} lead={t("forgot.sentLead", { email: form.values.email.trim() })}>
        {back}
      </AuthFrame>
    );
  }
  return (
    <AuthFrame title={t("forgot.title")} lead={t("forgot.lead")}>
      <form onSubmit={form.onSubmit(({ email }) => ask.mutate(email.trim()))} noValidate className={classes["form"]}>
        {ask.error && <Notice>{say(ask.error)}</Notice>}
        <TextInput label={t("email")} type="email" autoComplete="username" inputMode="email" dir="ltr" {...form.getInputProps("email")} />
        <Button type="submit" size="lg" loading={ask.isPending}>
          {t("forgot.submit")}
        </Button>
      </form>
      {back}
    </AuthFrame>
  );
}
