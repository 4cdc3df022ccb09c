/** What stands behind us, chosen in the lobby, where the picture above shows it at once. */
import { Input, SegmentedControl } from "@mantine/core";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import type { LocalMedia, LocalState } from "../local";
import { EFFECTS, effectOf } from "./model";
import { useBehind } from "./use";

export function BehindPicker({ local, state }: { local: LocalMedia; state: LocalState }): ReactNode {
  const { t } = useTranslation("signaling");
  const { effect, unfit, choose } = useBehind(local);
  const [labelId, whyId] = [useId(), useId()];
  return (
    <div data-testid="behind" data-effect={effect} data-busy={state.camera.isBusy}>
      <Input.Label component="div" id={labelId}>
        {t("effects.behind")}
      </Input.Label>
      <SegmentedControl
        fullWidth
        size="sm"
        aria-labelledby={labelId}
        aria-describedby={unfit === null ? undefined : whyId}
        disabled={unfit !== null || state.camera.isBusy}
        value={effect}
        data={EFFECTS.map((one) => ({ value: one, label: t(`effects.${one}`) }))}
        onChange={(one) => choose(effectOf(one))}
      />
      {unfit !== null && (
        <Input.Description id={whyId} mt={4}>
          {t(`effects.unfit.${unfit}`)}
        </Input.Description>
      )}
    </div>
  );
}
