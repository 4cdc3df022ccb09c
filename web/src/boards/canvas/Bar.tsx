/** The bar above a canvas: the way back, the name, who is here, how it is saved, what can be added. */
import { ActionIcon, Anchor, Button, Menu, Title, Tooltip, UnstyledButton } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { ArrowLeft, Download, Flag, History, List, ListChecks } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { shownName } from "../../core/names";
import { Portrait } from "../../core/ui/Portrait";
import type { Desk } from "../desk";
import type { Health } from "../provider";
import { useView } from "../use";
import type { Board } from "./api";
import classes from "./BoardPage.module.css";
import type { Format } from "./exporting";
import { saveState } from "./model";

export function Back({ board }: { board: Board }): ReactNode {
  const { t } = useTranslation("whiteboards");
  if (board.mentorshipId === null) return null;
  const params = { mentorshipId: board.mentorshipId };
  return (
    <Anchor className={classes["back"]} aria-label={t("page.back")} renderRoot={(props) => <Link to="/mentorships/$mentorshipId/boards" params={params} {...props} />} data-testid="board-back">
      <ArrowLeft size={20} aria-hidden="true" className={classes["flip"]} />
    </Anchor>
  );
}

interface PeopleProps {
  health: Health;
  followed: number | null;
  onFollow: (client: number | null) => void;
}

export function People({ health, followed, onFollow }: PeopleProps): ReactNode {
  const { t } = useTranslation("whiteboards");
  const core = useTranslation("core");
  return (
    <ul className={classes["people"]} aria-label={t("people")}>
      {[...health.fellows].map(([client, fellow]) => {
        const name = shownName(fellow.name, core.t("somebody"));
        const word = t(followed === client ? "unfollow" : "follow", { name });
        return (
          <li key={client}>
            <Tooltip label={word}>
              <UnstyledButton className={classes["fellow"]} aria-pressed={followed === client} aria-label={word} onClick={() => onFollow(followed === client ? null : client)} data-testid="board-fellow">
                <Portrait name={name} photoUrl={null} size="2.1rem" />
              </UnstyledButton>
            </Tooltip>
          </li>
        );
      })}
    </ul>
  );
}

export function Saved({ health }: { health: Health }): ReactNode {
  const { t } = useTranslation("whiteboards");
  const state = saveState(health);
  return (
    <p role="status" className={classes["state"]} data-testid="board-state" data-state={state}>
      {t(`state.${state}`)}
    </p>
  );
}

interface GoalMenuProps {
  desk: Desk;
  word: string;
  sign: "card" | "action";
  onChoose: (goalId: string) => void;
}

export function GoalMenu({ desk, word, sign, onChoose }: GoalMenuProps): ReactNode {
  const { t } = useTranslation("whiteboards");
  const { trees } = useView(desk).outline;
  const Sign = sign === "card" ? Flag : ListChecks;
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="xl" radius="xl" aria-label={word} title={word} data-testid={`board-${sign}`}>
          <Sign size={21} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{word}</Menu.Label>
        {trees.length === 0 && <Menu.Item disabled>{t("noGoals")}</Menu.Item>}
        {trees.map(({ goal }) => (
          <Menu.Item key={goal.id} onClick={() => onChoose(goal.id)} data-testid="board-goal">
            <bdi>{goal.title || t("card.untitled")}</bdi>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Named here, for what makes the files comes with the canvas. */
const FORMATS: readonly Format[] = ["pdf", "png", "svg"];

export function ExportMenu({ onExport }: { onExport: (format: Format) => void }): ReactNode {
  const { t } = useTranslation("whiteboards");
  return (
    <Menu position="bottom-end" width={220}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="xl" radius="xl" aria-label={t("export.title")} title={t("export.title")} data-testid="board-export">
          <Download size={21} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {FORMATS.map((format) => (
          <Menu.Item key={format} onClick={() => onExport(format)} data-testid={`export-${format}`}>
            {t(`export.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

export function HistoryLink({ boardId }: { boardId: string }): ReactNode {
  const { t } = useTranslation("history");
  return (
    <ActionIcon variant="subtle" color="gray" size="xl" radius="xl" aria-label={t("open")} title={t("open")} renderRoot={(props) => <Link to="/boards/$boardId/history" params={{ boardId }} {...props} />} data-testid="board-history">
      <History size={21} aria-hidden="true" />
    </ActionIcon>
  );
}

export function OutlineButton({ isOpen, onToggle }: { isOpen: boolean; onToggle: () => void }): ReactNode {
  const { t } = useTranslation("whiteboards");
  return (
    <Button variant={isOpen ? "light" : "subtle"} color="gray" size="sm" px="xs" aria-expanded={isOpen} aria-label={t("outline.title")} title={t("outline.title")} onClick={onToggle} data-testid="board-outline">
      <List size={21} aria-hidden="true" />
    </Button>
  );
}

export function BoardTitle({ title }: { title: string }): ReactNode {
  return (
    <Title order={1} className={classes["title"]}>
      <bdi>{title}</bdi>
    </Title>
  );
}
