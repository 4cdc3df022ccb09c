/** Ways to other pages for parts that stand before the router does: at the door to a session it comes after the lobby. */
import { type ComponentProps, type ComponentType, type MouseEvent, type ReactNode, createContext, useContext } from "react";

export interface Ways {
  /** Changes the page without loading anew; null as long as only the browser can. */
  go: ((address: string) => void) | null;
  /** Around what knows the router only; it waits for it. */
  Routed: ComponentType<{ children: ReactNode }>;
}

export const WaysContext = createContext<Ways>({ go: null, Routed: ({ children }) => children });

export function Routed({ children }: { children: ReactNode }): ReactNode {
  const { Routed: Place } = useContext(WaysContext);
  return <Place>{children}</Place>;
}

/** Whatever asks for another tab or window is the browser's. */
const isPlain = (event: MouseEvent<HTMLAnchorElement>): boolean =>
  event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) && [undefined, "", "_self"].includes(event.currentTarget.target);

/** A link to a page of ours. */
export function Way({ href, onClick, children, ...rest }: ComponentProps<"a"> & { href: string }): ReactNode {
  const { go } = useContext(WaysContext);
  const follow = (event: MouseEvent<HTMLAnchorElement>): void => {
    onClick?.(event);
    if (event.defaultPrevented || go === null || !isPlain(event)) return;
    event.preventDefault();
    go(href);
  };
  return (
    <a {...rest} href={href} onClick={follow}>
      {children}
    </a>
  );
}
