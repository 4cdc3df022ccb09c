/** Names for the canvas' own buttons, which have a sign and no word, or a word that hides what stands on them. */
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

const NAMELESS = [".main-menu-trigger", ".dropdown-menu-button"].map((one) => `.excalidraw ${one}:not([aria-label])`).join(", ");
/** Its label says what it does and its face how large things are: the face is its name, what it does its title. */
const MISNAMED = ".excalidraw .reset-zoom-button[aria-label]";

/** The colours beside a tool are a dialog of their own. */
const COLOURS = ".excalidraw .color-picker-container[role=dialog]:not([aria-label])";

export function useNamedControls(isThere: boolean): void {
  const { t } = useTranslation("whiteboards");
  const [menu, colours] = [t("page.canvasMenu"), t("page.colours")];
  useEffect(() => {
    const canvas = document.querySelector(".excalidraw");
    if (!isThere || canvas === null) return undefined;
    const name = (): void => {
      for (const one of document.querySelectorAll(NAMELESS)) one.setAttribute("aria-label", menu);
      for (const one of document.querySelectorAll(COLOURS)) one.setAttribute("aria-label", colours);
      for (const one of document.querySelectorAll(MISNAMED)) one.removeAttribute("aria-label");
    };
    name();
    // They are made anew when the window gets narrow or wide.
    const observer = new MutationObserver(name);
    observer.observe(canvas, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [isThere, menu, colours]);
}
