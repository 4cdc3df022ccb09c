/** A programme for somebody who takes part, or is asked to. */
import { Anchor, Button, Card, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { Link, useNavigate } from "@tanstack/react-router";
import { ArrowLeft } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Refused, isRefused } from "../core/errors";
import { useSay } from "../core/explain";
import { isolated } from "../core/names";
import { FailedPage } from "../core/ui/FailedPage";
import { Loading } from "../core/ui/Loading";
import { Notice } from "../core/ui/Notice";
import { Panel } from "../core/ui/Panel";
import { AdriftScene } from "../core/ui/scenes";
import { useTitle } from "../core/ui/useTitle";
import { ProfileNudge } from "../profiles/ProfileNudge";
import type { Answers, ProgrammePageOf } from "./api";
import { Confirm } from "../core/ui/Confirm";
import { questionsFor, sentAnswers } from "./model";
import { AnswersField, Course, DatesLine, StateBadge } from "./parts";
import classes from "./Programmes.module.css";
import { useAccept, useLeave, useProgramme, usePutAnswers } from "./use";

interface PlaceProps {
  seen: ProgrammePageOf;
  place: NonNullable<ProgrammePageOf["place"]>;
}

const fieldsOf = (error: unknown): Readonly<Record<string, string>> => (error instanceof Refused ? error.fields : {});

function Invitation({ seen, place }: PlaceProps): ReactNode {
  const { t } = useTranslation("programmes");
  const say = useSay();
  const navigate = useNavigate();
  const { id } = seen.programme;
  const accept = useAccept(id);
  const leave = useLeave(id);
  const [answers, setAnswers] = useState<Answers>(place.answers);
  const questions = questionsFor(seen.questions, place.roles);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    accept.mutate(sentAnswers(questions, answers));
  };
  const failed = accept.error ?? leave.error;
  return (
    <Card className={classes["card"]} data-testid="invitation">
      <Title order={2}>{t("page.invited")}</Title>
      <p className={classes["hint"]}>{t("page.invitedHint")}</p>
      <form className={classes["form"]} onSubmit={submit} noValidate>
        <AnswersField questions={questions} value={answers} onChange={setAnswers} errors={fieldsOf(accept.error)} />
        {failed && <Notice>{say(failed)}</Notice>}
        <div className={classes["deeds"]}>
          <Button type="submit" loading={accept.isPending} data-testid="invitation-yes">
            {t("page.yes")}
          </Button>
          <Button variant="subtle" loading={leave.isPending} onClick={() => leave.mutate(undefined, { onSuccess: () => void navigate({ to: "/programmes" }) })}>
            {t("page.no")}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function OwnAnswers({ seen, place }: PlaceProps): ReactNode {
  const { t } = useTranslation("programmes");
  const say = useSay();
  const put = usePutAnswers(seen.programme.id);
  const [answers, setAnswers] = useState<Answers>(place.answers);
  const questions = questionsFor(seen.questions, place.roles);
  if (questions.length === 0) return null;
  const errors = fieldsOf(put.error);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    put.mutate(sentAnswers(questions, answers), { onSuccess: () => notifications.show({ message: t("page.answered"), color: "olive" }) });
  };
  return (
    <Card className={classes["card"]}>
      <Title order={2}>{t("page.questions")}</Title>
      <p className={classes["hint"]}>{t("page.questionsHint")}</p>
      {!place.isAnswered && <Notice tone="plain">{t("page.unanswered")}</Notice>}
      <form className={classes["form"]} onSubmit={submit} noValidate>
        <AnswersField questions={questions} value={answers} onChange={setAnswers} errors={errors} />
        {put.error && Object.keys(errors).length === 0 && <Notice>{say(put.error)}</Notice>}
        <div className={classes["save"]}>
          <Button type="submit" loading={put.isPending} data-testid="answers-save">
            {t("page.saveAnswers")}
          </Button>
        </div>
      </form>
    </Card>
  );
}

