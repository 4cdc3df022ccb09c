/** The usual week: painted in a calendar or written as a list, with the zone it is meant in. */
import { Button, Menu, SegmentedControl, Title, UnstyledButton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { CalendarRange, Copy, Globe, List, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { zoneClock, zoneName } from "../accounts/model";
import { ZoneSelect } from "../accounts/ZoneSelect";
import { Notice } from "../core/ui/Notice";
import { useNow } from "../core/useNow";
import { WEEKDAYS, dayName } from "../profiles/grid";
import { type Fields, errorAt, weekErrors } from "./availability";
import classes from "./Availability.module.css";
import { type Block, blocksOf, copied, firstGap, freeMinutes, put, replaced, weeklyOf, without } from "./week";
import { WeekBoard } from "./WeekBoard";
import { WindowRows } from "./WindowRows";
import type { Availability } from "./api";

const WORK_DAYS = [0, 1, 2, 3, 4] as const;
const NARROW = "(max-width: 40rem)";
type View = "board" | "list";

interface WeekPartProps {
  plan: Availability;
  set: (change: Partial<Availability>) => void;
  fields: Fields;
}

function Zone({ plan, set, fields }: WeekPartProps): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const now = useNow();
  const [isOpen, setOpen] = useState(false);
  const error = errorAt(fields, "zone");
  return (
    <>
      <p className={classes["fact"]} data-testid="availability-zone">
        <Globe size={17} aria-hidden="true" />
        <span>
          {t("week.zone", { zone: zoneName(plan.zone), clock: zoneClock(plan.zone, now, i18n.language) })}{" "}
          <UnstyledButton className={classes["link"]} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)} data-testid="zone-change">
            {t("week.zoneChange")}
          </UnstyledButton>
        </span>
      </p>
      {(isOpen || error) && <ZoneSelect value={plan.zone} onChange={(zone) => set({ zone })} error={error} />}
    </>
  );
}

interface ChosenProps {
  blocks: readonly Block[];
  at: number;
  onBlocks: (blocks: Block[]) => void;
  onChoose: (at: number | null) => void;
}

/** The exact times of the block that is chosen, and what else can be done with it. */
function Chosen({ blocks, at, onBlocks, onChoose }: ChosenProps): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const block = blocks[at];
  if (!block) return null;
  const day = dayName(block.day, i18n.language, "long");
  const write = (to: { start: number; end: number } | undefined): void => {
    if (!to) {
      onChoose(null);
      onBlocks(without(blocks, at));
      return;
    }
    const after = replaced(blocks, at, { day: block.day, ...to });
    onBlocks(after);
    onChoose(Math.max(0, after.findIndex((one) => one.day === block.day && one.start <= to.start && one.end >= to.start)));
  };
  return (
    <div className={classes["chosen"]} data-testid="week-chosen">
      <strong>{day}</strong>
      <WindowRows day={day} stretches={[block]} onChange={([to]) => write(to)} onAdd={() => onBlocks(put(blocks, firstGap(blocks, block.day) ?? block))} />
      <div className={classes["deeds"]}>
        <Button size="compact-md" variant="light" leftSection={<Copy size={15} aria-hidden="true" />} onClick={() => onBlocks(copied(blocks, block.day, WORK_DAYS))}>
          {t("week.copyWork")}
        </Button>
        <Button size="compact-md" variant="subtle" color="clay" leftSection={<Trash2 size={15} aria-hidden="true" />} onClick={() => write(undefined)} data-testid="week-remove">
          {t("week.remove")}
        </Button>
      </div>
    </div>
  );
}

