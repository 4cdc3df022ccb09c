/** The shared notes of a session; action items within them are the goals' own. */
import { ListTodo } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import { Store, useStore } from "../../core/store";
import { type Extra, RichText, Tool, type ToolProps } from "../RichText";
import type { Table } from "./table";
import { type Spot, agendaSchema, boxes, trackLine, trackedViews } from "./tracked";
import { TrackedItem } from "./TrackedItem";
import { useAt } from "./use";

function toolOn(table: Table): (props: Pick<ToolProps, "view">) => ReactNode {
  return function TrackTool({ view }) {
    const { t } = useTranslation("space");
    return <Tool word={t("notes.action")} Icon={ListTodo} run={(_state, _dispatch, editor) => editor !== undefined && trackLine(table, editor)} view={view} />;
  };
}

export function AgendaNotes({ labelledBy, isTracking }: { labelledBy: string; isTracking: boolean }): ReactNode {
  const { table, view, isReadOnly } = useAt();
  const { undoManager } = view;
  const [spots] = useState(() => new Store<readonly Spot[]>([]));
  const extra = useMemo<Extra>(
    () => ({
      schema: agendaSchema as unknown as Extra["schema"],
      plugins: isTracking ? [boxes(table)] : [],
      nodeViews: trackedViews(spots),
      undoManager,
      Tools: isTracking ? toolOn(table) : () => null,
    }),
    [table, spots, undoManager, isTracking],
  );
  const shown = useStore(spots);
  return (
    <>
      <RichText notes={view.page} live={table.live} isReadOnly={isReadOnly} labelledBy={labelledBy} testId="session-notes" onFocus={(isIn) => table.be(isIn ? "notes" : null)} extra={extra} />
      {isTracking && shown.map((spot) => createPortal(<TrackedItem spot={spot} table={table} />, spot.dom, `${spot.action}-${spots.get().indexOf(spot)}`))}
    </>
  );
}
