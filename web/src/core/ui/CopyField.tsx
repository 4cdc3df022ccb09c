/** A read-only text with a button that copies it, and says that it did. */
import { Button, TextInput } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { Check, Copy } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import classes from "./CopyField.module.css";

interface CopyFieldProps {
  label: string;
  value: string;
  testId?: string;
}

export function CopyField({ label, value, testId }: CopyFieldProps): ReactNode {
  const { t } = useTranslation("core");
  const clipboard = useClipboard({ timeout: 2000 });
  return (
    <div className={classes["row"]}>
      <TextInput
        aria-label={label}
        value={value}
        readOnly
        dir="ltr"
        className={classes["text"]}
        onFocus={(event) => event.currentTarget.select()}
        data-testid={testId}
      />
      <Button
        variant="light"
        onClick={() => clipboard.copy(value)}
        leftSection={clipboard.copied ? <Check size={18} aria-hidden="true" /> : <Copy size={18} aria-hidden="true" />}
      >
        <span aria-live="polite">{clipboard.copied ? t("copied") : t("copy")}</span>
      </Button>
    </div>
  );
}
