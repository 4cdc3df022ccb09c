/** What the two agree on: read, written anew, signed by both, renewed. */
import { Badge, Button, Group, NumberInput, Textarea, Title } from "@mantine/core";
import { PenLine, Signature } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { isRefused } from "../core/errors";
import { useSay } from "../core/explain";
import { Loading } from "../core/ui/Loading";
import { Failed } from "../core/ui/Failed";
import { Notice } from "../core/ui/Notice";
import { useNow } from "../core/useNow";
import { dayAndTime, shortDate, timeAgo } from "../core/when";
import type { Agreement, Edition, Mentorship, Words } from "./api";
import { CLAUSES, type Clause, LONGEST_CLAUSE, LONGEST_GOALS, LONGEST_WEEKS, MOST_SESSIONS_A_MONTH, type Reading, readingOf } from "./model";
import classes from "./Mentorships.module.css";
import { useName } from "./parts";
import { useAgreement, useSign, useWrite } from "./use";

/** The name of whoever is on a side: oneself or the other one. */
function useSideName(pair: Mentorship): (side: Mentorship["side"]) => string {
  const { t } = useTranslation("mentorships");
  const nameOf = useName();
  return (side) => (side === pair.side ? t("you") : nameOf(pair.other));
}

function ClauseRow({ clause, reading }: { clause: Clause; reading: Reading }): ReactNode {
  const { t } = useTranslation("mentorships");
  const isChanged = reading.changed.includes(clause);
  return (
    <div className={classes["clause"]} data-changed={isChanged} data-testid={`clause-${clause}`}>
      <dt>
        {t(`agreement.clause.${clause}`)}
        {isChanged && (
          <Badge color="sun" variant="light" size="md" tt="none" styles={{ label: { color: "var(--ink)" } }}>
            {t("agreement.changed")}
          </Badge>
        )}
      </dt>
      <dd dir="auto">{reading.words[clause]}</dd>
      {isChanged && reading.before && (
        <dd className={classes["before"]} dir="auto">
          {t("agreement.was", { text: String(reading.before[clause]) })}
        </dd>
      )}
    </div>
  );
}

function Signatures({ pair, edition }: { pair: Mentorship; edition: Edition }): ReactNode {
  const { t, i18n } = useTranslation("mentorships");
  const sideName = useSideName(pair);
  return (
    <ul className={classes["signatures"]} aria-label={t("agreement.signatures")}>
      {edition.signatures.map(({ side, signedAt }) => (
        <li key={side} data-testid="signature">
          <Signature size={19} aria-hidden="true" />
          {t("agreement.signature", { name: sideName(side), date: dayAndTime(new Date(signedAt), i18n.language) })}
        </li>
      ))}
    </ul>
  );
}

interface WriteFormProps {
  pair: Mentorship;
  reading: Reading;
  onDone: () => void;
}

function WriteForm({ pair, reading, onDone }: WriteFormProps): ReactNode {
  const { t } = useTranslation("mentorships");
  const core = useTranslation("core");
  const say = useSay();
  const write = useWrite(pair.id);
  const [words, setWords] = useState<Words>(reading.words);
  // What was read when the writing began: what the other one writes meanwhile must not be lost.
  const [edition] = useState(reading.edition);
  const fields = isRefused(write.error) ? write.error.fields : {};
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    write.mutate({ edition, words }, { onSuccess: onDone });
  };
  const text = (clause: "goals" | "channels" | "confidentiality", most: number): ReactNode => (
    <Textarea size="md" label={t(`agreement.clause.${clause}`)} autosize minRows={2} maxRows={12} dir="auto" maxLength={most} value={words[clause]} onChange={(event) => setWords({ ...words, [clause]: event.currentTarget.value })} error={fields[clause]} data-testid={`write-${clause}`} />
  );
  return (
    <form className={classes["form"]} onSubmit={submit} noValidate>
      {text("goals", LONGEST_GOALS)}
      <Group grow align="flex-start">
        <NumberInput size="md" label={t("agreement.clause.sessionsAMonth")} min={1} max={MOST_SESSIONS_A_MONTH} allowDecimal={false} clampBehavior="blur" value={words.sessionsAMonth} onChange={(value) => setWords({ ...words, sessionsAMonth: Number(value) })} error={fields["sessionsAMonth"]} data-testid="write-sessions" />
        <NumberInput size="md" label={t("agreement.clause.weeks")} min={1} max={LONGEST_WEEKS} allowDecimal={false} clampBehavior="blur" value={words.weeks} onChange={(value) => setWords({ ...words, weeks: Number(value) })} error={fields["weeks"]} />
      </Group>
      {text("channels", LONGEST_CLAUSE)}
      {text("confidentiality", LONGEST_CLAUSE)}
      <p className={classes["hint"]}>{t("agreement.saveHint", { name: useName()(pair.other) })}</p>
      {write.error && Object.keys(fields).length === 0 && <Notice>{say(write.error)}</Notice>}
      <Group justify="flex-end">
        <Button variant="subtle" onClick={onDone}>
          {core.t("cancel")}
        </Button>
        <Button type="submit" loading={write.isPending} data-testid="agreement-save">
          {t("agreement.save")}
        </Button>
      </Group>
    </form>
  );
}

