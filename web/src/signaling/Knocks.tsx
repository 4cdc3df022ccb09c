/** Who waits at the door, and the host's answer. */
import { Button } from "@mantine/core";
import { DoorOpen } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { shownName } from "../core/names";
import { Portrait } from "../core/ui/Portrait";
import classes from "./Knocks.module.css";
import type { KnockView } from "./socket";

interface KnocksProps {
  knocks: readonly KnockView[];
  onAnswer: (knockId: string, isAdmitted: boolean) => void;
}

function KnockRow({ knock, onAnswer }: { knock: KnockView; onAnswer: (isAdmitted: boolean) => void }): ReactNode {
  const { t } = useTranslation("signaling");
  const core = useTranslation("core");
  const name = shownName(knock.name, core.t("somebody"));
  return (
    <li className={classes["row"]} data-testid="knock-row">
      <Portrait name={name} size="2.3rem" />
      <span className={classes["name"]}>
        <bdi>{name}</bdi>
      </span>
      <span className={classes["deeds"]}>
        <Button size="xs" variant="subtle" aria-label={t("room.refuseNamed", { name })} onClick={() => onAnswer(false)} data-testid="knock-refuse">
          {t("room.refuse")}
        </Button>
        <Button size="xs" color="clay" aria-label={t("room.admitNamed", { name })} onClick={() => onAnswer(true)} data-testid="knock-admit">
          {t("room.admit")}
        </Button>
      </span>
    </li>
  );
}

export function KnockList({ knocks, onAnswer }: KnocksProps): ReactNode {
  return (
    <ul className={classes["list"]}>
      {knocks.map((knock) => (
        <KnockRow key={knock.knockId} knock={knock} onAnswer={(isAdmitted) => onAnswer(knock.knockId, isAdmitted)} />
      ))}
    </ul>
  );
}

/** The same, over the stage, for a host who has the people panel closed. */
export function KnockToast({ knocks, onAnswer }: KnocksProps): ReactNode {
  const { t } = useTranslation("signaling");
  if (knocks.length === 0) return null;
  return (
    <aside className={classes["toast"]} aria-label={t("room.waitingTitle")}>
      <p className={classes["title"]}>
        <DoorOpen size={18} aria-hidden="true" />
        {t("room.waitingTitle")}
      </p>
      <KnockList knocks={knocks} onAnswer={onAnswer} />
    </aside>
  );
}
