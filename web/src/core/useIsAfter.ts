/** Whether a moment has come: true from then on by itself, without a look in between. */
import { useEffect, useState } from "react";

/** Longer waits overflow a browser's timer; we wait again then. */
const LONGEST_MS = 2_000_000_000;
/** So that we do not wake up a moment too early. */
const MARGIN_MS = 50;

/** `at`: an ISO time; null: always. */
export function useIsAfter(at: string | null): boolean {
  const [now, setNow] = useState(() => Date.now());
  const moment = at === null ? 0 : Date.parse(at);
  const isAfter = now >= moment;
  useEffect(() => {
    if (isAfter) return undefined;
    let timer = 0;
    const wait = (): void => {
      const left = Math.min(Math.max(0, moment - Date.now() + MARGIN_MS), LONGEST_MS);
      timer = window.setTimeout(() => (Date.now() >= moment ? setNow(Date.now()) : wait()), left);
    };
    wait();
    return () => clearTimeout(timer);
  }, [moment, isAfter]);
  return isAfter;
}
