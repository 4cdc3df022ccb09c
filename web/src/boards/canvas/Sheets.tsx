/** Templates to begin a board with: offered on an empty one, and by a menu on any other. */
import { ActionIcon, Menu, UnstyledButton } from "@mantine/core";
import type { ExcalidrawImperativeAPI } from "@excalidraw/excalidraw/types";
import { LayoutTemplate } from "lucide-react";
import { type ReactNode, useSyncExternalStore } from "react";
import { useTranslation } from "react-i18next";
import { isRefused } from "../../core/errors";
import { useTake } from "../use";
import classes from "./Sheets.module.css";
import { SHEETS, type Sheet, goalsTemplateOf, isOnBoard } from "./sheets";

interface Choosing {
  canvas: ExcalidrawImperativeAPI;
  /** Whose goals are filled, too; null: the board is nobody's in particular. */
  mentorshipId: string | null;
  say: (words: string) => void;
}

/** Draws one, and fills the goals with it if they know it and did not have it yet. */
function useChoose({ canvas, mentorshipId, say }: Choosing): (sheet: Sheet) => Promise<void> {
  const { t, i18n } = useTranslation("whiteboards");
  const take = useTake(mentorshipId ?? "");
  const fill = async (sheet: Sheet): Promise<void> => {
    const template = goalsTemplateOf(sheet);
    if (template === null || mentorshipId === null) return;
    try {
      await take.mutateAsync(template);
      say(t("sheets.goalsToo"));
    } catch (error) {
      if (!isRefused(error, "template_taken")) say(t("sheets.goalsNot"));
    }
  };
  return async (sheet) => {
    const { drawSheet } = await import("./drawing");
    const words = {
      name: t(`sheets.${sheet}.name`),
      hint: t(`sheets.${sheet}.hint`),
      of: (panel: Parameters<Parameters<typeof drawSheet>[2]["of"]>[0]) => ({ title: t(`panels.${panel}.title`), prompts: t(`panels.${panel}.prompts`) }),
    };
    await drawSheet(canvas, sheet, words, i18n.dir() === "rtl");
    await fill(sheet);
  };
}

/** What is drawn, as one word that changes only when a template comes or goes, or the board is empty no more. */
function useDrawn(canvas: ExcalidrawImperativeAPI): { isEmpty: boolean; left: readonly Sheet[] } {
  const drawn = useSyncExternalStore(
    (listener) => canvas.onChange(listener),
    () => {
      const ids = canvas.getSceneElements().map(({ id }) => id);
      return [ids.length === 0 ? "empty" : "drawn", ...SHEETS.filter((one) => !isOnBoard(one, ids))].join(" ");
    },
  );
  const words = drawn.split(" ");
  return { isEmpty: words[0] === "empty", left: SHEETS.filter((one) => words.includes(one)) };
}

export function SheetMenu(choosing: Choosing): ReactNode {
  const { t } = useTranslation("whiteboards");
  const choose = useChoose(choosing);
  const { left } = useDrawn(choosing.canvas);
  return (
    <Menu position="bottom-end" width={300}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="xl" radius="xl" aria-label={t("sheets.title")} title={t("sheets.title")} data-testid="board-sheets">
          <LayoutTemplate size={21} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah="70vh" style={{ overflowY: "auto" }}>
        <Menu.Label>{t("sheets.title")}</Menu.Label>
        {SHEETS.map((sheet) => (
          <Menu.Item key={sheet} disabled={!left.includes(sheet)} onClick={() => void choose(sheet)} data-testid={`sheet-${sheet}`}>
            {t(`sheets.${sheet}.name`)}
            <span className={classes["hint"]}>{t(left.includes(sheet) ? `sheets.${sheet}.hint` : "sheets.there")}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** On an empty board only; one can draw beside it at once. */
export function SheetOffer(choosing: Choosing): ReactNode {
  const { t } = useTranslation("whiteboards");
  const choose = useChoose(choosing);
  const { isEmpty } = useDrawn(choosing.canvas);
  if (!isEmpty) return null;
  return (
    <section className={classes["offer"]} aria-labelledby="sheets-offer" data-testid="sheets-offer">
      <h2 id="sheets-offer">{t("sheets.offer")}</h2>
      <p>{t("sheets.offerHint")}</p>
      <ul>
        {SHEETS.map((sheet) => (
          <li key={sheet}>
            <UnstyledButton onClick={() => void choose(sheet)} title={t(`sheets.${sheet}.hint`)} data-testid={`offer-${sheet}`}>
              {t(`sheets.${sheet}.name`)}
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
