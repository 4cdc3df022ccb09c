/** What the lock means: who can see and hear, the code to compare, and the host's switch. */
import { Checkbox, Modal, Switch } from "@mantine/core";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { Notice } from "../core/ui/Notice";
import type { Protection } from "./orders";
import classes from "./SecrecyDialog.module.css";
import type { SafetyView } from "./secrecy";

interface SecrecyDialogProps {
  isOpen: boolean;
  protection: Protection;
  /** This browser can do it. */
  isPossible: boolean;
  isHost: boolean;
  isAlone: boolean;
  safety: SafetyView;
  /** Those whose browsers cannot do it. */
  unable: readonly string[];
  onCompared: (isCompared: boolean) => void;
  onSwitch: (protection: Protection) => void;
  onClose: () => void;
}

/** A list of names as the language writes it. */
function useNames(names: readonly string[]): { names: string; count: number } {
  const { i18n } = useTranslation("secrecy");
  return { names: new Intl.ListFormat(i18n.language).format(names), count: names.length };
}

function Code({ code, isAlone }: { code: readonly string[] | null; isAlone: boolean }): ReactNode {
  const { t } = useTranslation("secrecy");
  if (code === null) return <p role="status">{t(isAlone ? "dialog.alone" : "dialog.coming")}</p>;
  return (
    <ol className={classes["code"]} aria-label={t("dialog.code")} dir="ltr" data-testid="safety-code">
      {code.map((group, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- two groups may be the same
        <li key={index}>{group}</li>
      ))}
    </ol>
  );
}

function Compare({ safety, isAlone, onCompared }: Pick<SecrecyDialogProps, "safety" | "isAlone" | "onCompared">): ReactNode {
  const { t } = useTranslation("secrecy");
  const titleId = useId();
  return (
    <section className={classes["compare"]} aria-labelledby={titleId}>
      <h3 id={titleId}>{t("dialog.compareTitle")}</h3>
      <Code code={safety.code} isAlone={isAlone} />
      {safety.code !== null && (
        <>
          <p>{t("dialog.compareHint")}</p>
          <Checkbox label={t("dialog.compared")} description={t("dialog.comparedHint")} checked={safety.isCompared} onChange={(event) => onCompared(event.currentTarget.checked)} data-testid="safety-compared" />
        </>
      )}
    </section>
  );
}

function Unable({ isPossible, isHost, unable }: Pick<SecrecyDialogProps, "isPossible" | "isHost" | "unable">): ReactNode {
  const { t } = useTranslation("secrecy");
  const names = useNames(unable);
  if (!isPossible) return <Notice>{t(isHost ? "dialog.hostUnable" : "dialog.ownUnable")}</Notice>;
  return unable.length > 0 && <Notice tone="plain">{t("dialog.unable", names)}</Notice>;
}

export function SecrecyDialog(props: SecrecyDialogProps): ReactNode {
  const { isOpen, protection, isPossible, isHost, onSwitch, onClose } = props;
  const { t } = useTranslation("secrecy");
  const core = useTranslation("core");
  const isOn = protection === "end_to_end";
  return (
    <Modal opened={isOpen} onClose={onClose} title={t(`chip.${protection}`)} closeButtonProps={{ "aria-label": core.t("close") }}>
      <div className={classes["body"]} data-testid="secrecy-dialog">
        <p>{t(`dialog.${protection}`)}</p>
        {isOn && isPossible && <Compare {...props} />}
        {(isOn || isHost) && <Unable {...props} />}
        <p className={classes["faint"]}>{t("dialog.knows")}</p>
        {isHost && (
          <Switch className={classes["switch"] ?? ""} label={t("dialog.switch")} description={t("dialog.switchHint")} checked={isOn} onChange={() => onSwitch(isOn ? "transport" : "end_to_end")} data-testid="secrecy-switch" />
        )}
      </div>
    </Modal>
  );
}

/** For the head of the room: whom the encryption shuts out. */
export function useUnableWords(protection: Protection, isPossible: boolean, isHost: boolean, unable: readonly string[]): string | null {
  const { t } = useTranslation("secrecy");
  const names = useNames(unable);
  if (protection === "transport") return null;
  if (!isPossible) return t("banner.ownUnable");
  return isHost && unable.length > 0 ? t("banner.unable", names) : null;
}
