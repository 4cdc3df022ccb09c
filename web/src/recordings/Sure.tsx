/** A question before something goes for good. */
import { Button, Group, Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useSay } from "../core/explain";
import { Notice } from "../core/ui/Notice";

interface SureProps {
  isOpen: boolean;
  onClose: () => void;
  title: string;
  children: ReactNode;
  doLabel: string;
  onDo: () => void;
  isBusy: boolean;
  error: Error | null;
  testId: string;
}

export function Sure({ isOpen, onClose, title, children, doLabel, onDo, isBusy, error, testId }: SureProps): ReactNode {
  const core = useTranslation("core");
  const say = useSay();
  return (
    <Modal opened={isOpen} onClose={onClose} title={title} closeButtonProps={{ "aria-label": core.t("close") }}>
      {children}
      {error && <Notice>{say(error)}</Notice>}
      <Group justify="flex-end" mt="lg">
        <Button variant="subtle" onClick={onClose} data-autofocus>
          {core.t("cancel")}
        </Button>
        <Button color="clay" loading={isBusy} onClick={onDo} data-testid={testId}>
          {doLabel}
        </Button>
      </Group>
    </Modal>
  );
}
