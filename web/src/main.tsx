/** Starts the application: words, look, data, addresses. */
import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./app/fonts.css";
import "./app/tokens.css";
import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { createRoot } from "react-dom/client";
import { I18nextProvider } from "react-i18next";
import { router } from "./app/router";
import { themeWith } from "./app/theme";
import { english } from "./app/words";
import { startWords } from "./core/i18n";
import { createQueryClient } from "./core/query";
import { styleNonce } from "./core/ui/nonce";

// Libraries that add style sheets at run time (the scroll lock under dialogs) read the nonce from this name.
Object.assign(globalThis, { __webpack_nonce__: styleNonce() });

const place = document.getElementById("root");
if (!place) throw new Error("index.html has no #root");

const words = startWords({ en: english }, "core");

createRoot(place).render(
  <I18nextProvider i18n={words}>
    <MantineProvider theme={themeWith(words.t("close"))} defaultColorScheme="auto" getStyleNonce={styleNonce}>
      <Notifications position="top-center" />
      <QueryClientProvider client={createQueryClient()}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </I18nextProvider>,
);
