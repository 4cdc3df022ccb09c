/** The keys that do what the buttons do, and other ones for them. */
import { Button, Group, Kbd, Modal, UnstyledButton } from "@mantine/core";
import { type KeyboardEvent, type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { CheckLink } from "../check/CheckLink";
import classes from "./KeysDialog.module.css";
import { DEFAULT_KEYS, KEY_DEEDS, type KeyDeed, type Objection, keyLabel, keyOf, objectionTo } from "./model";
import { chooseKey, isOnMac, resetKeys, useKeyWords, useKeys } from "./use";

function useObjectionWords(): (objection: Objection, key: string) => string {
  const { t } = useTranslation("signaling");
  return (objection, key) => {
    if (objection.why === "taken") return t("aids.keys.taken", { key, deed: t(`aids.keys.deed.${objection.by}`) });
    return t(`aids.keys.${objection.why}`, { key });
  };
}

interface RowProps {
  deed: KeyDeed;
  isAsking: boolean;
  problem: string | null;
  onAsk: () => void;
  onKey: (event: KeyboardEvent) => void;
  onDone: () => void;
}

function Row({ deed, isAsking, problem, onAsk, onKey, onDone }: RowProps): ReactNode {
  const { t } = useTranslation("signaling");
  const key = useKeyWords()(deed);
  const name = t(`aids.keys.deed.${deed}`);
  return (
    <div className={classes["row"]}>
      <dt>{name}</dt>
      <dd>
        <UnstyledButton className={classes["key"]} data-asking={isAsking} aria-label={isAsking ? t("aids.keys.press") : t("aids.keys.change", { deed: name, key: key.label })} onClick={onAsk} onKeyDown={isAsking ? onKey : undefined} onBlur={isAsking ? onDone : undefined} data-testid={`key-${deed}`}>
          {isAsking ? <span>{t("aids.keys.press")}</span> : <Kbd size="md">{key.label}</Kbd>}
        </UnstyledButton>
      </dd>
      <p className={classes["problem"]} role="status">
        {problem}
      </p>
    </div>
  );
}

function List(): ReactNode {
  const keys = useKeys();
  const { t } = useTranslation("signaling");
  const words = useObjectionWords();
  const [asking, setAsking] = useState<KeyDeed | null>(null);
  const [problem, setProblem] = useState<{ deed: KeyDeed; words: string } | null>(null);
  const done = (): void => setAsking(null);
  const take = (deed: KeyDeed, event: KeyboardEvent): void => {
    const key = keyOf(event);
    // The dialog itself closes by Escape, and Tab goes on: neither is what was asked for.
    if (key === "tab" || key === null) return;
    event.preventDefault();
    event.stopPropagation();
    event.nativeEvent.stopImmediatePropagation();
    done();
    if (key === "escape") return setProblem(null);
    const objection = objectionTo(keys, deed, key);
    if (objection === null) chooseKey(deed, key);
    setProblem(objection && { deed, words: words(objection, keyLabel(key, isOnMac(), t("aids.keys.space"))) });
  };
  return (
    <dl className={classes["list"]} data-own-keys={asking === null ? undefined : true}>
      {KEY_DEEDS.map((deed) => (
        <Row key={deed} deed={deed} isAsking={asking === deed} problem={problem?.deed === deed ? problem.words : null} onAsk={() => setAsking(deed)} onKey={(event) => take(deed, event)} onDone={done} />
      ))}
    </dl>
  );
}

export function KeysDialog({ roomId, isOpen, onClose }: { roomId: string; isOpen: boolean; onClose: () => void }): ReactNode {
  const { t } = useTranslation("signaling");
  const isChanged = useKeys() !== DEFAULT_KEYS;
  return (
    <Modal opened={isOpen} onClose={onClose} title={t("shortcuts.title")} closeButtonProps={{ "aria-label": t("room.close") }}>
      <p className={classes["lead"]}>{t("aids.keys.lead")}</p>
      <List />
      <Group justify="space-between" mt="sm">
        <p className={classes["check"]}>
          <CheckLink roomId={roomId} isApart />
        </p>
        <Button variant="subtle" size="xs" onClick={resetKeys} disabled={!isChanged} data-testid="keys-reset">
          {t("aids.keys.reset")}
        </Button>
      </Group>
    </Modal>
  );
}
