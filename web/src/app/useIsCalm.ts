/** Whether the page that was opened stands: what is only beside it waits until then, and takes no line from it. */
import { useIsFetching } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";

/** An answer that does not come holds back what is beside it no longer than this. */
const AT_LATEST_MS = 5_000;

function whenIdle(then: () => void): () => void {
  // Safari knows no idle moments.
  if (!("requestIdleCallback" in globalThis)) {
    const timer = setTimeout(then, 50);
    return () => clearTimeout(timer);
  }
  const asked = requestIdleCallback(then, { timeout: 1_000 });
  return () => cancelIdleCallback(asked);
}

/** Once true it stays true; `hasCome`: the page itself is loaded; `hurry` is for a press on what is not there yet. */
export function useIsCalm(hasCome: boolean): { isCalm: boolean; hurry: () => void } {
  const [isCalm, setCalm] = useState(false);
  const isAsking = useIsFetching() > 0;
  const hurry = useCallback(() => setCalm(true), []);
  useEffect(() => {
    const timer = setTimeout(hurry, AT_LATEST_MS);
    return () => clearTimeout(timer);
  }, [hurry]);
  useEffect(() => (hasCome && !isAsking ? whenIdle(hurry) : undefined), [hasCome, isAsking, hurry]);
  return { isCalm, hurry };
}
