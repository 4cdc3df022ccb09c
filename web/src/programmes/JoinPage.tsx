/** Where an invitation link leads: what the programme is, before anybody signs in; then a place in it. */
import { Button, Title } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { type Role as AccountRole, RoleCards } from "../accounts/RoleCards";
import { useMe } from "../accounts/use";
import { Refused, isRefused } from "../core/errors";
import { useSay } from "../core/explain";
import { FailedPage } from "../core/ui/FailedPage";
import { Loading } from "../core/ui/Loading";
import { Notice } from "../core/ui/Notice";
import { Panel } from "../core/ui/Panel";
import { AdriftScene, HarbourScene } from "../core/ui/scenes";
import type { Answers, LinkSeen } from "./api";
import { questionsFor, sentAnswers } from "./model";
import { AnswersField, DatesLine } from "./parts";
import classes from "./Programmes.module.css";
import { useJoin, useLinkSeen } from "./use";

interface SeenProps {
  seen: LinkSeen;
  secret: string;
}

function SignedOut({ secret }: { secret: string }): ReactNode {
  const { t } = useTranslation("programmes");
  const next = `/join/${secret}`;
  return (
    <>
      <p>{t("join.first")}</p>
      <div className={classes["deeds"]}>
        <Button renderRoot={(props) => <Link to="/sign-up" search={{ next }} {...props} />} data-testid="join-sign-up">
          {t("join.signUp")}
        </Button>
        <Button variant="subtle" renderRoot={(props) => <Link to="/sign-in" search={{ next }} {...props} />}>
          {t("join.signIn")}
        </Button>
      </div>
    </>
  );
}

function Joining({ seen, secret, mine }: SeenProps & { mine: readonly AccountRole[] }): ReactNode {
  const { t } = useTranslation("programmes");
  const say = useSay();
  const navigate = useNavigate();
  const join = useJoin(secret);
  const fitting = seen.roles.filter((role) => mine.includes(role));
  const [roles, setRoles] = useState<AccountRole[]>(fitting.length > 0 ? fitting : [...seen.roles]);
  const [answers, setAnswers] = useState<Answers>({});
  const questions = questionsFor(seen.questions, roles);
  const errors = join.error instanceof Refused ? join.error.fields : {};
  const isElsewhere = !Object.keys(errors).some((field) => field.startsWith("answers."));
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (roles.length === 0) return;
    join.mutate({ roles, answers: sentAnswers(questions, answers) }, { onSuccess: ({ id }) => void navigate({ to: "/programmes/$programmeId", params: { programmeId: id } }) });
  };
  return (
    <form className={classes["joining"]} onSubmit={submit} noValidate>
      {seen.roles.length > 1 ? (
        <RoleCards legend={t("join.as")} value={roles} onChange={setRoles} />
      ) : (
        <p className={classes["hint"]}>{`${t("join.as")}: ${seen.roles.map((role) => t(`role.${role}`)).join()}`}</p>
      )}
      <AnswersField questions={questions} value={answers} onChange={setAnswers} errors={errors} />
      {join.error && isElsewhere && <Notice>{say(join.error)}</Notice>}
      <Button type="submit" size="lg" loading={join.isPending} disabled={roles.length === 0} data-testid="join-do">
        {t("join.do")}
      </Button>
    </form>
  );
}

function Answer({ seen, secret }: SeenProps): ReactNode {
  const { t } = useTranslation("programmes");
  const me = useMe();
  if (seen.place?.standing === "joined") {
    return (
      <>
        <p>{t("join.there")}</p>
        <Button renderRoot={(props) => <Link to="/programmes/$programmeId" params={{ programmeId: seen.programme.id }} {...props} />}>{t("join.go")}</Button>
      </>
    );
  }
  if (!seen.isEnrolling) return <Notice tone="plain">{t("join.over")}</Notice>;
  if (me.isPending) return <Loading />;
  return me.data ? <Joining seen={seen} secret={secret} mine={me.data.roles} /> : <SignedOut secret={secret} />;
}

export function JoinPage({ secret }: { secret: string }): ReactNode {
  const { t } = useTranslation("programmes");
  const seen = useLinkSeen(secret);
  if (isRefused(seen.error, "link_spent") || isRefused(seen.error, "invalid")) {
    return (
      <Panel title={t("join.gone")} scene={<AdriftScene />} testId="join-gone">
        <p>{t("join.goneHint")}</p>
      </Panel>
    );
  }
  if (seen.isPending) return <Loading />;
  if (!seen.data) return <FailedPage of={seen} />;
  const { programme } = seen.data;
  return (
    <Panel title={t("join.title")} scene={<HarbourScene />} testId="join">
      <Title order={2}>
        <bdi>{programme.name}</bdi>
      </Title>
      {programme.description !== "" && (
        <p className={classes["said"]} dir="auto">
          {programme.description}
        </p>
      )}
      <DatesLine programme={programme} />
      <Answer seen={seen.data} secret={secret} />
    </Panel>
  );
}
