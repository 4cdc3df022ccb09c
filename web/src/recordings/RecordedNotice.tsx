/** For whoever stands before a session: that it is being recorded, and what follows from it. */
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Notice } from "../core/ui/Notice";
import { useRoomRecording } from "./use";

export function RecordedNotice({ roomId }: { roomId: string }): ReactNode {
  const { t } = useTranslation("recordings");
  const told = useRoomRecording(roomId).data;
  if (!told?.isRecorded && !told?.isTextKept) return null;
  return (
    <div data-testid="recorded-notice">
      {told.isRecorded && (
        <Notice tone="plain" title={t("door.recorded")}>
          {t("door.recordedHint", { count: told.retentionDays })}
        </Notice>
      )}
      {told.isTextKept && (
        <Notice tone="plain" title={t("text.door.recorded")}>
          {t("text.door.recordedHint", { count: told.retentionDays })}
        </Notice>
      )}
    </div>
  );
}
