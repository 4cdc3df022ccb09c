/** After a gathering: whether it was worth one's time, in one tap; a note without a name for whoever likes. */
import { Button, Textarea } from "@mantine/core";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { Notice } from "../core/ui/Notice";
import { shortDate } from "../core/when";
import type { GatheringCard } from "./api";
import classes from "./Feedback.module.css";
import { LONGEST_TO_HOST, WORTHS } from "./model";
import { Taps, useName } from "./parts";
import { useGatheringCard, useSayWorth } from "./use";

function Note({ card, worth }: { card: GatheringCard; worth: (typeof WORTHS)[number] }): ReactNode {
  const { t } = useTranslation("feedback");
  const say = useSay();
  const name = useName()(card.host);
  const give = useSayWorth(card.gatheringId);
  const kept = card.given?.note ?? "";
  const [note, setNote] = useState(kept);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!give.isPending) give.mutate({ worth, note });
  };
  const isKept = kept !== "" && note.trim() === kept;
  return (
    <form className={classes["more"]} onSubmit={submit} noValidate>
      <Textarea autosize minRows={2} maxLength={LONGEST_TO_HOST} dir="auto" label={t("gathering.note", { name })} description={t("gathering.noteHint")} value={note} onChange={(event) => setNote(event.currentTarget.value)} data-testid="host-note" />
      {give.error && <Notice>{say(give.error)}</Notice>}
      <div className={classes["deeds"]}>
        <Button type="submit" size="sm" variant="light" disabled={note.trim() === kept} loading={give.isPending} data-testid="host-note-send">
          {t("gathering.send")}
        </Button>
        {isKept && (
          <p className={classes["hint"]} role="status" data-testid="host-note-kept">
            {t("gathering.noteKept")}
          </p>
        )}
      </div>
    </form>
  );
}

function Closed({ isGiven }: { isGiven: boolean }): ReactNode {
  const { t } = useTranslation("feedback");
  return <Notice tone={isGiven ? "good" : "plain"}>{t(isGiven ? "gathering.done" : "gathering.over")}</Notice>;
}

function Open({ card }: { card: GatheringCard }): ReactNode {
  const { t, i18n } = useTranslation("feedback");
  const say = useSay();
  const name = useName()(card.host);
  const give = useSayWorth(card.gatheringId);
  const day = shortDate(new Date(card.closesAt), i18n.language);
  const kept = card.given?.worth ?? null;
  const worth = give.isPending ? give.variables.worth : kept;
  const taps = WORTHS.map((value) => ({ value, face: t(`gathering.worth.${value}`) }));
  const choose = (value: string): void => {
    const chosen = WORTHS.find((one) => one === value);
    if (chosen !== undefined) give.mutate({ worth: chosen, note: card.given?.note ?? "" });
  };
  return (
    <div className={classes["part"]} data-testid="gathering-form" data-worth={kept}>
      <Taps name="worth" legend={t("gathering.legend")} taps={taps} chosen={worth === null ? [] : [worth]} onChoose={choose} />
      {give.error && <Notice>{say(give.error)}</Notice>}
      <p className={classes["hint"]} role="status">
        {kept !== null && `${t("gathering.kept", { day })} `}
        {t("gathering.sums", { name, day })}
      </p>
      {kept !== null && <Note card={card} worth={kept} />}
    </div>
  );
}

export const GatheringForm = ({ card }: { card: GatheringCard }): ReactNode => (card.isOpen ? <Open card={card} /> : <Closed isGiven={card.given !== null} />);

/** On the card after a call; nothing for the host, and for whoever was not there. */
export function GatheringTap({ gatheringId }: { gatheringId: string }): ReactNode {
  const card = useGatheringCard(gatheringId).data;
  return card ? <GatheringForm card={card} /> : null;
}
