/** Where a person says who they are. */
import { Button, Card, TextInput, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { Loading } from "../core/ui/Loading";
import { Notice } from "../core/ui/Notice";
import { useTitle } from "../core/ui/useTitle";
import type { Me } from "./api";
import { showFieldErrors, useFormWord } from "./fields";
import { LanguagesField } from "./LanguagesField";
import { HEADLINE_MAX_LENGTH, nameWord } from "./model";
import { PhotoField } from "./PhotoField";
import classes from "./ProfilePage.module.css";
import { RoleCards } from "./RoleCards";
import { useChangeMe, useMe } from "./use";
import { ZoneSelect } from "./ZoneSelect";

const FIELDS = ["name", "headline", "languages", "timeZone", "roles"] as const;

function ProfileForm({ me }: { me: Me }): ReactNode {
  const { t } = useTranslation("accounts");
  const core = useTranslation("core");
  const say = useSay();
  const word = useFormWord();
  const change = useChangeMe();
  const form = useForm({
    mode: "controlled",
    initialValues: { name: me.name, headline: me.headline, languages: me.languages, timeZone: me.timeZone, roles: me.roles },
    validate: {
      name: (name) => word(nameWord(name)),
      roles: (roles) => word(roles.length === 0 ? "rolesNeeded" : null),
    },
  });
  const submit = form.onSubmit((values) => {
    const languages = values.languages.filter(({ tag }) => tag !== "");
    change.mutate(
      { ...values, name: values.name.trim(), headline: values.headline.trim(), languages },
      {
        onSuccess: (saved) => {
          form.setValues({ name: saved.name, headline: saved.headline, languages: saved.languages, timeZone: saved.timeZone, roles: saved.roles });
          form.resetDirty();
          notifications.show({ message: core.t("saved"), color: "olive" });
        },
        onError: (error) => void showFieldErrors(error, form, FIELDS),
      },
    );
  });
  return (
    <form onSubmit={submit} noValidate className={classes["form"]}>
      <Card className={classes["card"]}>
        <Title order={2}>{t("profile.about")}</Title>
        <TextInput label={t("name")} autoComplete="name" dir="auto" {...form.getInputProps("name")} data-testid="profile-name" />
        <TextInput label={t("profile.headline")} description={t("profile.headlineHint")} placeholder={t("profile.headlineExample")} dir="auto" maxLength={HEADLINE_MAX_LENGTH} {...form.getInputProps("headline")} data-testid="profile-headline" />
        <RoleCards legend={t("profile.roles")} value={form.values.roles} onChange={(roles) => form.setFieldValue("roles", roles)} error={form.errors["roles"]} />
      </Card>
      <Card className={classes["card"]}>
        <Title order={2}>{t("profile.languages")}</Title>
        <p className={classes["hint"]}>{t("profile.languagesHint")}</p>
        <LanguagesField value={form.values.languages} onChange={(languages) => form.setFieldValue("languages", languages)} error={form.errors["languages"]} />
      </Card>
      <Card className={classes["card"]}>
        <Title order={2}>{t("profile.place")}</Title>
        <ZoneSelect value={form.values.timeZone} onChange={(zone) => form.setFieldValue("timeZone", zone)} error={form.errors["timeZone"]} />
      </Card>
      {change.error && <Notice>{say(change.error)}</Notice>}
      <div className={classes["save"]} data-dirty={form.isDirty()}>
        <Button type="submit" size="lg" loading={change.isPending} data-testid="profile-save">
          {core.t("save")}
        </Button>
      </div>
    </form>
  );
}

export function ProfilePage(): ReactNode {
  const { t } = useTranslation("accounts");
  useTitle(t("profile.title"));
  const me = useMe().data;
  if (!me) return <Loading />;
  return (
    <main className={classes["page"]} id="main">
      <header>
        <Title order={1}>{t("profile.title")}</Title>
        <p className={classes["lead"]}>{t("profile.lead")}</p>
      </header>
      <Card className={classes["card"]}>
        <Title order={2}>{t("profile.photo")}</Title>
        <PhotoField me={me} />
      </Card>
      <ProfileForm me={me} />
    </main>
  );
}
