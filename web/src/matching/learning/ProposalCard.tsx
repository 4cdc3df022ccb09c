/** Other weights, what speaks for each, and the two answers a coordinator may give. */
import { Badge, Button, Card, Title, Tooltip } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import type { CSSProperties, ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../../core/explain";
import { Notice } from "../../core/ui/Notice";
import { dateRange } from "../../core/when";
import { HUES } from "../../programmes/hues";
import type { Proposal, ProposedWeight } from "./api";
import classes from "./Learning.module.css";
import { directionOf, findingOf, told, widthOf } from "./model";
import { Undo } from "./Undo";
import { useAccept, useReject, useRestore } from "./use";

const CERTAINTY = { clear: "olive", likely: "aegean", weak: "sun" } as const;
const UNDO_MS = 12_000;

const styled = (value: Record<string, string>): CSSProperties => value as CSSProperties;

function Weight({ one, proposal }: { one: ProposedWeight; proposal: Proposal }): ReactNode {
  const { t, i18n } = useTranslation("learning");
  const programmes = useTranslation("programmes");
  const percent = new Intl.NumberFormat(i18n.language, { style: "percent", maximumFractionDigits: 1 });
  const number = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 1 });
  const [before, after] = [percent.format(one.before), percent.format(one.after)];
  const finding = findingOf(one);
  return (
    <li className={classes["weight"]} data-testid={`learned-${one.criterion}`} data-direction={directionOf(one)}>
      <span className={classes["name"]}>{programmes.t(`rules.criterion.${one.criterion}`)}</span>
      <span className={classes["shares"]} role="img" aria-label={t("proposal.change", { before, after })}>
        <del>{before}</del>
        <span aria-hidden="true">→</span>
        <ins>{after}</ins>
      </span>
      <div className={classes["bars"]} aria-hidden="true" style={styled({ "--hue": HUES[one.criterion] })}>
        <span style={styled({ "--width": `${widthOf(one.before, proposal)}%` })} />
        <span style={styled({ "--width": `${widthOf(one.after, proposal)}%` })} />
      </div>
      <div className={classes["why"]}>
        <p>{t(`proposal.finding.${finding}`, { stars: number.format(one.stars), expected: number.format(one.expectedStars) })}</p>
        {finding !== "room" && (
          <Tooltip label={t(`proposal.certaintyHint.${one.certainty}`)} events={{ hover: true, focus: true, touch: true }}>
            <Badge variant="light" color={CERTAINTY[one.certainty]} tt="none" tabIndex={0} styles={{ label: { color: "var(--ink)" } }}>
              {t(`proposal.certainty.${one.certainty}`)}
            </Badge>
          </Tooltip>
        )}
      </div>
    </li>
  );
}

function Evidence({ proposal }: { proposal: Proposal }): ReactNode {
  const { t, i18n } = useTranslation("learning");
  const { sessions, raters, mentors, firstAt, lastAt } = proposal;
  const whole = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 0 });
  return (
    <>
      <p>{t("proposal.foreseen", { before: whole.format(100 * proposal.foreseenBefore), after: whole.format(100 * proposal.foreseenAfter) })}</p>
      <p className={classes["hint"]}>
        {t("proposal.from", {
          answers: t("proposal.answers", { count: sessions }),
          people: t("proposal.people", { count: raters }),
          mentors: t("proposal.mentors", { count: mentors }),
          dates: dateRange(new Date(firstAt), new Date(lastAt), i18n.language),
        })}
      </p>
    </>
  );
}

function Decide({ programmeId, proposal, version }: ProposalProps): ReactNode {
  const { t } = useTranslation("learning");
  const say = useSay();
  const accept = useAccept(programmeId);
  const reject = useReject(programmeId);
  const restore = useRestore(programmeId);
  const isBusy = accept.isPending || reject.isPending;
  const error = accept.error ?? reject.error;
  const take = (): void => {
    const onSuccess = (after: { version: number }): void => {
      const id = `learning-${proposal.id}`;
      const back = (): void => {
        notifications.hide(id);
        restore.mutate({ number: version, base: after.version }, { onError: (failed) => notifications.show({ message: say(failed), color: "clay" }) });
      };
      notifications.show({ id, message: <Undo onUndo={back}>{t("accepted")}</Undo>, color: "olive", autoClose: UNDO_MS });
    };
    accept.mutate(proposal.id, { onSuccess });
  };
  return (
    <>
      {error && <Notice>{say(error)}</Notice>}
      <div className={classes["deeds"]}>
        <Button loading={accept.isPending} disabled={isBusy} onClick={take} data-testid="learning-accept">
          {t("proposal.accept")}
        </Button>
        <Button variant="subtle" loading={reject.isPending} disabled={isBusy} onClick={() => reject.mutate(proposal.id, { onSuccess: () => notifications.show({ message: t("rejected") }) })} data-testid="learning-reject">
          {t("proposal.reject")}
        </Button>
      </div>
    </>
  );
}

interface ProposalProps {
  programmeId: string;
  proposal: Proposal;
  /** Of the weights in use. */
  version: number;
}

export function ProposalCard(props: ProposalProps): ReactNode {
  const { t, i18n } = useTranslation("learning");
  const programmes = useTranslation("programmes");
  const { proposal } = props;
  const { moved, staying } = told(proposal);
  const names = new Intl.ListFormat(i18n.language).format(staying.map(({ criterion }) => programmes.t(`rules.criterion.${criterion}`)));
  return (
    <Card className={classes["card"]} data-testid="learning-proposal">
      <Title order={2}>{t("proposal.title")}</Title>
      <Evidence proposal={proposal} />
      <p className={classes["legend"]} aria-hidden="true">
        <span>
          <i />
          {t("proposal.before")}
        </span>
        <span>
          <i />
          {t("proposal.after")}
        </span>
      </p>
      <ul className={classes["rows"]}>
        {moved.map((one) => (
          <Weight key={one.criterion} one={one} proposal={proposal} />
        ))}
      </ul>
      {staying.length > 0 && <p className={classes["hint"]}>{t("proposal.staying", { names })}</p>}
      {proposal.isOutdated ? <Notice tone="plain">{t("proposal.outdated")}</Notice> : <Decide {...props} />}
    </Card>
  );
}
