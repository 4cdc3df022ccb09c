/** The name and its sail. */
import type { ReactNode } from "react";
import classes from "./Brand.module.css";

export function Mark({ size = 30 }: { size?: number }): ReactNode {
  return (
    <svg width={size} height={size} viewBox="0 0 64 64" aria-hidden="true" focusable="false">
      <circle cx="47" cy="18" r="8.500" className={classes["sun"]} />
      <path d="M29 5c2 16-3 28-17 38 7-2 12-2.200 19-1.800z" className={classes["sail"]} />
      <path d="M34 13c8 7 13 17 15 28-6-1-10-1-15-.6z" className={classes["sailFar"]} />
      <path d="M7 49c6-4 11-4 17 0s11 4 17 0 11-4 17 0" className={classes["wave"]} />
      <path d="M16 58c5-3.200 9-3.200 14 0s9 3.200 14 0" className={classes["waveFar"]} />
    </svg>
  );
}

export function Brand(): ReactNode {
  return (
    <span className={classes["brand"]}>
      <Mark />
      <span className={classes["name"]}>Ithaca</span>
    </span>
  );
}
