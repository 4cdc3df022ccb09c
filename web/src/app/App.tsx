/** Everything around the pages but their addresses: words, their direction, look, data. */
import { DirectionProvider, MantineProvider, useDirection } from "@mantine/core";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useLayoutEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { styleNonce } from "../core/ui/nonce";
import { themeWith } from "./theme";

/** Tells the parts that are laid out by numbers (menus, sliders) which way the words run. */
function DirectionOfWords(): null {
  const { i18n } = useTranslation();
  const { setDirection } = useDirection();
  const direction = i18n.dir();
  useLayoutEffect(() => setDirection(direction), [direction, setDirection]);
  return null;
}

function Look({ children }: { children: ReactNode }): ReactNode {
  const { t } = useTranslation("core");
  const close = t("close");
  const theme = useMemo(() => themeWith(close), [close]);
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      {children}
    </MantineProvider>
  );
}

export function App({ queries, children }: { queries: QueryClient; children: ReactNode }): ReactNode {
  const { i18n } = useTranslation();
  return (
    <DirectionProvider initialDirection={i18n.dir()} detectDirection={false}>
      <DirectionOfWords />
      <Look>
        <QueryClientProvider client={queries}>{children}</QueryClientProvider>
      </Look>
    </DirectionProvider>
  );
}
