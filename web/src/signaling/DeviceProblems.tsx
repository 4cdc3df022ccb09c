/** Says in clear words why a microphone, camera or screen cannot be used, and offers the next step. */
import { Button, Group } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Notice } from "../core/ui/Notice";
import type { LocalMedia, LocalState } from "./local";

const SHOWN = ["microphone", "camera", "screen"] as const;

export function DeviceProblems({ local, state }: { local: LocalMedia; state: LocalState }): ReactNode {
  const { t } = useTranslation("signaling");
  const { microphone, camera } = state;
  const isSame = microphone.problem !== null && microphone.problem === camera.problem;
  const shown = SHOWN.filter((kind) => state[kind].problem !== null && !(isSame && kind === "camera"));
  const retry = (kind: (typeof SHOWN)[number]): void => {
    if (isSame && kind === "microphone") return void local.allow();
    if (kind === "screen") return void local.share();
    if (state[kind].problem === "noiseFailed") return void local.sound("strong");
    void local.toggle(kind, true);
  };
  return shown.map((kind) => {
    const title = isSame && kind === "microphone" ? `${t("problem.camera")} + ${t("problem.microphone")}` : t(`problem.${kind}`);
    return (
      <Notice key={kind} title={title}>
        {t(`problem.${state[kind].problem ?? "unknown"}`)}
        <Group gap="xs" mt="xs">
          <Button size="xs" variant="default" onClick={() => retry(kind)}>
            {t("problem.retry")}
          </Button>
          <Button size="xs" variant="subtle" color="clay" onClick={() => (isSame && local.forgetProblem("camera"), local.forgetProblem(kind))}>
            {t("problem.dismiss")}
          </Button>
        </Group>
      </Notice>
    );
  });
}
