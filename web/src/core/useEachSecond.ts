/** What changes with every second, as React may use it. */
import { useEffect, useState } from "react";

/** What `read` gives, anew every second and whenever it is another function. */
export function useEachSecond<T>(read: () => T): T {
  const [value, setValue] = useState(read);
  useEffect(() => {
    const look = (): void => setValue(read());
    look();
    const timer = setInterval(look, 1000);
    return () => clearInterval(timer);
  }, [read]);
  return value;
}

const pageMs = (): number => performance.now();

/** The page's clock in ms, which no change of the time of day moves. */
export const usePageMs = (): number => useEachSecond(pageMs);