function Leaving({ seen }: { seen: ProgrammePageOf }): ReactNode {
  const { t } = useTranslation("programmes");
  const navigate = useNavigate();
  const leave = useLeave(seen.programme.id);
  const [isAsking, setAsking] = useState(false);
  return (
    <div>
      <Button variant="subtle" color="clay" onClick={() => setAsking(true)}>
        {t("page.leave")}
      </Button>
      <Confirm isOpen={isAsking} title={t("page.leaveAsk", { name: isolated(seen.programme.name) })} hint={t("page.leaveHint")} word={t("page.leaveDo")} isPending={leave.isPending} error={leave.error} onClose={() => setAsking(false)} onDo={() => leave.mutate(undefined, { onSuccess: () => void navigate({ to: "/programmes" }) })} />
    </div>
  );
}

/** What a layer above has to say to somebody who takes part. */
export type AboveOf = (programmeId: string) => ReactNode;

function Place({ seen, place, above }: PlaceProps & { above: AboveOf }): ReactNode {
  if (place.standing === "invited") return <Invitation seen={seen} place={place} />;
  return (
    <>
      {seen.programme.state !== "closed" && <ProfileNudge />}
      <OwnAnswers seen={seen} place={place} />
      {above(seen.programme.id)}
      {!seen.programme.isOpen && <Leaving seen={seen} />}
    </>
  );
}

function Shown({ seen, above }: { seen: ProgrammePageOf; above: AboveOf }): ReactNode {
  const { t, i18n } = useTranslation("programmes");
  const { programme, place, coordinators } = seen;
  useTitle(programme.name);
  const list = new Intl.ListFormat(i18n.language);
  return (
    <main className={classes["page"]} id="main">
      <Anchor className={classes["back"] ?? ""} renderRoot={(props) => <Link to="/programmes" {...props} />}>
        <ArrowLeft size={16} aria-hidden="true" /> {t("page.toList")}
      </Anchor>
      <header>
        <div className={classes["title"]}>
          <Title order={1}>
            <bdi>{programme.name}</bdi>
          </Title>
          {programme.isOpen && <StateBadge programme={programme} />}
        </div>
        {programme.description !== "" && <p className={`${classes["lead"]} ${classes["said"]}`} dir="auto">{programme.description}</p>}
      </header>
      {!programme.isOpen && <Course state={programme.state} />}
      <DatesLine programme={programme} />
      <Card className={classes["card"]}>
        <Title order={2}>{t("page.how")}</Title>
        <div>
          <p className={classes["name"]}>{t(`mode.${programme.mode}`)}</p>
          <p className={classes["hint"]}>{t(`mode.${programme.mode}Hint`)}</p>
        </div>
        {place?.standing === "joined" && <p className={classes["hint"]}>{t("page.youAs", { roles: list.format(place.roles.map((role) => t(`asRole.${role}`))) })}</p>}
        {coordinators.length > 0 && (
          <p className={classes["hint"]}>
            {t("page.coordinators", { names: list.format(coordinators.map(({ name }) => isolated(name))) })}
          </p>
        )}
        {seen.isCoordinator && (
          <div>
            <Button variant="light" renderRoot={(props) => <Link to="/programmes/$programmeId/manage" params={{ programmeId: programme.id }} search={{}} {...props} />}>
              {t("manage")}
            </Button>
          </div>
        )}
      </Card>
      {place && <Place seen={seen} place={place} above={above} key={place.standing} />}
    </main>
  );
}

export function GonePanel(): ReactNode {
  const { t } = useTranslation("programmes");
  return (
    <Panel title={t("page.gone")} scene={<AdriftScene />} testId="programme-gone">
      <p>{t("page.goneHint")}</p>
      <Button renderRoot={(props) => <Link to="/programmes" {...props} />}>{t("page.toList")}</Button>
    </Panel>
  );
}

export function ProgrammePage({ programmeId, above }: { programmeId: string; above: AboveOf }): ReactNode {
  const seen = useProgramme(programmeId);
  if (isRefused(seen.error) && seen.error.status === 404) return <GonePanel />;
  if (seen.isPending) return <Loading />;
  return seen.data ? <Shown seen={seen.data} above={above} /> : <FailedPage of={seen} />;
}
