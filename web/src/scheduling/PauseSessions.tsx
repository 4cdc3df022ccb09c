/** What is booked in a time that a mentorship is to pause: listed, and kept or called off as is chosen. */
import { Radio } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { dayText, rangeText } from "./clock";
import { inPause } from "./model";
import classes from "./Scheduling.module.css";
import { useBookings, useCallOff } from "./use";

interface PauseSessionsProps {
  mentorshipId: string;
  /** The first moment after the pause; null: nobody knows yet. */
  until: string | null;
  /** Null: they are kept. */
  onChoose: (callOff: ((until: string | null) => Promise<unknown>) | null) => void;
}

export function PauseSessions({ mentorshipId, until, onChoose }: PauseSessionsProps): ReactNode {
  const { t, i18n } = useTranslation("scheduling");
  const callOff = useCallOff(mentorshipId).mutateAsync;
  const [isCalledOff, setCalledOff] = useState(false);
  const booked = inPause(useBookings().data ?? [], mentorshipId, until);
  if (booked.length === 0) return null;
  const choose = (value: string): void => {
    setCalledOff(value === "off");
    onChoose(value === "off" ? callOff : null);
  };
  return (
    <section className={classes["section"]} aria-label={t("pause.title", { count: booked.length })} data-testid="pause-sessions">
      <p className={classes["hint"]}>{t("pause.title", { count: booked.length })}</p>
      <ul className={classes["lines"]}>
        {booked.map((one) => (
          <li key={one.id} className={classes["line"]}>
            {dayText(one.local.local, i18n.language)}, {rangeText(one.local.local, one.minutes, i18n.language)}
          </li>
        ))}
      </ul>
      <Radio.Group label={t("pause.what", { count: booked.length })} value={isCalledOff ? "off" : "keep"} onChange={choose}>
        <div className={classes["radios"]}>
          <Radio value="keep" label={t("pause.keep")} data-testid="pause-keep" />
          <Radio value="off" label={t("pause.off")} data-testid="pause-off" />
        </div>
      </Radio.Group>
    </section>
  );
}
