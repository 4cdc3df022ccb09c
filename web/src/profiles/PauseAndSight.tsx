/** Who finds a profile, and whether it takes a break: the same two questions on both sides. */
import { Switch, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Pause, Visibility } from "./api";
import { Choice, Choices } from "./Choices";
import type { Role } from "./model";
import { useOptions } from "./use";
import classes from "./Wizard.module.css";

interface PauseAndSightProps {
  side: Role;
  visibility: Visibility;
  onVisibility: (visibility: Visibility) => void;
  pause: Pause;
  onPause: (pause: Pause) => void;
  fields: Readonly<Record<string, string>>;
}

export function PauseAndSight({ side, visibility, onVisibility, pause, onPause, fields }: PauseAndSightProps): ReactNode {
  const { t } = useTranslation("profiles");
  const options = useOptions().data;
  return (
    <>
      <Choices legend={t("terms.visible")}>
        {(options?.visibilities ?? []).map((one) => (
          <Choice key={one} type="radio" group="visibility" name={t(`visibility.${side}.${one}.name`)} hint={t(`visibility.${side}.${one}.hint`)} isChosen={visibility === one} onChoose={() => onVisibility(one)} testId={`visibility-${one}`} />
        ))}
      </Choices>
      <div className={classes["block"]}>
        <Switch size="md" label={t("terms.pause")} description={t("terms.pauseHint")} checked={pause.isOn} onChange={(event) => onPause({ isOn: event.currentTarget.checked, until: null })} data-testid="pause" />
        {pause.isOn && (
          <TextInput type="date" label={t("terms.until")} description={t("terms.untilHint")} value={pause.until ?? ""} onChange={(event) => onPause({ isOn: true, until: event.currentTarget.value || null })} error={fields["pause.until"]} className={classes["short"]} />
        )}
      </div>
    </>
  );
}
