/** Who was in a past session, in plain words with a sign of their own each, and the way to say otherwise. */
import { Anchor } from "@mantine/core";
import { CircleCheck, CircleDashed, CircleMinus, Clock3, DoorOpen, type LucideIcon, WifiOff } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useMe } from "../accounts/use";
import { isolated, shownName } from "../core/names";
import type { Attendance, Booking, Mark, Presence } from "./api";
import classes from "./Attendance.module.css";
import { canCorrect, isCorrected, minutesOf, ownFirst } from "./attendance";
import { AttendanceDialog } from "./AttendanceDialog";
import { dayAndTimeText } from "./clock";
import { useSeconds } from "./use";

const ICONS = { present: CircleCheck, late: Clock3, left_early: DoorOpen, network_fault: WifiOff, absent: CircleMinus, not_held: CircleDashed } as const satisfies Record<Presence, LucideIcon>;

function PresenceSign({ presence }: { presence: Presence }): ReactNode {
  const { t } = useTranslation("attendance");
  const Icon = ICONS[presence];
  return (
    <span className={classes["sign"]} data-presence={presence}>
      <Icon size={17} aria-hidden="true" /> {t(`is.${presence}`)}
    </span>
  );
}

/** "12 minutes after the beginning, 5 minutes before the end", or why. */
function useDetail(): (mark: Mark) => string {
  const { t, i18n } = useTranslation("attendance");
  return (mark) => {
    const { late, early } = minutesOf(mark);
    const parts = [
      ...(late > 0 ? [t("lateBy", { count: late })] : []),
      ...(early > 0 ? [t("earlyBy", { count: early })] : []),
      ...(mark.presence === "network_fault" && early === 0 ? [t("hint.network_fault")] : []),
      ...(mark.presence === "not_held" ? [t("hint.not_held")] : []),
      ...(isCorrected(mark) ? [t("corrected")] : []),
    ];
    return new Intl.ListFormat(i18n.language, { type: "unit" }).format(parts);
  };
}

function Line({ mark, isMe }: { mark: Mark; isMe: boolean }): ReactNode {
  const { t } = useTranslation("attendance");
  const core = useTranslation("core");
  const detail = useDetail()(mark);
  return (
    <li className={classes["line"]} data-testid="attendance-mark" data-presence={mark.presence} data-mine={isMe}>
      <bdi className={classes["who"]}>{isMe ? t("you") : shownName(mark.person.name, core.t("somebody"))}</bdi>
      <PresenceSign presence={mark.presence} />
      {detail !== "" && <span className={classes["detail"]}>{detail}</span>}
    </li>
  );
}

export function AttendancePart({ booking, attendance, name }: { booking: Booking; attendance: Attendance; name: string }): ReactNode {
  const { t, i18n } = useTranslation("attendance");
  const me = useMe().data?.id ?? "";
  const now = useSeconds();
  const [isOpen, setOpen] = useState(false);
  const hasMore = canCorrect(attendance, now) || attendance.history.length > 0;
  return (
    <section className={classes["part"]} aria-label={t("title")} data-testid="attendance">
      <ul className={classes["lines"]}>
        {ownFirst(attendance.marks, me).map((mark) => (
          <Line key={mark.person.id} mark={mark} isMe={mark.person.id === me} />
        ))}
      </ul>
      {hasMore && (
        <Anchor component="button" type="button" className={classes["correct"]} onClick={() => setOpen(true)} aria-label={t("correctOf", { when: dayAndTimeText(booking.local.local, i18n.language) })} data-testid="attendance-open">
          {canCorrect(attendance, now) ? t("correct") : t("history")}
        </Anchor>
      )}
      {isOpen && <AttendanceDialog attendance={attendance} isPair={booking.kind === "pair"} name={isolated(name)} me={me} onClose={() => setOpen(false)} />}
    </section>
  );
}
