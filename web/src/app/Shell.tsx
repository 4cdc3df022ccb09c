/** The frame around the pages that the router shows. */
import { Outlet, useRouterState } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Frame } from "./Frame";
import { Nav } from "./Nav";
import { useIsCalm } from "./useIsCalm";

export function Shell(): ReactNode {
  const hasCome = useRouterState({ select: ({ status, resolvedLocation }) => status === "idle" && resolvedLocation !== undefined });
  const { isCalm, hurry } = useIsCalm(hasCome);
  return (
    <Frame nav={<Nav isCalm={isCalm} onHurry={hurry} />}>
      <Outlet />
    </Frame>
  );
}
