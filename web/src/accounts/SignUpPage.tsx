/** Makes an account, and says which time zone was guessed before anybody misses an appointment by it. */
import { Anchor, Button, PasswordInput, TextInput, UnstyledButton } from "@mantine/core";
import { useForm } from "@mantine/form";
import { Link, useNavigate } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import { Trans, useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { chosenLanguage } from "../core/i18n";
import { preferredOf } from "../core/languages";
import { Notice } from "../core/ui/Notice";
import { useNow } from "../core/useNow";
import { AuthFrame } from "./AuthFrame";
import classes from "./AuthForm.module.css";
import { showFieldErrors, useFormWord } from "./fields";
import { LETTER_LANGUAGES, PASSWORD_MIN_LENGTH, afterSignUp, emailWord, guessedZone, nameWord, passwordWord, zoneClock, zoneName } from "./model";
import { type Role, RoleCards } from "./RoleCards";
import { useSignUp } from "./use";
import { ZoneSelect } from "./ZoneSelect";

const FIELDS = ["name", "email", "password", "roles", "timeZone"] as const;

function ZoneLine({ zone, onChange }: { zone: string; onChange: (zone: string) => void }): ReactNode {
  const { t, i18n } = useTranslation("accounts");
  const now = useNow();
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return <ZoneSelect value={zone} onChange={onChange} />;
  return (
    <p className={classes["zone"]}>
      <Trans
        t={t}
        i18nKey="signUp.zone"
        values={{ zone: zoneName(zone), clock: zoneClock(zone, now, i18n.language) }}
        components={{ b: <strong /> }}
      />{" "}
      <UnstyledButton className={classes["link"]} onClick={() => setOpen(true)}>
        {t("signUp.zoneChange")}
      </UnstyledButton>
    </p>
  );
}

function SignUpForm({ next }: { next: string }): ReactNode {
  const { t } = useTranslation("accounts");
  const say = useSay();
  const word = useFormWord();
  const navigate = useNavigate();
  const signUp = useSignUp();
  const [isElsewhere, setElsewhere] = useState(false);
  const form = useForm({
    mode: "controlled",
    initialValues: { name: "", email: "", password: "", roles: [] as Role[], timeZone: guessedZone() },
    validate: {
      name: (name) => word(nameWord(name)),
      email: (email) => word(emailWord(email)),
      password: (password) => word(passwordWord(password)),
      roles: (roles) => word(roles.length === 0 ? "rolesNeeded" : null),
    },
  });
  const submit = form.onSubmit((values) =>
    signUp.mutate(
      { ...values, name: values.name.trim(), email: values.email.trim(), locale: chosenLanguage() ?? preferredOf(navigator.languages, LETTER_LANGUAGES) },
      {
        onSuccess: () => void navigate({ to: afterSignUp(next, values.roles) }),
        onError: (error) => setElsewhere(!showFieldErrors(error, form, FIELDS)),
      },
    ),
  );
  return (
    <form onSubmit={submit} noValidate className={classes["form"]}>
      {signUp.error && isElsewhere && <Notice>{say(signUp.error)}</Notice>}
      <RoleCards legend={t("signUp.roles")} value={form.values.roles} onChange={(roles) => form.setFieldValue("roles", roles)} error={form.errors["roles"]} />
      <TextInput label={t("name")} description={t("signUp.nameHint")} autoComplete="name" dir="auto" maxLength={200} {...form.getInputProps("name")} data-testid="sign-up-name" />
      <TextInput label={t("email")} type="email" autoComplete="email" inputMode="email" dir="ltr" {...form.getInputProps("email")} data-testid="sign-up-email" />
      <PasswordInput label={t("password")} description={t("signUp.passwordHint", { min: PASSWORD_MIN_LENGTH })} autoComplete="new-password" {...form.getInputProps("password")} data-testid="sign-up-password" />
      <ZoneLine zone={form.values.timeZone} onChange={(zone) => form.setFieldValue("timeZone", zone)} />
      <Button type="submit" size="lg" loading={signUp.isPending} data-testid="sign-up-submit">
        {t("signUp.submit")}
      </Button>
    </form>
  );
}

export function SignUpPage({ next }: { next: string }): ReactNode {
  const { t } = useTranslation("accounts");
  return (
    <AuthFrame title={t("signUp.title")} lead={t("signUp.lead")}>
      <SignUpForm next={next} />
      <p className={classes["foot"]}>
        {t("signUp.have")} <Anchor renderRoot={(props) => <Link to="/sign-in" search={{ next }} {...props} />}>{t("signIn.toSignIn")}</Anchor>
      </p>
    </AuthFrame>
  );
}
