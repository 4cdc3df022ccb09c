/** What stands behind us, in the camera's menu of the room. */
import { Menu } from "@mantine/core";
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "../Controls.module.css";
import type { LocalMedia, LocalState } from "../local";
import { EFFECTS } from "./model";
import { useBehind } from "./use";

export function BehindItems({ local, state }: { local: LocalMedia; state: LocalState }): ReactNode {
  const { t } = useTranslation("signaling");
  const { effect, unfit, choose } = useBehind(local);
  return (
    <>
      <Menu.Label>{t("effects.behind")}</Menu.Label>
      {EFFECTS.map((one) => (
        <Menu.Item
          key={one}
          role="menuitemradio"
          aria-checked={one === effect}
          disabled={state.camera.isBusy || (unfit !== null && one !== "none")}
          leftSection={<Check size={16} aria-hidden="true" visibility={one === effect ? "visible" : "hidden"} />}
          onClick={() => choose(one)}
          data-testid={`behind-${one}`}
        >
          {t(`effects.${one}`)}
        </Menu.Item>
      ))}
      {unfit !== null && <p className={classes["unfit"]}>{t(`effects.unfit.${unfit}`)}</p>}
    </>
  );
}
