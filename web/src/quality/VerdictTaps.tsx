/** How picture and sound were, in one tap, with chips for what was wrong; never mixed with what people say of each other. */
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { Notice } from "../core/ui/Notice";
import { SAID, TROUBLES, type Trouble, type Verdict, judge } from "./api";
import classes from "./Verdict.module.css";

interface ChipsProps {
  chosen: readonly Trouble[];
  onTurn: (trouble: Trouble) => void;
}

function Chips({ chosen, onTurn }: ChipsProps): ReactNode {
  const { t } = useTranslation("quality");
  return (
    <fieldset className={classes["row"]}>
      <legend>{t("verdict.what")}</legend>
      {TROUBLES.map((trouble) => (
        <label key={trouble} className={classes["tap"]} data-chip="true">
          <input type="checkbox" checked={chosen.includes(trouble)} onChange={() => onTurn(trouble)} data-testid={`trouble-${trouble}`} />
          <span>{t(`verdict.troubles.${trouble}`)}</span>
        </label>
      ))}
    </fieldset>
  );
}

export function VerdictTaps({ seatToken }: { seatToken: string }): ReactNode {
  const { t } = useTranslation("quality");
  const say = useSay();
  const name = useId();
  const [said, setSaid] = useState<Verdict["said"] | null>(null);
  const [troubles, setTroubles] = useState<readonly Trouble[]>([]);
  const sending = useMutation({ mutationFn: judge, scope: { id: "verdict" } });
  const send = (word: Verdict["said"], of: readonly Trouble[]): void => {
    setSaid(word);
    setTroubles(of);
    sending.mutate({ seatToken, said: word, troubles: [...of] });
  };
  const turn = (trouble: Trouble): void => {
    if (said !== null) send(said, troubles.includes(trouble) ? troubles.filter((one) => one !== trouble) : [...troubles, trouble]);
  };
  return (
    <div className={classes["verdict"]} data-testid="verdict" data-kept={sending.isSuccess}>
      <fieldset className={classes["row"]}>
        <legend>{t("verdict.title")}</legend>
        {SAID.map((word) => (
          <label key={word} className={classes["tap"]}>
            <input type="radio" name={name} checked={said === word} onChange={() => send(word, word === "good" ? [] : troubles)} data-testid={`verdict-${word}`} />
            <span>{t(`verdict.said.${word}`)}</span>
          </label>
        ))}
      </fieldset>
      {said !== null && said !== "good" && <Chips chosen={troubles} onTurn={turn} />}
      <p className={classes["hint"]} role="status">
        {sending.isSuccess ? t("verdict.thanks") : t("verdict.hint")}
      </p>
      {sending.error && <Notice>{say(sending.error)}</Notice>}
    </div>
  );
}
