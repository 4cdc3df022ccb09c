/** Nudges, one a row: what would help, and everything that can be done about it in place. */
import { ActionIcon, Button, Menu } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { Link } from "@tanstack/react-router";
import { CalendarPlus, Check, ClockAlert, Ellipsis, Hourglass, LifeBuoy, MessageCircle, NotebookPen, Pause } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../../core/explain";
import { isolated, shownName } from "../../core/names";
import { Notice } from "../../core/ui/Notice";
import { useNow } from "../../core/useNow";
import { plainDate, shortDate } from "../../core/when";
import { endOfDay } from "../../mentorships/model";
import type { Matter, Nudge } from "./api";
import { CHECK_IN_PAUSE_WEEKS, LATER_WEEKS, PAUSE_WEEKS, type Way, mayPause, overdueOf, waysOf, wordOf } from "./model";
import classes from "./Nudges.module.css";
import { useOpenActions, usePause, usePutOff, useTickOff } from "./use";

const ICONS = { silence: MessageCircle, stalled: Hourglass, unbooked: CalendarPlus, overdue: ClockAlert, check_ins: NotebookPen } as const satisfies Record<Matter, unknown>;

function WayButton({ way, nudge, isFirst }: { way: Way; nudge: Nudge; isFirst: boolean }): ReactNode {
  const { t } = useTranslation("nudges");
  const params = { mentorshipId: nudge.mentorshipId };
  const look = { size: "sm", variant: isFirst ? "light" : "subtle", "data-testid": `nudge-${way}` } as const;
  const word = t(`ways.${way}`);
  switch (way) {
    case "book":
      return (
        <Button {...look} renderRoot={(props) => <Link to="/mentors/$mentorId/book" params={{ mentorId: nudge.other?.id ?? "" }} {...props} />}>
          {word}
        </Button>
      );
    case "write":
      return (
        <Button {...look} renderRoot={(props) => <Link to="/mentorships/$mentorshipId/messages" params={params} {...props} />}>
          {word}
        </Button>
      );
    case "goals":
    case "checkIn":
      return (
        <Button {...look} renderRoot={(props) => <Link to="/mentorships/$mentorshipId/goals" params={params} {...props} />}>
          {word}
        </Button>
      );
  }
}

/** Ticking off in place: nobody needs to go anywhere for what is done long since. */
function Overdue({ nudge }: { nudge: Nudge }): ReactNode {
  const { t, i18n } = useTranslation("nudges");
  const say = useSay();
  const now = useNow();
  const open = useOpenActions();
  const tick = useTickOff(nudge.mentorshipId);
  const items = overdueOf(open.data ?? [], nudge, now);
  if (items.length === 0) return null;
  return (
    <>
      <ul className={classes["items"]}>
        {items.map(({ item }) => (
          <li key={item.id} className={classes["item"]} data-testid="nudge-item">
            <span className={classes["itemWords"]}>
              <bdi>{item.title}</bdi>
              {item.due !== null && <small>{t("wasDue", { day: plainDate(item.due, i18n.language) })}</small>}
            </span>
            <Button size="compact-sm" variant="subtle" leftSection={<Check size={15} aria-hidden="true" />} loading={tick.isPending && tick.variables === item.id} onClick={() => tick.mutate(item.id)} aria-label={t("doneOf", { title: isolated(item.title) })} data-testid="nudge-tick">
              {t("done")}
            </Button>
          </li>
        ))}
      </ul>
      {tick.error && <Notice>{say(tick.error)}</Notice>}
    </>
  );
}

function More({ nudge, sentence }: { nudge: Nudge; sentence: string }): ReactNode {
  const { t, i18n } = useTranslation("nudges");
  const say = useSay();
  const now = useNow();
  const later = usePutOff(nudge);
  const pause = usePause(nudge.mentorshipId);
  const until = endOfDay(now, 7 * PAUSE_WEEKS);
  const day = shortDate(new Date(until), i18n.language);
  const failed = (error: Error): string => notifications.show({ message: say(error), color: "clay" });
  const put = (weeks: number): void => later.mutate(weeks, { onError: failed });
  return (
    <Menu position="bottom-end" width={280} withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("moreOf", { sentence })} loading={later.isPending || pause.isPending} data-testid="nudge-more">
          <Ellipsis size={20} aria-hidden="true" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Hourglass size={17} aria-hidden="true" />} onClick={() => put(LATER_WEEKS)} data-testid="nudge-later">
          {t("later")}
        </Menu.Item>
        {wordOf(nudge) === "waiting" && (
          <Menu.Item leftSection={<LifeBuoy size={17} aria-hidden="true" />} renderRoot={(props) => <Link to="/mentorships/$mentorshipId" params={{ mentorshipId: nudge.mentorshipId }} {...props} />}>
            {t("toPair")}
          </Menu.Item>
        )}
        {nudge.matter === "check_ins" && (
          <Menu.Item leftSection={<Pause size={17} aria-hidden="true" />} onClick={() => put(CHECK_IN_PAUSE_WEEKS)} data-testid="nudge-pause-check-ins">
            {t("pauseCheckIns")}
          </Menu.Item>
        )}
        {mayPause(nudge) && (
          <Menu.Item
            leftSection={<Pause size={17} aria-hidden="true" />}
            onClick={() => pause.mutate(until, { onError: failed, onSuccess: () => notifications.show({ message: t("paused", { day }), color: "olive" }) })}
            data-testid="nudge-pause-pair"
          >
            {t("pausePair", { day })}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

function NudgeRow({ nudge }: { nudge: Nudge }): ReactNode {
  const { t } = useTranslation("nudges");
  const core = useTranslation("core");
  const name = isolated(shownName(nudge.other?.name, core.t("somebody")));
  const word = wordOf(nudge);
  const sentence = t(`lines.${word}`, { name, count: nudge.count });
  const Icon = ICONS[nudge.matter];
  return (
    <li className={classes["row"]} data-testid="nudge" data-matter={nudge.matter}>
      <span className={classes["icon"]}>
        <Icon size={20} aria-hidden="true" />
      </span>
      <div className={classes["words"]}>
        <strong>{sentence}</strong>
        <span className={classes["hint"]}>{t(nudge.side === "mentor" && word === "stalled" ? "hints.stalledMentor" : `hints.${word}`)}</span>
        {nudge.matter === "overdue" && <Overdue nudge={nudge} />}
      </div>
      <div className={classes["deeds"]}>
        {waysOf(nudge).map((way, at) => (
          <WayButton key={way} way={way} nudge={nudge} isFirst={at === 0} />
        ))}
        <More nudge={nudge} sentence={sentence} />
      </div>
    </li>
  );
}

export function NudgeRows({ nudges, label }: { nudges: readonly Nudge[]; label?: string }): ReactNode {
  return (
    <ul className={classes["rows"]} aria-label={label}>
      {nudges.map((nudge) => (
        <NudgeRow key={`${nudge.mentorshipId} ${nudge.matter}`} nudge={nudge} />
      ))}
    </ul>
  );
}
