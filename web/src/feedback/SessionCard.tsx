/** One's side of a session's feedback, whatever its state: to give, given, revealed, closed. */
import { Button, Title } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Notice } from "../core/ui/Notice";
import { shortDate } from "../core/when";
import type { Card } from "./api";
import classes from "./Feedback.module.css";
import { Words, useName } from "./parts";
import { SessionForm } from "./SessionForm";
import { ToModerators } from "./ToModerators";

function Mine({ card }: { card: Card }): ReactNode {
  const { t } = useTranslation("feedback");
  const name = useName()(card.other);
  return (
    <section className={classes["card"]} aria-labelledby="mine">
      <Title order={2} id="mine">
        {t("card.mine")}
      </Title>
      {card.given === null ? <p className={classes["hint"]}>{t("card.mineNothing")}</p> : <Words {...card.given} noteTitle={t("card.note", { name })} />}
    </section>
  );
}

function Theirs({ card }: { card: Card }): ReactNode {
  const { t } = useTranslation("feedback");
  const name = useName()(card.other);
  const { said } = card;
  const isSilent = said === null || (said.tags.length === 0 && said.appreciation === "" && said.note === "");
  return (
    <section className={classes["card"]} aria-labelledby="theirs" data-testid="feedback-said">
      <Title order={2} id="theirs">
        {t("card.said", { name })}
      </Title>
      {isSilent ? <p className={classes["hint"]}>{t("card.saidNothing", { name })}</p> : <Words {...said} noteTitle={t("card.noteToYou")} />}
    </section>
  );
}

function Given({ card, onEdit }: { card: Card; onEdit: () => void }): ReactNode {
  const { t, i18n } = useTranslation("feedback");
  const day = shortDate(new Date(card.closesAt), i18n.language);
  return (
    <>
      <Notice tone="good">
        {t("card.given", { name: useName()(card.other), day })} {t("card.canChange")}
      </Notice>
      <div className={classes["deeds"]}>
        <Button variant="light" size="sm" onClick={onEdit} data-testid="feedback-edit">
          {t("card.edit")}
        </Button>
      </div>
    </>
  );
}

export function SessionCard({ card }: { card: Card }): ReactNode {
  const { t } = useTranslation("feedback");
  const name = useName()(card.other);
  const [isEditing, setEditing] = useState(false);
  const isForm = card.state === "open" || (card.state === "given" && isEditing);
  return (
    <div className={classes["part"]} data-testid="feedback-card" data-state={card.state}>
      {isForm && <SessionForm card={card} onDone={() => setEditing(false)} />}
      {card.state === "given" && !isEditing && <Given card={card} onEdit={() => setEditing(true)} />}
      {card.state === "closed" && <Notice tone="plain">{t("card.closed")}</Notice>}
      {card.state === "revealed" && (
        <>
          <Theirs card={card} />
          <Mine card={card} />
          <p className={classes["hint"]}>{t("card.revealed")}</p>
        </>
      )}
      {card.mentorshipId !== null && (
        <div>
          <ToModerators mentorshipId={card.mentorshipId} name={name} />
        </div>
      )}
    </div>
  );
}
