/** Names the browser's tab, and brings the reader to the page's heading after a navigation. */
import { useEffect } from "react";

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === "" ? "Ithaca" : `${title} · Ithaca`;
  }, [title]);
}
