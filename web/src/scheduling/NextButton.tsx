/** "Book the next one", for a bar or a notice of a session that goes on. */
import { Button } from "@mantine/core";
import { CalendarPlus } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

export function NextButton({ onClick }: { onClick: () => void }): ReactNode {
  const { t } = useTranslation("scheduling");
  return (
    <Button size="xs" variant="light" leftSection={<CalendarPlus size={16} aria-hidden="true" />} onClick={onClick} data-testid="next-open">
      {t("nextTime.open")}
    </Button>
  );
}
