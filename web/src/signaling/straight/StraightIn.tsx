/** Going straight in: the moment of it, the tick in the lobby, the item in the call, and why it was not possible. */
import { Button, Checkbox, Menu } from "@mantine/core";
import { Check } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Loading } from "../../core/ui/Loading";
import { Notice } from "../../core/ui/Notice";
import { Panel } from "../../core/ui/Panel";
import type { LocalMedia } from "../local";
import type { Hindrance } from "./going";
import { useStraightChoice } from "./use";

export function GoingIn({ title, onStop }: { title: string; onStop: (() => void) | null }): ReactNode {
  const { t } = useTranslation("signaling");
  return (
    <Panel title={t("straight.going", { title })} testId="going-in">
      <Loading />
      {onStop && (
        <Button variant="subtle" onClick={onStop} data-testid="straight-stop">
          {t("straight.checkFirst")}
        </Button>
      )}
    </Panel>
  );
}

export function WhyHere({ hindrance }: { hindrance: Hindrance | null }): ReactNode {
  const { t } = useTranslation("signaling");
  if (hindrance === null) return null;
  return (
    <div data-testid="straight-why" data-why={hindrance.why}>
      <Notice tone="plain">{t(`straight.${hindrance.why}.${hindrance.kind}`)}</Notice>
    </div>
  );
}

export function StraightTick({ isOn, onChange }: { isOn: boolean; onChange: (isOn: boolean) => void }): ReactNode {
  const { t } = useTranslation("signaling");
  return <Checkbox label={t("straight.tick")} description={t("straight.hint")} checked={isOn} onChange={(event) => onChange(event.currentTarget.checked)} data-testid="straight-tick" />;
}

export function StraightItem({ local }: { local: LocalMedia }): ReactNode {
  const { t } = useTranslation("signaling");
  const choice = useStraightChoice(local);
  if (choice === null) return null;
  return (
    <>
      <Menu.Divider />
      <Menu.Item role="menuitemcheckbox" aria-checked={choice.isOn} leftSection={<Check size={16} aria-hidden="true" visibility={choice.isOn ? "visible" : "hidden"} />} onClick={() => choice.set(!choice.isOn)} data-testid="straight-item">
        {t("straight.tick")}
      </Menu.Item>
    </>
  );
}
