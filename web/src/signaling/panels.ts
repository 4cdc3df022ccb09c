/** Which panels of work stand beside the people in a call, for rooms of booked sessions. */
import { useMediaQuery } from "@mantine/hooks";
import { useState } from "react";
import type { RoomSession } from "../boards/space/api";
import { type Layout, PANELS, type PanelKind, fitted, nothingOpen, staged, toggled } from "../boards/space/model";
import { useRoomSession } from "../boards/space/session";

export interface Panels {
  session: RoomSession | null;
  /** What there is to open. */
  kinds: readonly PanelKind[];
  layout: Layout;
  /** Where the people are a strip. */
  strip: "always" | "narrow" | null;
  toggle: (kind: PanelKind) => void;
  stage: () => void;
}

/** Goals and boards are a mentorship's; a session of several has an agenda and notes only. */
function kindsOf(session: RoomSession | null): readonly PanelKind[] {
  if (session === null || session.bookingId === null) return [];
  return session.mentorshipId === null ? ["agenda", "private"] : PANELS;
}

export function usePanels(roomId: string, mayAsk: boolean): Panels {
  const session = useRoomSession(roomId, mayAsk);
  const isWide = useMediaQuery("(min-width: 90rem)") ?? false;
  const most = isWide ? 2 : 1;
  const [chosen, setChosen] = useState(nothingOpen);
  const layout = fitted(chosen, most);
  const strip = layout.isBoardOnStage ? "always" : layout.open.length > 0 ? "narrow" : null;
  return {
    session,
    kinds: kindsOf(session),
    layout,
    strip,
    toggle: (kind) => setChosen(toggled(layout, kind, most)),
    stage: () => setChosen(staged(layout)),
  };
}
