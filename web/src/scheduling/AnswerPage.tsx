/** Where yes and no in a letter lead: it asks once more, for mail scanners follow every link; a press acts. */
import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { isRefused } from "../core/errors";
import { useSay } from "../core/explain";
import { FailedPage } from "../core/ui/FailedPage";
import { Loading } from "../core/ui/Loading";
import { Notice } from "../core/ui/Notice";
import { Panel } from "../core/ui/Panel";
import { AdriftScene, HarbourScene } from "../core/ui/scenes";
import { type Answerable, type Say, spanOf, stageOf, useAnswer, useAnswerable } from "./answer";

interface PageProps {
  secret: string;
  /** Which of the two links it was: that button comes first. */
  say: Say;
}

function Home(): ReactNode {
  const { t } = useTranslation("answer");
  return (
    <Button variant="subtle" renderRoot={(props) => <Link to="/" {...props} />}>
      {t("home")}
    </Button>
  );
}

function Choice({ first, isBusy, onSay }: { first: Say; isBusy: boolean; onSay: (say: Say) => void }): ReactNode {
  const { t } = useTranslation("answer");
  const order: readonly Say[] = first === "yes" ? ["yes", "no"] : ["no", "yes"];
  return (
    <>
      <Text>{t("asked")}</Text>
      <Group justify="center">
        {order.map((one, at) => (
          <Button key={one} variant={at === 0 ? "filled" : "default"} disabled={isBusy} onClick={() => onSay(one)} data-testid={`answer-${one}`}>
            {t(one)}
          </Button>
        ))}
      </Group>
    </>
  );
}

function Refusal({ seen, isBusy, onSay }: { seen: Answerable; isBusy: boolean; onSay: (say: Say) => void }): ReactNode {
  const { t } = useTranslation("answer");
  const isSeat = seen.kind !== "pair" && !seen.isHost;
  const hint = seen.kind === "pair" ? t("cancelHint") : t("cancelAllHint");
  return (
    <>
      <Text>{t("stands")}</Text>
      <Text c="dimmed" size="sm">
        {isSeat ? t("giveBackHint") : hint}
      </Text>
      <Group justify="center">
        <Button loading={isBusy} onClick={() => onSay("no")} data-testid="answer-no">
          {isSeat ? t("giveBack") : t("cancel")}
        </Button>
        <Home />
      </Group>
    </>
  );
}

function Left({ seen, secret, say }: PageProps & { seen: Answerable }): ReactNode {
  const { t } = useTranslation("answer");
  const explain = useSay();
  const answer = useAnswer(secret);
  const stage = stageOf(seen, answer.data ? answer.variables : null);
  const act = (what: Say): void => answer.mutate(what);
  return (
    <Stack role="status" data-testid={`answer-${stage}`}>
      {stage === "choose" && <Choice first={say} isBusy={answer.isPending} onSay={act} />}
      {stage === "refuse" && <Refusal seen={seen} isBusy={answer.isPending} onSay={act} />}
      {(stage === "agreed" || stage === "over") && (
        <>
          <Text>{t(stage)}</Text>
          <Home />
        </>
      )}
      {answer.error && <Notice>{explain(answer.error)}</Notice>}
    </Stack>
  );
}

export function AnswerPage({ secret, say }: PageProps): ReactNode {
  const { t, i18n } = useTranslation("answer");
  const seen = useAnswerable(secret);
  if (["answer_link_gone", "answer_superseded", "invalid"].some((code) => isRefused(seen.error, code))) {
    return (
      <Panel title={t("gone")} scene={<AdriftScene />} testId="answer-gone">
        <p>{t("goneHint")}</p>
        <Home />
      </Panel>
    );
  }
  if (seen.isPending) return <Loading />;
  if (!seen.data) return <FailedPage of={seen} />;
  return (
    <Panel title={t("title")} scene={<HarbourScene />} testId="answer">
      <Text dir="auto">{t("hello", { name: seen.data.name })}</Text>
      <Title order={2}>
        <bdi>{seen.data.title}</bdi>
      </Title>
      <Text fw={600}>{spanOf(seen.data, i18n.language)}</Text>
      <Text c="dimmed" size="sm">
        {t("zone", { zone: seen.data.zone })}
      </Text>
      <Left seen={seen.data} secret={secret} say={say} />
    </Panel>
  );
}
