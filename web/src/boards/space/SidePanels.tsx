/** What is worked on together, beside the people of a call: agenda and notes, goals, whiteboard, private notes. */
import { ActionIcon, Button, CloseButton, NativeSelect } from "@mantine/core";
import { Maximize2, Minimize2, Plus } from "lucide-react";
import { type ReactNode, Suspense, lazy, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../../accounts/use";
import { useSay } from "../../core/explain";
import { shownName } from "../../core/names";
import { Loading } from "../../core/ui/Loading";
import { Failed } from "../../core/ui/Failed";
import { Notice } from "../../core/ui/Notice";
import { useNow } from "../../core/useNow";
import { shortDate } from "../../core/when";
import { usePair } from "../../mentorships/use";
import type { Board } from "../canvas/api";
import { useBoards, useMakeBoard } from "../canvas/use";
import type { Desk } from "../desk";
import { GoalsOpen } from "../GoalsPart";
import { useDesk } from "../use";
import { AgendaPanel, type Ours } from "./AgendaPanel";
import type { Agenda, RoomSession } from "./api";
import type { Layout, PanelKind } from "./model";
import { PrivateNotes } from "./PrivateNotes";
import { useAgenda } from "./session";
import classes from "./SidePanels.module.css";

const SinceOf = lazy(async () => ({ default: (await import("./SinceLast")).SinceOf }));
const BoardWithin = lazy(async () => ({ default: (await import("../canvas/BoardPage")).BoardWithin }));

interface Me {
  id: string;
  name: string;
}

/** What two people write to each other, brought by whoever knows both. */
export type TalkOf = (talk: { mentorshipId: string; me: string; otherName: string; bookingId: string | null }) => ReactNode;

interface PanelsProps {
  layout: Layout;
  talk: TalkOf;
  onToggle: (kind: PanelKind) => void;
  onStage: () => void;
}

interface FrameProps extends Omit<PanelsProps, "talk"> {
  kind: PanelKind;
  children: ReactNode;
}

function StageButton({ isOnStage, onStage }: { isOnStage: boolean; onStage: () => void }): ReactNode {
  const { t } = useTranslation("space");
  const Icon = isOnStage ? Minimize2 : Maximize2;
  return (
    <ActionIcon className={classes["toStage"] ?? ""} variant="subtle" color="gray" size="xl" radius="xl" aria-label={t(isOnStage ? "panels.fromStage" : "panels.toStage")} onClick={onStage} data-testid="board-stage">
      <Icon size={19} aria-hidden="true" />
    </ActionIcon>
  );
}

function Frame({ kind, layout, onToggle, onStage, children }: FrameProps): ReactNode {
  const { t } = useTranslation("space");
  const heading = useId();
  const name = t(`panels.${kind}`);
  const isOnStage = kind === "board" && layout.isBoardOnStage;
  return (
    <aside className={classes["panel"]} data-kind={kind} data-stage={isOnStage} aria-labelledby={heading} data-testid={`side-${kind}`}>
      <header className={classes["head"]}>
        <h2 id={heading} className={classes["title"]}>
          {name}
        </h2>
        {kind === "board" && <StageButton isOnStage={isOnStage} onStage={onStage} />}
        <CloseButton onClick={() => onToggle(kind)} aria-label={t("panels.close", { name })} size="xl" radius="xl" data-testid={`close-${kind}`} />
      </header>
      <div className={classes["body"]}>
        <Suspense fallback={<Loading />}>{children}</Suspense>
      </div>
    </aside>
  );
}

function NewBoard({ mentorshipId, onMade }: { mentorshipId: string; onMade: (board: Board) => void }): ReactNode {
  const { t, i18n } = useTranslation("space");
  const say = useSay();
  const now = useNow();
  const make = useMakeBoard(mentorshipId);
  const title = t("panels.newBoardTitle", { day: shortDate(now, i18n.language) });
  return (
    <>
      <Button variant="light" size="sm" leftSection={<Plus size={17} aria-hidden="true" />} loading={make.isPending} onClick={() => make.mutate(title, { onSuccess: onMade })} data-testid="panel-new-board">
        {t("panels.newBoard")}
      </Button>
      {make.error && <Notice>{say(make.error)}</Notice>}
    </>
  );
}

interface Choice {
  board: Board | null;
  boards: readonly Board[];
  onChoose: (board: Board) => void;
}

function WhichBoard({ board, boards, onChoose }: Choice): ReactNode {
  const { t } = useTranslation("space");
  if (board === null) return null;
  // What was just made is not in the list yet.
  const all = boards.some(({ id }) => id === board.id) ? boards : [board, ...boards];
  const choose = (id: string): void => all.filter((one) => one.id === id).forEach(onChoose);
  return <NativeSelect size="sm" aria-label={t("panels.otherBoard")} data={all.map(({ id, title }) => ({ value: id, label: title }))} value={board.id} onChange={(event) => choose(event.currentTarget.value)} data-testid="panel-which-board" />;
}

function NoBoards(): ReactNode {
  const { t } = useTranslation("space");
  return (
    <div className={classes["empty"]}>
      <h3>{t("panels.noBoards")}</h3>
      <p>{t("panels.noBoardsHint")}</p>
    </div>
  );
}

/** The board that was changed last opens at once, and stays whichever is changed meanwhile; another one is chosen above it. */
function BoardPanel({ mentorshipId, desk, me }: { mentorshipId: string; desk: Desk; me: Me }): ReactNode {
  const boards = useBoards(mentorshipId);
  const [board, setBoard] = useState<Board | null>(null);
  const open = (boards.data?.boards ?? []).filter(({ archivedAt }) => archivedAt === null);
  if (board === null && open[0] !== undefined) setBoard(open[0]);
  if (boards.isPending) return <Loading />;
  if (!boards.data) return <Failed of={boards} />;
  return (
    <div className={classes["boardPanel"]}>
      {board === null && <NoBoards />}
      <div className={classes["choosing"]}>
        <WhichBoard board={board} boards={open} onChoose={setBoard} />
        {boards.data.role === "write" && <NewBoard mentorshipId={mentorshipId} onMade={setBoard} />}
      </div>
      {board !== null && <BoardWithin key={board.id} board={board} person={me.id} desk={desk} />}
    </div>
  );
}

interface KnownProps extends PanelsProps {
  bookingId: string;
  agenda: Agenda;
  me: Me;
}

function OwnPanels({ agenda, bookingId, me, ours, talk, ...panels }: KnownProps & { ours: Ours | null }): ReactNode {
  const core = useTranslation("core");
  const contents: Record<PanelKind, ReactNode> = {
    agenda: (
      <>
        {ours && <SinceOf bookingId={bookingId} />}
        <AgendaPanel agenda={agenda} me={me} ours={ours} />
      </>
    ),
    goals: ours && <GoalsOpen desk={ours.desk} pair={ours.pair} me={me} />,
    board: ours && <BoardPanel mentorshipId={ours.pair.id} desk={ours.desk} me={me} />,
    messages: ours && talk({ mentorshipId: ours.pair.id, me: me.id, otherName: shownName(ours.pair.other?.name, core.t("somebody")), bookingId }),
    private: <PrivateNotes person={me.id} doc={agenda.privateDoc} />,
  };
  return panels.layout.open.map((kind) => (
    <Frame key={kind} kind={kind} {...panels}>
      {contents[kind]}
    </Frame>
  ));
}

/** The goals are open once for all panels. */
function OfMentorship(props: KnownProps & { mentorshipId: string }): ReactNode {
  const pair = usePair(props.mentorshipId);
  const desk = useDesk(props.me.id, props.mentorshipId);
  if (pair.data && desk !== null) return <OwnPanels {...props} ours={{ desk, pair: pair.data }} />;
  return <Instead {...props}>{pair.isLoadingError ? <Failed of={pair} /> : <Loading />}</Instead>;
}

/** The panels as they are open, with one thing in each: while nothing is there, they can be closed. */
function Instead({ layout, onToggle, onStage, children }: PanelsProps & { children: ReactNode }): ReactNode {
  return layout.open.map((kind) => (
    <Frame key={kind} kind={kind} layout={layout} onToggle={onToggle} onStage={onStage}>
      {children}
    </Frame>
  ));
}

function OfSession(props: PanelsProps & { bookingId: string }): ReactNode {
  const me = useMe().data;
  const agenda = useAgenda(props.bookingId);
  if (!agenda.data || !me) return <Instead {...props}>{agenda.isLoadingError ? <Failed of={agenda} /> : <Loading />}</Instead>;
  const { mentorshipId } = agenda.data;
  if (mentorshipId === null) return <OwnPanels {...props} agenda={agenda.data} me={me} ours={null} />;
  return <OfMentorship {...props} agenda={agenda.data} me={me} mentorshipId={mentorshipId} />;
}

export function SidePanels({ session, ...props }: PanelsProps & { session: RoomSession }): ReactNode {
  return session.bookingId !== null && <OfSession bookingId={session.bookingId} {...props} />;
}
