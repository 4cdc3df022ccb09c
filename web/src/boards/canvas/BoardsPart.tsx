/** The whiteboards of a mentorship: new, named, put away. */
import { ActionIcon, Button, TextInput } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { Archive, ArchiveRestore, PencilLine, Plus } from "lucide-react";
import { type FormEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../../core/explain";
import { isolated } from "../../core/names";
import { Loading } from "../../core/ui/Loading";
import { Failed } from "../../core/ui/Failed";
import { HarbourScene } from "../../core/ui/scenes";
import { useNow } from "../../core/useNow";
import { timeAgo } from "../../core/when";
import type { Mentorship } from "../../mentorships/api";
import type { Board } from "./api";
import classes from "./Boards.module.css";
import { useArchiveBoard, useBoards, useMakeBoard, useRenameBoard } from "./use";

const LONGEST_TITLE = 120;

function Renaming({ board, onClose }: { board: Board; onClose: () => void }): ReactNode {
  const { t } = useTranslation("whiteboards");
  const say = useSay();
  const rename = useRenameBoard(board.id);
  const [title, setTitle] = useState(board.title);
  const done = (event: FormEvent): void => {
    event.preventDefault();
    rename.mutate(title, { onSuccess: onClose });
  };
  return (
    <form className={classes["making"]} onSubmit={done}>
      <TextInput label={t("list.name")} value={title} maxLength={LONGEST_TITLE} dir="auto" autoFocus onChange={(event) => setTitle(event.currentTarget.value)} onKeyDown={(event) => event.key === "Escape" && onClose()} error={rename.error && say(rename.error)} data-testid="board-rename-title" />
      <Button type="submit" loading={rename.isPending} disabled={title.trim() === ""}>
        {t("list.save")}
      </Button>
    </form>
  );
}

function Row({ board, isReadOnly }: { board: Board; isReadOnly: boolean }): ReactNode {
  const { t, i18n } = useTranslation("whiteboards");
  const now = useNow();
  const [isNaming, setNaming] = useState(false);
  const archive = useArchiveBoard(board.id);
  const isAway = board.archivedAt !== null;
  const title = isolated(board.title);
  const Sign = isAway ? ArchiveRestore : Archive;
  if (isNaming) return <Renaming board={board} onClose={() => setNaming(false)} />;
  return (
    <>
      <Link to="/boards/$boardId" params={{ boardId: board.id }} className={classes["link"]} data-testid="board-link">
        <bdi className={classes["name"]}>{board.title}</bdi>
        <span className={classes["meta"]}>{t("list.made", { ago: timeAgo(new Date(board.createdAt), now, i18n.language) })}</span>
      </Link>
      {!isReadOnly && (
        <span className={classes["deeds"]}>
          <ActionIcon variant="subtle" color="gray" size="xl" aria-label={t("list.rename", { title })} onClick={() => setNaming(true)} data-testid="board-rename">
            <PencilLine size={19} aria-hidden="true" />
          </ActionIcon>
          <ActionIcon variant="subtle" color="gray" size="xl" aria-label={t(isAway ? "list.takeOut" : "list.putAway", { title })} loading={archive.isPending} onClick={() => archive.mutate(!isAway)} data-testid="board-archive">
            <Sign size={19} aria-hidden="true" />
          </ActionIcon>
        </span>
      )}
    </>
  );
}

function List({ boards, isReadOnly, testId }: { boards: readonly Board[]; isReadOnly: boolean; testId: string }): ReactNode {
  return (
    <ul className={classes["list"]} data-testid={testId}>
      {boards.map((board) => (
        <li key={board.id} className={classes["row"]}>
          <Row board={board} isReadOnly={isReadOnly} />
        </li>
      ))}
    </ul>
  );
}

function Making({ mentorshipId }: { mentorshipId: string }): ReactNode {
  const { t } = useTranslation("whiteboards");
  const say = useSay();
  const make = useMakeBoard(mentorshipId);
  const [title, setTitle] = useState("");
  const done = (event: FormEvent): void => {
    event.preventDefault();
    make.mutate(title, { onSuccess: () => setTitle("") });
  };
  return (
    <form className={classes["making"]} onSubmit={done}>
      <TextInput label={t("list.new")} placeholder={t("list.newHint")} value={title} maxLength={LONGEST_TITLE} dir="auto" onChange={(event) => setTitle(event.currentTarget.value)} error={make.error && say(make.error)} data-testid="board-title" />
      <Button type="submit" leftSection={<Plus size={18} aria-hidden="true" />} loading={make.isPending} disabled={title.trim() === ""} data-testid="board-make">
        {t("list.make")}
      </Button>
    </form>
  );
}

export function BoardsPart({ pair }: { pair: Mentorship }): ReactNode {
  const { t } = useTranslation("whiteboards");
  const boards = useBoards(pair.id);
  if (boards.isPending) return <Loading />;
  if (!boards.data) return <Failed of={boards} />;
  const isReadOnly = boards.data.role === "read";
  const [open, away] = [boards.data.boards.filter((one) => one.archivedAt === null), boards.data.boards.filter((one) => one.archivedAt !== null)];
  return (
    <section className={classes["part"]} aria-label={t("title")}>
      {!isReadOnly && <Making mentorshipId={pair.id} />}
      {open.length === 0 && (
        <div className={classes["empty"]} data-testid="boards-empty">
          <HarbourScene className={classes["scene"]} />
          <h2>{t("list.empty")}</h2>
          <p>{t("list.emptyHint")}</p>
        </div>
      )}
      <List boards={open} isReadOnly={isReadOnly} testId="boards" />
      {away.length > 0 && (
        <details className={classes["away"]}>
          <summary data-testid="boards-away">{t("list.away", { count: away.length })}</summary>
          <List boards={away} isReadOnly={isReadOnly} testId="boards-archived" />
        </details>
      )}
    </section>
  );
}
