/** How it went, in one tap: a first answer that nobody reads yet, with the rest of the form for whoever wants to say more. */
import { Button } from "@mantine/core";
import { MessageCircleHeart } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { Notice } from "../core/ui/Notice";
import type { Card } from "./api";
import classes from "./Feedback.module.css";
import { SCALE } from "./model";
import { Taps, useName } from "./parts";
import { SessionCard } from "./SessionCard";
import { useBegin, useCard } from "./use";

function Tap({ card, onMore }: { card: Card; onMore: () => void }): ReactNode {
  const { t } = useTranslation("feedback");
  const say = useSay();
  const name = useName()(card.other);
  const begin = useBegin(card);
  const useful = begin.isPending ? (begin.variables ?? null) : card.begun;
  const taps = SCALE.map((word, at) => ({ value: String(at + 1), face: at + 1, label: `${at + 1}: ${t(`card.scale.${word}`)}` }));
  return (
    <div className={classes["part"]} data-testid="first-tap" data-begun={card.begun}>
      <Taps name="useful" legend={t("card.useful")} taps={taps} chosen={useful === null ? [] : [String(useful)]} onChoose={(value) => begin.mutate(Number(value))} ends={[t("card.scale.far_less"), t("card.scale.far_more")]} />
      {begin.error && <Notice>{say(begin.error)}</Notice>}
      {card.begun !== null && (
        <p className={classes["hint"]} role="status">
          {t("tap.kept", { name })}
        </p>
      )}
      <div className={classes["deeds"]}>
        <Button size="sm" variant="light" leftSection={<MessageCircleHeart size={17} aria-hidden="true" />} onClick={onMore} data-testid="tell-more">
          {t("tap.more")}
        </Button>
      </div>
    </div>
  );
}

/** `hadCompany`: the two were in the call together, though the log of the session may say so only in a moment. */
export function FirstTap({ bookingId, hadCompany }: { bookingId: string; hadCompany: boolean }): ReactNode {
  const found = useCard(bookingId, hadCompany);
  const [isMore, setMore] = useState(false);
  if (!found.data) return null;
  const card = { ...found.data, isHeld: found.data.isHeld || hadCompany };
  const isTap = card.state === "open" && !isMore && card.isHeld;
  return isTap ? <Tap card={card} onMore={() => setMore(true)} /> : <SessionCard card={card} />;
}