function CopyMenu({ blocks, day, onBlocks }: { blocks: readonly Block[]; day: number; onBlocks: (blocks: Block[]) => void }): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const name = dayName(day, i18n.language, "long");
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <Button variant="subtle" size="compact-md" leftSection={<Copy size={15} aria-hidden="true" />} aria-label={t("week.copyDay", { day: name })} data-testid={`copy-${day}`}>
          {t("week.copy")}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onBlocks(copied(blocks, day, WORK_DAYS))} data-testid="copy-work">
          {t("week.copyWork")}
        </Menu.Item>
        <Menu.Item onClick={() => onBlocks(copied(blocks, day, WEEKDAYS))}>{t("week.copyAll")}</Menu.Item>
        {WEEKDAYS.filter((other) => other !== day).map((other) => (
          <Menu.Item key={other} onClick={() => onBlocks(copied(blocks, day, [other]))}>
            {t("week.copyTo", { day: dayName(other, i18n.language, "long") })}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function WeekList({ blocks, onBlocks }: { blocks: readonly Block[]; onBlocks: (blocks: Block[]) => void }): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  return (
    <ul className={classes["days"]} data-testid="week-list">
      {WEEKDAYS.map((day) => {
        const own = blocks.filter((one) => one.day === day);
        const name = dayName(day, i18n.language, "long");
        const write = (stretches: { start: number; end: number }[]): void => onBlocks(stretches.reduce<Block[]>((made, { start, end }) => put(made, { day, start, end }), blocks.filter((one) => one.day !== day)));
        const gap = firstGap(blocks, day);
        return (
          <li key={day} className={classes["day"]} data-testid={`list-day-${day}`}>
            <div className={classes["dayHead"]}>
              <strong>{name}</strong>
              {own.length === 0 ? <span className={classes["soft"]}>{t("week.dayNone")}</span> : <CopyMenu blocks={blocks} day={day} onBlocks={onBlocks} />}
            </div>
            <WindowRows day={name} stretches={own} onChange={write} onAdd={() => gap && onBlocks(put(blocks, gap))} />
          </li>
        );
      })}
    </ul>
  );
}

export function WeekPart({ plan, set, fields }: WeekPartProps): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const isNarrow = useMediaQuery(NARROW, window.matchMedia(NARROW).matches) ?? false;
  const [wished, setView] = useState<View | null>(null);
  const [chosen, setChosen] = useState<number | null>(null);
  const view = wished ?? (isNarrow ? "list" : "board");
  const blocks = blocksOf(plan.weekly);
  const write = (to: Block[]): void => set({ weekly: weeklyOf(to) });
  const hours = freeMinutes(blocks) / 60;
  const text = new Intl.NumberFormat(i18n.language, { maximumFractionDigits: 2 }).format(hours);
  return (
    <section className={classes["part"]} aria-labelledby="usual-week">
      <div className={classes["partHead"]}>
        <Title order={2} id="usual-week">
          {t("week.title")}
        </Title>
        <SegmentedControl
          size="sm"
          radius="xl"
          aria-label={t("week.view")}
          value={view}
          onChange={(one) => setView(one === "list" ? "list" : "board")}
          data={[
            { value: "board", label: <ViewWord icon={<CalendarRange size={16} aria-hidden="true" />} word={t("week.asBoard")} /> },
            { value: "list", label: <ViewWord icon={<List size={16} aria-hidden="true" />} word={t("week.asList")} /> },
          ]}
          data-testid="week-view"
        />
      </div>
      <Zone plan={plan} set={set} fields={fields} />
      {weekErrors(fields).map(({ weekday, said }) => (
        <Notice key={`${weekday}-${said}`}>{weekday === null ? said : t("week.error", { day: dayName(weekday, i18n.language, "long"), said })}</Notice>
      ))}
      {view === "board" ? (
        <>
          <p className={classes["hint"]}>{t("week.hint")}</p>
          <WeekBoard blocks={blocks} chosen={chosen} onChange={write} onChoose={setChosen} />
          {chosen !== null && <Chosen blocks={blocks} at={chosen} onBlocks={write} onChoose={setChosen} />}
        </>
      ) : (
        <WeekList blocks={blocks} onBlocks={write} />
      )}
      <strong aria-live="polite" data-testid="week-total">
        {hours === 0 ? t("week.none") : t("week.total", { count: hours, text })}
      </strong>
    </section>
  );
}

function ViewWord({ icon, word }: { icon: ReactNode; word: string }): ReactNode {
  return (
    <span className={classes["viewWord"]}>
      {icon} {word}
    </span>
  );
}
