/** What may be wider than a phone, mostly a table; who has no mouse scrolls it with the arrow keys. */
import type { ReactNode } from "react";
import classes from "./Scrolled.module.css";

export function Scrolled({ label, className, children }: { label: string; className?: string | undefined; children: ReactNode }): ReactNode {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keyboard
    <div className={`${classes["scroll"]} ${className ?? ""}`} role="region" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
