/** Joins what stands behind us with React. */
import { useState } from "react";
import { useStore } from "../../core/store";
import type { LocalMedia } from "../local";
import type { Effect, Unfit } from "./model";

interface Behind {
  effect: Effect;
  unfit: Unfit | null;
  choose: (effect: Effect) => void;
}

export function useBehind(local: LocalMedia): Behind {
  const effect = useStore(local.backdrop.effect);
  const [unfit] = useState(() => local.backdrop.unfit());
  return { effect, unfit, choose: (wished) => void local.standBefore(wished) };
}
