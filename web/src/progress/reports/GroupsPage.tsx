/** What programmes ask about groups, for the person who is asked: said, changed, taken back. */
import { Button, Card, Radio, Stack, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../../core/explain";
import { HarbourScene } from "../../core/ui/scenes";
import { Failed } from "../../core/ui/Failed";
import { Loading } from "../../core/ui/Loading";
import { Notice } from "../../core/ui/Notice";
import { useTitle } from "../../core/ui/useTitle";
import type { OwnGroup } from "./api";
import classes from "./Reports.module.css";
import { useOwnGroups, useSayGroup } from "./use";

const RATHER = "rather";

function Question({ asked }: { asked: OwnGroup }): ReactNode {
  const { t } = useTranslation("reports");
  const say = useSay();
  const tell = useSayGroup(asked.questionId);
  const saved = asked.isAnswered ? (asked.choice === null ? RATHER : String(asked.choice)) : "";
  const chosen = tell.isPending ? (tell.variables === undefined ? "" : tell.variables === null ? RATHER : String(tell.variables)) : saved;
  const change = (value: string): void => tell.mutate(value === RATHER ? null : Number(value), { onSuccess: () => notifications.show({ id: "group-said", message: t("own.saved"), color: "olive" }) });
  const takeBack = (): void => tell.mutate(undefined, { onSuccess: () => notifications.show({ id: "group-taken-back", message: t("own.takenBack"), color: "olive" }) });
  return (
    <section className={classes["part"]} data-testid="own-group" data-answered={asked.isAnswered}>
      <Radio.Group label={<bdi>{asked.text}</bdi>} description={<bdi>{t("own.from", { name: asked.programmeName })}</bdi>} value={chosen} onChange={change}>
        <Stack gap="sm" mt="sm">
          {asked.choices.map((choice, at) => (
            <Radio key={choice} value={String(at)} label={<bdi>{choice}</bdi>} />
          ))}
          <Radio value={RATHER} label={t("own.rather")} />
        </Stack>
      </Radio.Group>
      {tell.error && <Notice>{say(tell.error)}</Notice>}
      <div className={classes["deeds"]}>
        {asked.isAnswered ? (
          <Button variant="subtle" color="clay" loading={tell.isPending} onClick={takeBack} data-testid="own-group-withdraw">
            {t("own.takeBack")}
          </Button>
        ) : (
          <p className={classes["hint"]}>{t("own.nothing")}</p>
        )}
      </div>
    </section>
  );
}

function Questions({ questions }: { questions: readonly OwnGroup[] }): ReactNode {
  const { t } = useTranslation("reports");
  if (questions.length > 0) return questions.map((one) => <Question key={one.questionId} asked={one} />);
  return (
    <section className={`${classes["part"]} ${classes["empty"]}`} data-testid="own-groups-none">
      <HarbourScene {...(classes["scene"] ? { className: classes["scene"] } : {})} />
      <strong>{t("own.none")}</strong>
      <p className={classes["hint"]}>{t("own.noneHint")}</p>
    </section>
  );
}

export function GroupsPage(): ReactNode {
  const { t } = useTranslation("reports");
  const found = useOwnGroups();
  useTitle(t("own.title"));
  return (
    <main className={classes["page"]} id="main">
      <Title order={1}>{t("own.title")}</Title>
      <p className={classes["hint"]}>{t("own.lead")}</p>
      <div className={classes["promise"]}>
        <p>{t("own.promise", { count: found.data?.leastGroup ?? 10 })}</p>
        <p>{t("own.promiseEnd")}</p>
      </div>
      {found.isPending ? <Loading /> : found.data ? <Questions questions={found.data.questions} /> : <Failed of={found} />}
    </main>
  );
}

/** On a programme's page, where it asks something. */
export function GroupsCard({ programmeId }: { programmeId: string }): ReactNode {
  const { t } = useTranslation("reports");
  const found = useOwnGroups();
  const asked = found.data?.questions.filter((one) => one.programmeId === programmeId) ?? [];
  if (asked.length === 0) return null;
  return (
    <Card data-testid="groups-card">
      <Title order={2} size="1.2rem">
        {t("own.card")}
      </Title>
      <p className={classes["hint"]}>{t("own.cardHint")}</p>
      <div className={classes["deeds"]} style={{ marginBlockStart: "0.8rem" }}>
        <Button variant="light" renderRoot={(props) => <Link to="/groups" {...props} />}>
          {t("own.open")}
        </Button>
      </div>
    </Card>
  );
}
