/** Joins a test run to the page that shows it; leaving the page stops it. */
import { useEffect, useState } from "react";
import { useStore } from "../../core/store";
import { CheckRun, type CheckState } from "./run";

export function useCheck(roomId: string | null): { run: CheckRun; state: CheckState } {
  const [run] = useState(() => new CheckRun(roomId));
  useEffect(() => () => run.stop(), [run]);
  return { run, state: useStore(run.state) };
}
