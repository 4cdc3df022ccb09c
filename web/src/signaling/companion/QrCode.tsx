/** A link as a code that phones read. Always dark on light: many cannot read the other way round. */
import { encodeQR } from "qr";
import { type ReactNode, useMemo } from "react";
import classes from "./Companion.module.css";
import { pathOf } from "./squares";

/** As wide as the standard wants, in squares. */
const MARGIN = 4;

export function QrCode({ text, label }: { text: string; label: string }): ReactNode {
  const squares = useMemo(() => encodeQR(text, "raw", { ecc: "medium", border: MARGIN }), [text]);
  return (
    <svg className={classes["code"]} viewBox={`0 0 ${squares.length} ${squares.length}`} role="img" aria-label={label} shapeRendering="crispEdges" data-testid="companion-code">
      <rect width="100%" height="100%" fill="#fff" />
      <path d={pathOf(squares)} fill="#111" />
    </svg>
  );
}
