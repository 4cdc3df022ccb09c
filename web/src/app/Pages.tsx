/** The pages of all addresses, and the router for parts that stand outside of them. */
import { RouterContextProvider, RouterProvider } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { type Ways, WaysContext } from "../core/ui/Way";
import { router } from "./router";

export const go = (address: string): void => router.history.push(address);

const WAYS: Ways = { go, Routed: ({ children }) => children };

export function Pages(): ReactNode {
  return (
    <WaysContext value={WAYS}>
      <RouterProvider router={router} />
    </WaysContext>
  );
}

/** Calls back with each path that is gone to. Returns how to stop listening. */
export const watchPath = (listener: (path: string) => void): (() => void) => router.history.subscribe(({ location }) => listener(location.pathname));

export function WithRouter({ children }: { children: ReactNode }): ReactNode {
  return <RouterContextProvider router={router}>{children}</RouterContextProvider>;
}
