/** For whoever stands before a session: that it is being recorded, and what follows from it. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Notice } from "../core/ui/Notice";
import { useRoomRecording } from "./use";

export function RecordedNotice({ roomId }: { roomId: string }): ReactNode {
  const { t } = useTranslation("recordings");
  const told = useRoomRecording(roomId).data;
  if (!told?.isRecorded) return null;
  return (
    <div data-testid="recorded-notice">
      <Notice tone="plain" title={t("door.recorded")}>
        {t("door.recordedHint", { count: told.retentionDays })}
      </Notice>
    </div>
  );
}
