/** A person's photo in a circle, or their initials on a colour of their own. */
import type { CSSProperties, ReactNode } from "react";
import { hueOf, initials } from "../names";
import classes from "./Portrait.module.css";

interface PortraitProps {
  name: string;
  photoUrl?: string | null | undefined;
  /** A CSS length. */
  size?: string;
}

/** Decorative: the name always stands beside it. */
export function Portrait({ name, photoUrl, size = "2.6rem" }: PortraitProps): ReactNode {
  const style = { "--portrait-size": size, "--portrait-hue": hueOf(name) } as CSSProperties;
  return (
    <span className={classes["portrait"]} style={style} aria-hidden="true">
      {photoUrl ? <img src={photoUrl} alt="" draggable={false} /> : <span>{initials(name) || "·"}</span>}
    </span>
  );
}
