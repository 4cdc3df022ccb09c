/** How the weeks went, in both people's words. */
import { Button, Textarea } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { isRefused } from "../core/errors";
import { useSay } from "../core/explain";
import { Notice } from "../core/ui/Notice";
import { plainDate } from "../core/when";
import type { Answers, CheckIn, CheckIns as CheckInList } from "./api";
import classes from "./Goals.module.css";
import { useCheckIns, useWriteCheckIn } from "./use";

const QUESTIONS = ["wentWell", "isHard", "comesNext"] as const;
const LONGEST_ANSWER = 1000;
/** Earlier ones are a button away. */
const FIRST = 4;


function Form({ mentorship, mine, onDone }: { mentorship: string; mine: CheckIn | null; onDone: () => void }): ReactNode {
  const { t } = useTranslation("goals");
  const core = useTranslation("core");
  const say = useSay();
  const write = useWriteCheckIn(mentorship);
  const [answers, setAnswers] = useState<Required<Answers>>({ wentWell: mine?.wentWell ?? "", isHard: mine?.isHard ?? "", comesNext: mine?.comesNext ?? "" });
  const fields = isRefused(write.error) ? write.error.fields : {};
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    write.mutate(answers, { onSuccess: onDone });
  };
  return (
    <form className={classes["form"]} onSubmit={submit} noValidate>
      {QUESTIONS.map((question, at) => (
        <Textarea key={question} label={t(`checkIns.${question}`)} autosize minRows={2} maxRows={8} dir="auto" maxLength={LONGEST_ANSWER} value={answers[question]} error={fields[question]} onChange={(event) => setAnswers({ ...answers, [question]: event.currentTarget.value })} {...(at === 0 ? { "data-autofocus": true, autoFocus: true } : {})} data-testid={`check-in-${question}`} />
      ))}
      {write.error && <Notice>{say(write.error)}</Notice>}
      <div className={classes["deeds"]}>
        <Button type="submit" size="sm" loading={write.isPending} data-testid="check-in-save">
          {t("checkIns.save")}
        </Button>
        <Button size="sm" variant="subtle" onClick={onDone}>
          {core.t("cancel")}
        </Button>
      </div>
    </form>
  );
}

function Week({ one, name, isMine }: { one: CheckIn; name: string; isMine: boolean }): ReactNode {
  const { t, i18n } = useTranslation("goals");
  return (
    <li className={classes["week"]} data-mine={isMine} data-testid="check-in">
      <h3>
        <bdi>{isMine ? t("checkIns.you") : name}</bdi> · {t("checkIns.weekOf", { day: plainDate(one.week, i18n.language) })}
      </h3>
      <dl className={classes["answers"]}>
        {QUESTIONS.filter((question) => one[question] !== "").map((question) => (
          <div key={question}>
            <dt>{t(`checkIns.${question}`)}</dt>
            <dd dir="auto">{one[question]}</dd>
          </div>
        ))}
      </dl>
    </li>
  );
}

function Weeks({ all, me, name }: { all: readonly CheckIn[]; me: string; name: string }): ReactNode {
  const { t } = useTranslation("goals");
  const [isWhole, setWhole] = useState(false);
  const shown = isWhole ? all : all.slice(0, FIRST);
  return (
    <>
      <ul className={classes["weeks"]}>
        {shown.map((one) => (
          <Week key={`${one.person}-${one.week}`} one={one} name={name} isMine={one.person === me} />
        ))}
      </ul>
      {shown.length < all.length && (
        <span>
          <Button size="compact-md" variant="subtle" onClick={() => setWhole(true)}>
            {t("checkIns.earlier")}
          </Button>
        </span>
      )}
    </>
  );
}

const ofThisWeek = (found: CheckInList | undefined, me: string): CheckIn | null => found?.checkIns.find((one) => one.person === me && one.week === found.week) ?? null;

export function CheckIns({ mentorship, me, name, isReadOnly }: { mentorship: string; me: string; name: string; isReadOnly: boolean }): ReactNode {
  const { t } = useTranslation("goals");
  const found = useCheckIns(mentorship);
  const [isWriting, setWriting] = useState(false);
  const mine = ofThisWeek(found.data, me);
  return (
    <section className={classes["checkIns"]} aria-labelledby="check-ins">
      <h2 id="check-ins">{t("checkIns.title")}</h2>
      <p className={classes["hint"]}>{t("checkIns.lead", { name })}</p>
      {isWriting && <Form mentorship={mentorship} mine={mine} onDone={() => setWriting(false)} />}
      {!isWriting && !isReadOnly && found.data && (
        <span>
          <Button size="sm" variant={mine ? "default" : "filled"} onClick={() => setWriting(true)} data-testid="check-in-write">
            {t(mine ? "checkIns.change" : "checkIns.write")}
          </Button>
        </span>
      )}
      {found.data?.checkIns.length === 0 && <p className={classes["hint"]}>{t("checkIns.none")}</p>}
      {found.data && <Weeks all={found.data.checkIns} me={me} name={name} />}
    </section>
  );
}
