/** The light look and the dark one. */
import { useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { MoonStar, Sun } from "lucide-react";
import { useTranslation } from "react-i18next";

/** The other look: what it is called, its sign, the way to it. */
export function useOtherLook(): { word: string; Sign: typeof Sun; go: () => void } {
  const { t } = useTranslation("app");
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme("light") === "dark";
  return { word: t(isDark ? "nav.toLight" : "nav.toDark"), Sign: isDark ? Sun : MoonStar, go: () => setColorScheme(isDark ? "light" : "dark") };
}
