/** A gathering is called off by its host, with a reason for all who come. */
import { Button, Radio, Textarea } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { Deed } from "../mentorships/parts";
import type { Gathering, Reason } from "./api";
import { LONGEST_NOTE, REASONS } from "./model";
import classes from "./Scheduling.module.css";
import { useCancel } from "./use";

export function CancelGathering({ gathering }: { gathering: Gathering }): ReactNode {
  const { t } = useTranslation("scheduling");
  const cancel = useCancel(gathering);
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState<Reason | null>(null);
  const [words, setWords] = useState("");
  const close = (): void => setOpen(false);
  const go = (): void => {
    if (reason) cancel.mutate({ reason, words }, { onSuccess: close });
  };
  return (
    <>
      <Button size="sm" variant="subtle" color="clay" onClick={() => setOpen(true)} data-testid="gathering-cancel">
        {t("many.cancel")}
      </Button>
      <Deed isOpen={isOpen} title={t("cancel.title")} hint={t("many.cancelHint")} word={t("cancel.do")} isGrave isPending={cancel.isPending} isReady={reason !== null} error={cancel.error} onDo={go} onClose={close}>
        <Radio.Group label={t("cancel.why")} value={reason ?? ""} onChange={(value) => setReason(REASONS.find((one) => one === value) ?? null)}>
          <div className={classes["radios"]}>
            {REASONS.map((one) => (
              <Radio key={one} value={one} label={t(`reason.${one}`)} data-testid={`reason-${one}`} />
            ))}
          </div>
        </Radio.Group>
        <Textarea label={t("many.words")} size="md" autosize minRows={2} maxRows={8} maxLength={LONGEST_NOTE} value={words} onChange={(event) => setWords(event.currentTarget.value)} />
      </Deed>
    </>
  );
}