const WRITE_WORD = { unwritten: "agreement.write", to_sign: "agreement.change", awaited: "agreement.change", signed: "agreement.renew" } as const;

function Deeds({ pair, reading, onWrite }: { pair: Mentorship; reading: Reading; onWrite: () => void }): ReactNode {
  const { t } = useTranslation("mentorships");
  const say = useSay();
  const sign = useSign(pair.id);
  return (
    <>
      {sign.error && <Notice>{say(sign.error)}</Notice>}
      <div className={classes["deeds"]}>
        {reading.stage === "to_sign" && (
          <Button leftSection={<Signature size={18} aria-hidden="true" />} loading={sign.isPending} onClick={() => sign.mutate(reading.edition)} data-testid="agreement-sign">
            {t("agreement.sign")}
          </Button>
        )}
        <Button variant={reading.stage === "unwritten" ? "filled" : "light"} leftSection={<PenLine size={17} aria-hidden="true" />} onClick={onWrite} data-testid="agreement-write">
          {t(WRITE_WORD[reading.stage])}
        </Button>
      </div>
    </>
  );
}

function Reader({ pair, agreement, reading, onWrite }: { pair: Mentorship; agreement: Agreement; reading: Reading; onWrite: () => void }): ReactNode {
  const { t, i18n } = useTranslation("mentorships");
  const now = useNow();
  const sideName = useSideName(pair);
  const { latest, signed } = agreement;
  return (
    <>
      {latest && (
        <p className={classes["meta"]}>
          {t("agreement.edition", { number: latest.edition })}, {t("agreement.written", { name: sideName(latest.writtenBy), when: timeAgo(new Date(latest.writtenAt), now, i18n.language) })}
        </p>
      )}
      <dl className={classes["clauses"]}>
        {CLAUSES.map((clause) => (
          <ClauseRow key={clause} clause={clause} reading={reading} />
        ))}
      </dl>
      {reading.before && <p className={classes["hint"]}>{reading.changed.length > 0 ? t("agreement.holds") : t("agreement.same")}</p>}
      {latest && <Signatures pair={pair} edition={latest} />}
      {reading.stage === "signed" && signed?.endsAt && <p className={classes["hint"]}>{t("agreement.ends", { date: shortDate(new Date(signed.endsAt), i18n.language) })}</p>}
      {agreement.isRunning && <Deeds pair={pair} reading={reading} onWrite={onWrite} />}
    </>
  );
}

export function AgreementPart({ pair }: { pair: Mentorship }): ReactNode {
  const { t } = useTranslation("mentorships");
  const name = useName()(pair.other);
  const [isWriting, setWriting] = useState(false);
  const agreement = useAgreement(pair.id);
  if (agreement.isPending) return <Loading />;
  if (!agreement.data) return <Failed of={agreement} />;
  const reading = readingOf(agreement.data);
  const over = agreement.data.latest ? t("agreement.over") : t("agreement.none");
  return (
    <section className={classes["panel"]} aria-labelledby="agreement" data-testid="agreement" data-stage={reading.stage}>
      <Title order={2} id="agreement">
        {t("pair.agreement")}
      </Title>
      <p className={classes["hint"]}>{t("agreement.lead")}</p>
      <p className={classes["stage"]} data-stage={reading.stage} role="status">
        {agreement.data.isRunning ? t(`agreement.stage.${reading.stage}`, { name }) : over}
      </p>
      {isWriting ? <WriteForm pair={pair} reading={reading} onDone={() => setWriting(false)} /> : <Reader pair={pair} agreement={agreement.data} reading={reading} onWrite={() => setWriting(true)} />}
    </section>
  );
}
