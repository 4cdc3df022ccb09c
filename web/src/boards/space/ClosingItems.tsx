/** After a session: the action items that came of it, to be confirmed, given away, ticked or dropped, with the way back. */
import { ActionIcon, Button, Checkbox } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Check, RotateCcw, Undo2, X } from "lucide-react";
import { type ReactNode, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Mentorship } from "../../mentorships/api";
import { usePair } from "../../mentorships/use";
import { StateBar } from "../Bar";
import type { Desk } from "../desk";
import { useHereOf } from "../here";
import type { Item } from "../items";
import { DueField, OwnerField, useTitleOf } from "../parts";
import { type Here, useDesk } from "../use";
import type { Agenda } from "./api";
import classes from "./ClosingItems.module.css";
import { agreedOn, trackedIn } from "./closing";
import { useAgenda } from "./session";
import type { Table } from "./table";
import { useTable, useTableView } from "./use";

interface Me {
  id: string;
  name: string;
}

function Row({ item, here }: { item: Item; here: Here }): ReactNode {
  const { t } = useTranslation("space");
  const titleOf = useTitleOf();
  const { desk, isReadOnly } = here;
  const title = titleOf(item);
  const isDropped = item.status === "dropped";
  const Sign = isDropped ? RotateCcw : X;
  return (
    <li className={classes["item"]} data-dropped={isDropped} data-testid="closing-item">
      <Checkbox aria-label={t("closing.done", { title })} checked={item.status === "done"} disabled={isReadOnly || isDropped} onChange={(event) => desk.change(item, { status: event.currentTarget.checked ? "done" : "todo" })} data-testid="closing-done" />
      <span className={classes["title"]} dir="auto">
        {item.title}
        {isDropped && <small className={classes["hint"]}> {t("closing.dropped")}</small>}
      </span>
      <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t(isDropped ? "closing.keep" : "closing.drop", { title })} disabled={isReadOnly} onClick={() => desk.change(item, { status: isDropped ? "todo" : "dropped" })} data-testid="closing-drop">
        <Sign size={17} aria-hidden="true" />
      </ActionIcon>
      {!isDropped && (
        <span className={classes["fields"]}>
          <OwnerField item={item} here={here} testId="closing-owner" />
          <DueField item={item} here={here} testId="closing-due" />
        </span>
      )}
    </li>
  );
}

function Confirmed({ count, mentorshipId, onAgain }: { count: number; mentorshipId: string; onAgain: () => void }): ReactNode {
  const { t } = useTranslation("space");
  return (
    <div className={classes["confirmed"]} data-testid="closing-confirmed">
      <p role="status">
        <Check size={19} aria-hidden="true" /> {t("closing.confirmed", { count })}
      </p>
      <Button size="compact-sm" variant="subtle" onClick={onAgain}>
        {t("closing.again")}
      </Button>
      <Button size="compact-sm" variant="subtle" renderRoot={(props) => <Link to="/mentorships/$mentorshipId/goals" params={{ mentorshipId }} {...props} />} data-testid="closing-goals">
        {t("closing.goals")}
      </Button>
    </div>
  );
}

interface ListProps {
  pair: Mentorship;
  desk: Desk;
  table: Table;
  me: Me;
}

function List({ pair, desk, table, me }: ListProps): ReactNode {
  const { t } = useTranslation("space");
  const box = useRef<HTMLElement>(null);
  const here = useHereOf(desk, pair, me, box);
  const view = useTableView(table);
  const [isConfirmed, setConfirmed] = useState(false);
  // The notes are read when the agenda is; afterwards nobody writes them in silence.
  const tracked = useMemo(() => trackedIn(view.page), [view]);
  const items = agreedOn(tracked, view.topics, here.view.items);
  if (items.length === 0) return null;
  const { health, canUndo } = here.view;
  return (
    <section className={classes["closing"]} aria-labelledby="closing-title" ref={box} data-testid="closing-items">
      <h2 id="closing-title">{t("closing.title")}</h2>
      {isConfirmed ? (
        <Confirmed count={items.filter(({ status }) => status !== "dropped").length} mentorshipId={pair.id} onAgain={() => setConfirmed(false)} />
      ) : (
        <>
          <p className={classes["hint"]}>{t("closing.hint")}</p>
          <ul className={classes["items"]}>
            {items.map((item) => (
              <Row key={item.id} item={item} here={here} />
            ))}
          </ul>
          <div className={classes["deeds"]}>
            <Button size="sm" leftSection={<Check size={17} aria-hidden="true" />} onClick={() => setConfirmed(true)} data-testid="closing-confirm">
              {t("closing.confirm")}
            </Button>
            {canUndo && (
              <Button size="sm" variant="subtle" leftSection={<Undo2 size={16} aria-hidden="true" />} onClick={() => desk.undo()} data-testid="closing-undo">
                {t("closing.undo")}
              </Button>
            )}
            <StateBar health={health} steps={null} />
          </div>
        </>
      )}
    </section>
  );
}

function OfMentorship({ agenda, mentorshipId, me }: { agenda: Agenda; mentorshipId: string; me: Me }): ReactNode {
  const pair = usePair(mentorshipId).data;
  const desk = useDesk(me.id, mentorshipId);
  const table = useTable(me.id, agenda.doc);
  return pair && desk !== null && table !== null && <List pair={pair} desk={desk} table={table} me={me} />;
}

/** Nothing where nothing was agreed, or the session is of several people, who have no goals together. */
export function ClosingItems({ bookingId, me }: { bookingId: string; me: Me }): ReactNode {
  const agenda = useAgenda(bookingId).data;
  if (!agenda || agenda.mentorshipId === null) return null;
  return <OfMentorship agenda={agenda} mentorshipId={agenda.mentorshipId} me={me} />;
}
