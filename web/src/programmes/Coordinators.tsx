/** Who looks after a programme: shown, appointed, taken off. */
import { ActionIcon, Anchor, Button, Card, TextInput, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { ArrowLeft, X } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../accounts/use";
import { useSay } from "../core/explain";
import { shownName } from "../core/names";
import { FailedPage } from "../core/ui/FailedPage";
import { Loading } from "../core/ui/Loading";
import { Notice } from "../core/ui/Notice";
import { Portrait } from "../core/ui/Portrait";
import { useTitle } from "../core/ui/useTitle";
import type { Person } from "./api";
import { GonePanel } from "./ProgrammePage";
import classes from "./Programmes.module.css";
import { useAppoint, useCoordinators, useDismiss } from "./use";

function Coordinator({ programmeId, person }: { programmeId: string; person: Person }): ReactNode {
  const { t } = useTranslation("programmes");
  const core = useTranslation("core");
  const say = useSay();
  const me = useMe();
  const dismiss = useDismiss(programmeId);
  const name = shownName(person.name, core.t("somebody"));
  const word = me.data?.id === person.id ? t("desk.dismissSelf") : t("desk.dismiss", { name });
  return (
    <li className={classes["person"]}>
      <Portrait name={name} photoUrl={person.photoUrl} size="2.2rem" />
      <span className={classes["words"]}>
        <bdi>{name}</bdi>
        {dismiss.error && <span role="alert">{say(dismiss.error)}</span>}
      </span>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={word} title={word} loading={dismiss.isPending} onClick={() => dismiss.mutate(person.id)}>
        <X size={18} aria-hidden="true" />
      </ActionIcon>
    </li>
  );
}

export function Coordinators({ programmeId }: { programmeId: string }): ReactNode {
  const { t } = useTranslation("programmes");
  const say = useSay();
  const people = useCoordinators(programmeId);
  const appoint = useAppoint(programmeId);
  const [email, setEmail] = useState("");
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (email.trim() !== "") appoint.mutate(email.trim(), { onSuccess: () => setEmail("") });
  };
  return (
    <Card className={classes["card"]}>
      <Title order={2}>{t("desk.coordinators")}</Title>
      <p className={classes["hint"]}>{t("desk.coordinatorsHint")}</p>
      <ul className={classes["rows"]}>
        {people.data?.map((person) => (
          <Coordinator key={person.id} programmeId={programmeId} person={person} />
        ))}
      </ul>
      <form className={classes["inline"]} onSubmit={submit} noValidate>
        <TextInput label={t("desk.appointEmail")} type="email" inputMode="email" dir="ltr" value={email} onChange={(event) => setEmail(event.currentTarget.value)} error={appoint.error ? say(appoint.error) : null} data-testid="appoint-email" />
        <Button type="submit" variant="light" loading={appoint.isPending} data-testid="appoint-do">
          {t("desk.appointDo")}
        </Button>
      </form>
    </Card>
  );
}

/** For an operator who does not look after this programme; everybody else finds nothing. */
export function AppointOnly({ programmeId }: { programmeId: string }): ReactNode {
  const { t } = useTranslation("programmes");
  useTitle(t("appoint"));
  const people = useCoordinators(programmeId);
  if (people.isPending) return <Loading />;
  if (!people.data) {
    return (
      <FailedPage of={people}>
        <GonePanel />
      </FailedPage>
    );
  }
  return (
    <main className={classes["page"]} id="main">
      <Anchor className={classes["back"] ?? ""} renderRoot={(props) => <Link to="/programmes" {...props} />}>
        <ArrowLeft size={16} aria-hidden="true" /> {t("page.toList")}
      </Anchor>
      <Title order={1}>{t("appoint")}</Title>
      <Notice tone="plain">{t("othersHint")}</Notice>
      <Coordinators programmeId={programmeId} />
    </main>
  );
}
