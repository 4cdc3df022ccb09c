/** Password and signed-in devices of the person. */
import { Button, Card, PasswordInput, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { Notice } from "../core/ui/Notice";
import { useTitle } from "../core/ui/useTitle";
import { changePassword } from "./api";
import { showFieldErrors, useFormWord } from "./fields";
import { PASSWORD_MIN_LENGTH, passwordWord } from "./model";
import classes from "./ProfilePage.module.css";
import { SignInsCard } from "./SignInsCard";
import { useMe } from "./use";

function PasswordCard({ email }: { email: string }): ReactNode {
  const { t } = useTranslation("accounts");
  const say = useSay();
  const word = useFormWord();
  const change = useMutation({ mutationFn: changePassword });
  const form = useForm({
    mode: "controlled",
    initialValues: { current: "", new: "" },
    validate: {
      current: (current) => word(current === "" ? "needed" : null),
      new: (next) => word(passwordWord(next)),
    },
  });
  const submit = form.onSubmit((values) =>
    change.mutate(values, {
      onSuccess: () => form.reset(),
      onError: (error) => void showFieldErrors(error, form, ["current", "new"]),
    }),
  );
  const isOnField = Object.keys(form.errors).length > 0;
  return (
    <Card className={classes["card"]}>
      <Title order={2}>{t("security.change")}</Title>
      <form onSubmit={submit} noValidate className={classes["form"]}>
        {change.isSuccess && <Notice tone="good">{t("security.changed")}</Notice>}
        {change.error && !isOnField && <Notice>{say(change.error)}</Notice>}
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <PasswordInput label={t("security.currentPassword")} autoComplete="current-password" {...form.getInputProps("current")} />
        <PasswordInput label={t("security.newPassword")} description={t("signUp.passwordHint", { min: PASSWORD_MIN_LENGTH })} autoComplete="new-password" {...form.getInputProps("new")} />
        <div>
          <Button type="submit" loading={change.isPending}>
            {t("security.changeSubmit")}
          </Button>
        </div>
      </form>
    </Card>
  );
}

export function SecurityPage(): ReactNode {
  const { t } = useTranslation("accounts");
  const me = useMe().data;
  useTitle(t("security.title"));
  return (
    <main className={classes["page"]} id="main">
      <header>
        <Title order={1}>{t("security.title")}</Title>
        <p className={classes["lead"]}>{t("security.lead")}</p>
      </header>
      <SignInsCard />
      <PasswordCard email={me?.email ?? ""} />
    </main>
  );
}
