/** A deed that is asked about before it is done. */
import { Button, Group, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../explain";
import { Notice } from "./Notice";

interface ConfirmProps {
  isOpen: boolean;
  title: string;
  hint?: string;
  /** More than one sentence can say. */
  children?: ReactNode;
  word: string;
  isGrave?: boolean;
  isPending: boolean;
  error: unknown;
  onDo: () => void;
  onClose: () => void;
  testId?: string;
}

export function Confirm({ isOpen, title, hint, children, word, isGrave = true, isPending, error, onDo, onClose, testId = "confirm-do" }: ConfirmProps): ReactNode {
  const core = useTranslation("core");
  const say = useSay();
  return (
    <Modal opened={isOpen} onClose={onClose} title={<bdi>{title}</bdi>} closeButtonProps={{ "aria-label": core.t("close") }}>
      {hint !== undefined && <p>{hint}</p>}
      {children}
      {error !== null && error !== undefined && <Notice>{say(error)}</Notice>}
      <Group justify="flex-end" mt="lg">
        <Button variant="subtle" onClick={onClose} data-autofocus>
          {core.t("cancel")}
        </Button>
        <Button {...(isGrave ? { color: "clay" } : {})} loading={isPending} onClick={onDo} data-testid={testId}>
          {word}
        </Button>
      </Group>
    </Modal>
  );
}
